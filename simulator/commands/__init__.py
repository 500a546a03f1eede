"""The commands, each by what it is about; ``simulator.cli`` puts them together. Only these modules print."""
