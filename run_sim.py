"""Start here: ``python run_sim.py --help``."""

from simulator.cli import entry

if __name__ == "__main__":
    entry()
