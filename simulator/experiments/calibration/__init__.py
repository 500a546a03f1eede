"""Fitting numbers of a place to what was counted there, by simulation."""
