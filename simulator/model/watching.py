"""Triggers: on the first day of each month an agency looks at its own numbers, and may change its mode."""

from __future__ import annotations

from simulator.model.progress import Progress, Steps
from simulator.model.queues import Moment, Turn
from simulator.model.readings import Readings
from simulator.model.stances import Switch
from simulator.scenario.standing import end_of
from simulator.scenario.triggers import Trigger


def watch(progress: Progress) -> None:
    """Have every agency watch what its triggers are about."""
    scenario = progress.plan.scenario
    for number, trigger in enumerate(scenario.policy.triggers):
        for agency, name in enumerate(scenario.agencies):
            if trigger.agencies == "all" or name in trigger.agencies:
                progress.env.process(_watching(progress, number, trigger, agency))


def _watching(progress: Progress, number: int, trigger: Trigger, agency: int) -> Steps:
    """A month's first second goes before all else that happens in it, as the first second of a dated period does."""
    rows = [row for row, whose in enumerate(progress.rows["agency"]) if whose == agency]
    switches, is_on = progress.stances[agency].switches, False
    for begins, ends in _windows(progress, trigger):
        yield Moment(progress.env, ends - int(progress.env.now), Turn.POLICY)
        reading = Readings(progress, rows, begins, ends).of(trigger.measure)
        falls = trigger.back_below is not None and reading < trigger.back_below
        if (is_on and falls) or (not is_on and reading > trigger.above):
            is_on = not is_on
            switches.append(Switch(ends, number, trigger.opt_out if is_on else None, reading))
            switches.sort(key=lambda switch: switch.moment)


def _windows(progress: Progress, trigger: Trigger) -> list[tuple[int, int]]:
    """The stretches to look at, each of whole months that were simulated, by their first and last moment."""
    calendar, scenario = progress.plan.calendar, progress.plan.scenario
    firsts = [day for day in range((end_of(scenario) - scenario.starts).days) if calendar.is_first_of_month(day)]
    not_before = calendar.midnight(trigger.not_before) if trigger.not_before else 0
    moments = [calendar.midnights[day] for day in firsts]
    spans = zip(moments, moments[trigger.over_months :], strict=False)
    return [(begins, ends) for begins, ends in spans if ends >= not_before]
