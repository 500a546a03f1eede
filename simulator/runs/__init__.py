"""What is kept: the run folder."""
