# Two commands do all the set-up: `make compare` and `make test`. Each creates the environment if need be.
# `make page` opens the page.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: compare page test compile nightly check bench schema clean

compare: $(VENV)/installed  ## Compare Arlington County as it is with five policies
	$(RUN) run_sim.py compare arlington-va --out results/arlington-va

page: $(VENV)/installed  ## Open the page, on which policies are compared without a terminal
	$(RUN) run_sim.py web

test: compile  ## Run the tests
	$(RUN) -m pytest -n auto

compile: $(VENV)/installed-dev  ## Compile the engine, once for each version
	$(RUN) run_sim.py compile

nightly: $(VENV)/installed-dev  ## Hold the two engines together on 2,000 random places, and not on 200
	$(RUN) -m pytest -n auto tests/engines --hypothesis-profile nightly

check: $(VENV)/installed-dev  ## Check style and types
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

bench: $(VENV)/installed-dev  ## Measure bookings per second next to plain SimPy, Ciw and salabim models
	$(RUN) -m bench
	$(RUN) -m bench.scale

schema: $(VENV)/installed  ## Write the JSON Schemas that editors use
	$(RUN) run_sim.py schema

clean:  ## Remove the environment
	rm -rf $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/installed
