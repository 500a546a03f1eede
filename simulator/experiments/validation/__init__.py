"""The model against the published record: cases read from files, simulated, measured, and told apart by verdict."""
