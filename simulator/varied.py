"""The public functions that vary inputs: a sweep over one or two, and the break-even of one.

Like ``simulator.api``, cheap to import; each function imports what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator import api
from simulator.errors import Fault, ScenarioError, SimulatorError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from matplotlib.figure import Figure

    from simulator.experiments.break_even_search import BreakEvenStudy
    from simulator.experiments.sweeps import Sweep
    from simulator.scenario.study import Study

DEFAULT_REPLICATIONS = 20
MOST_INPUTS = 2


def sweep(
    study: Study,
    vary: Sequence[str] | str,
    *,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = api.DEFAULT_SEED,
    policies_only: bool = False,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Callable[[int], None] = lambda done: None,
) -> Sweep:
    """Simulate a study over values of one input or two, each as ``path=first:last:count``.

    The same people with the same luck are met at every value. ``policies_only``: as it is, the place keeps what it
    states. ``table`` has every measure and difference at every point; intervals hold chance alone. An interrupt keeps
    the points that are finished. ScenarioError with every fault of what is to be varied.
    """
    from simulator.experiments.sweeps import sweep as simulated
    from simulator.scenario.varying import varied

    _require(study, replications, seed, workers, executor)
    asked = [vary] if isinstance(vary, str) else list(vary)
    _require_one_or_two(asked)
    inputs = varied(study, asked, policies_only=policies_only)
    return simulated(
        study, inputs, replications=replications, seed=seed, workers=workers, executor=executor, on_done=on_done
    )  # fmt: skip


def break_even(
    study: Study,
    vary: str,
    measure: str | None = None,
    *,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = api.DEFAULT_SEED,
    policies_only: bool = False,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Callable[[int], None] = lambda done: None,
) -> BreakEvenStudy:
    """At which value of an input, ``path=first:last``, a study's one policy makes no difference to a measure.

    Without a measure it is the cost of the side that pays for the jails. ``found`` has each break-even with its
    interval, which holds chance alone; none if there is none in this range. ScenarioError with every fault of what is
    to be varied, and for an unknown measure.
    """
    from simulator.experiments.break_even_search import GRID, search
    from simulator.scenario.varying import varied

    _require(study, replications, seed, workers, executor)
    chosen = measure or headline_measure(study)
    require_measures([chosen])
    (asked,) = varied(study, [vary], GRID, policies_only=policies_only)
    return search(
        study, asked, chosen, replications=replications, seed=seed, workers=workers, executor=executor,
        on_done=on_done,
    )  # fmt: skip


def findings(result: Sweep | BreakEvenStudy, measures: Sequence[str] = ()) -> list[str]:
    """What was found, in sentences; of a sweep about each of the ``measures``, by default the jail's side's cost."""
    from simulator.experiments.sweeps import Sweep
    from simulator.views.varied_words import break_even_words, sweep_words

    if isinstance(result, Sweep):
        return [f"{sweep_words(result, measure)}." for measure in chosen_measures(result, measures)]
    return break_even_words(result)


def drawn(result: Sweep | BreakEvenStudy, measures: Sequence[str] = ()) -> dict[str, Figure]:
    """The figures by name: lines or maps of a sweep, for each of the ``measures``; or the line of a break-even.

    Without people to tell a measure about, such as hours of holds where there are none, it has no figure.
    """
    from simulator.experiments.sweeps import Sweep
    from simulator.views.figures.break_even_line import break_even_line
    from simulator.views.figures.sweep_lines import sweep_lines
    from simulator.views.figures.sweep_map import sweep_map
    from simulator.views.varied_words import policies_told

    if not isinstance(result, Sweep):
        return {"break-even": break_even_line(result)}
    told = {measure: policies_told(result, measure) for measure in chosen_measures(result, measures)}
    if len(result.inputs) == 1:
        return {f"sweep-{measure}": sweep_lines(result, measure) for measure, policies in told.items() if policies}
    return {
        f"map-{measure}-{policy}": sweep_map(result, policy, measure)
        for measure, policies in told.items()
        for policy in policies
    }


def chosen_measures(result: Sweep | BreakEvenStudy, measures: Sequence[str] = ()) -> list[str]:
    """The measures that are drawn and put into words: those asked for, or the cost of the side that pays for jails."""
    from simulator.experiments.sweeps import Sweep

    if not isinstance(result, Sweep):
        return [result.measure]
    return list(measures) or [headline_measure(result.study)]


def keep_varied(
    result: Sweep | BreakEvenStudy,
    folder: Path | str,
    measures: Sequence[str] = (),
    *,
    command: str = "",
    seconds: float = 0.0,
) -> Path:
    """Write the run folder of a sweep or a break-even, figures included, and say where it is.

    An incomplete sweep goes to ``NAME-partial`` where a complete one is. RunFolderError as for ``keep``.
    """
    from simulator.experiments.sweeps import Sweep
    from simulator.runs.folder import kept_at, whole_folder
    from simulator.runs.varied import Made, write_break_even, write_sweep
    from simulator.views.saving import save_figures

    of_sweep = isinstance(result, Sweep)
    made = Made(findings(result, measures), chosen_measures(result, measures), command, seconds)
    target = kept_at(Path(folder), complete=not isinstance(result, Sweep) or result.complete)
    with whole_folder(target, "sweep" if of_sweep else "break-even") as fresh:
        save_figures(drawn(result, measures), fresh / "figures")
        if isinstance(result, Sweep):
            write_sweep(fresh, result, made)
        else:
            write_break_even(fresh, result, made)
    return target


def made_again(folder: Path | str, target: Path | str, **where: Any) -> Path:
    """The complete sweep or break-even of a run folder simulated and written anew at ``target``, from what it holds.

    ``where``: workers, executor, on_done. RunFolderError if the folder is not one of these.
    """
    from simulator.errors import RunFolderError
    from simulator.runs.folder import manifest_at
    from simulator.runs.reading import study_of

    path = Path(folder)
    asked = manifest_at(path)
    if asked.get("kind") not in ("sweep", "break-even") or not asked.get("complete"):
        raise RunFolderError(f"{path} holds no complete sweep or break-even.")
    how = {"replications": asked["replications_asked"], "seed": asked["seed"], "policies_only": asked["policies_only"]}
    study, vary, measures = study_of(path), asked["vary"], asked["measures"]
    result: Sweep | BreakEvenStudy
    if asked["kind"] == "sweep":
        result = sweep(study, vary, **how, **where)
    else:
        result = break_even(study, vary[0], measures[0], **how, **where)
    return keep_varied(result, target, measures, command=asked["command"])


def point_count(study: Study, vary: Sequence[str], *, to_search: bool = False, policies_only: bool = False) -> int:
    """How many points are to be simulated, before a search goes on; ScenarioError as for ``sweep``."""
    from math import prod

    from simulator.experiments.break_even_search import GRID
    from simulator.scenario.varying import varied

    _require_one_or_two(vary)
    inputs = varied(study, vary, GRID if to_search else None, policies_only=policies_only)
    return prod(len(one.values) for one in inputs)


def headline_measure(study: Study) -> str:
    """The cost of the side that pays for the jails: the state's where it alone does."""
    agencies = study.cases[0].scenario.agencies.values()
    by_state = all(agency.jail_paid_by == "state" for agency in agencies)
    return "state_cost_usd" if by_state else "local_net_cost_usd"


def require_measures(measures: Sequence[str]) -> None:
    """ScenarioError for names of no measure, with the nearest."""
    from simulator.outcomes.yearly import meanings
    from simulator.scenario.faults import nearest

    wrong = [name for name in measures if name not in meanings()]
    rule, fix = "there is no such measure", "docs/results.md lists all measures."
    if wrong:
        raise ScenarioError([Fault("--measure", 0, "", name, rule, nearest(name, meanings()) or fix) for name in wrong])


def _require_one_or_two(vary: Sequence[str]) -> None:
    if not 1 <= len(vary) <= MOST_INPUTS:
        rule = f"a sweep varies one input or two, and {len(vary)} are given"
        raise ScenarioError([Fault("--vary", 0, "", "", rule, "Leave the others at what is stated.")])


def _require(study: Study, replications: int, seed: int, workers: int, executor: Executor | None) -> None:
    api.require_at_least(1, replications=replications, workers=workers)
    api.require_at_least(0, seed=seed)
    api.require_one_place(workers, executor)
    if len(study.cases) < 2:
        raise SimulatorError("differences need a policy beside the place as it is: give one")
