"""How fast the simulator is, next to a plain SimPy model of the same county."""
