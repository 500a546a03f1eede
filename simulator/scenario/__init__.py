"""Reading, checking and describing scenario files."""
