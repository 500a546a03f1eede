"""What it means: measures and ledger, as pure functions of a trace."""
