"""The page: policy staff choose a place and policies, see what changes, and take away a report."""
