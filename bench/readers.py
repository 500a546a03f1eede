"""Readers for Locust: each builds a policy under a label of its own, moves a lever, and looks whether it is its own."""

from __future__ import annotations

import itertools
import random

from locust import HttpUser, between, task

NUMBERS = itertools.count(1)
PLAN = (
    "/en/compare?place=arlington-va&1=build&1.label={label}&1.policy.periods.0.opt_out={mode}&1.costs.staff_hour={usd}"
)


class Reader(HttpUser):
    """One who moves a lever every two to four seconds."""

    wait_time = between(2, 4)

    def on_start(self) -> None:
        """Take a label that no other reader has."""
        self.number = next(NUMBERS)
        self.luck = random.Random(self.number)

    @task
    def move_a_lever(self) -> None:
        """An answer is wrong if it lacks the four numbers or the reader's label, or has another reader's."""
        label = f"Plan-of-{self.number}-end"
        mode = self.luck.choice(["none", "receive-only", "share", "both"])
        address = PLAN.format(label=label, mode=mode, usd=f"{self.luck.uniform(20, 60):.2f}")
        with self.client.get(address, name="a lever moved", catch_response=True) as answer:
            others = [part for part in answer.text.split("Plan-of-")[1:] if not part.startswith(f"{self.number}-end")]
            if answer.text.count('class="number-words"') != 4 or others or label not in answer.text:
                answer.failure("the answer is not that of this reader")
