"""What must be fast: functions over arrays that Numba compiles, for drawing people and for the compiled flow."""
