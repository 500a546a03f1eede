"""How fast the simulator is, next to plain models of the same county in SimPy, Ciw and salabim."""
