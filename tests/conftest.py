"""How many random examples Hypothesis tries: 200 as a rule, 2,000 with ``--hypothesis-profile nightly``."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("usual", max_examples=200, print_blob=True)
settings.register_profile("nightly", max_examples=2_000, print_blob=True)
settings.load_profile("usual")
