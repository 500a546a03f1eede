"""Fingerprint data-sharing flow simulator: what changes for a county when it opts out, and of what.

The whole public interface::

    import simulator

    study = simulator.load("arlington-va", ["opt-out-of-sharing"])
    print(simulator.describe(study, "opt-out-of-sharing"))
    comparison = simulator.compare(study, replications=10, seed=1)
    comparison.summary["differences"]["opt-out-of-sharing"]["detainers"]
    comparison.replications          # pandas: policy, replication, agency, month, level, measure, value
    comparison.ledger                # pandas: policy, replication, agency, month, item, payer, bed_price, amount_usd
    simulator.figures(comparison)["differences"]    # a matplotlib Figure
    simulator.keep(comparison, "results/my-run")    # the run folder
    simulator.sweep(study, "costs.bed_day.short_run=5:100:9").table    # pandas: every measure at every value
    simulator.break_even(study, "costs.bed_day.short_run=5:100").found
    simulator.verify("results/my-run").findings     # nothing, if the same comes out again
    simulator.sensitivity(study).table              # pandas: which unknowns the difference hangs on, and how much
    simulator.calibrate("arlington-va", "counts.csv")     # its numbers fitted to counts by month

docs/api.md shows each at work.
"""

from simulator.again import Verdict, resume, verify
from simulator.api import Comparison, compare, describe, figures, keep, load, numbers, read, run
from simulator.calibrating import calibrate, keep_calibration
from simulator.errors import ClusterError, Fault, RunFolderError, RunInterrupted, ScenarioError, SimulatorError
from simulator.varied import break_even, sweep
from simulator.weighing import Sensitivity, sensitivity

__all__ = [
    "ClusterError",
    "Comparison",
    "Fault",
    "RunFolderError",
    "RunInterrupted",
    "ScenarioError",
    "Sensitivity",
    "SimulatorError",
    "Verdict",
    "break_even",
    "calibrate",
    "compare",
    "describe",
    "figures",
    "keep",
    "keep_calibration",
    "load",
    "numbers",
    "read",
    "resume",
    "run",
    "sensitivity",
    "sweep",
    "verify",
]
