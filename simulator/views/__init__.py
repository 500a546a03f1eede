"""What is seen: figures, tables and plain words."""
