"""Counting over records: functions that Numba compiles."""
