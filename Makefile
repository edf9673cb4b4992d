# `make grade` and `make test` need Python 3.11 or newer, nothing else: both set up .venv first.

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$name && break; done)
VENV = .venv
RUN = $(VENV)/bin/python
OUT ?= graded

.PHONY: grade test hostile labs check-labs lab doctor bench soak data lint translations clean

grade: $(VENV)/installed  ## grade the example class
	@$(RUN) -m autograder grade autograder/examples/submissions --out $(OUT)

test: lint  ## all tests, on up to four cores
	@$(RUN) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

hostile: $(VENV)/installed  ## hostile submissions in every way of containment, and without any; as root for all of it (half an hour)
	@$(RUN) -m autograder.tests.hostile --all --control --write

lint: $(VENV)/installed
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

labs: $(VENV)/installed  ## build labs/ and solutions/ from the lab sources
	@$(RUN) -m autograder build
	@$(RUN) -m autograder.examples.make

check-labs: $(VENV)/installed
	@$(RUN) -m autograder build --check

lab: $(VENV)/installed  ## open the labs in JupyterLab
	@$(VENV)/bin/jupyter lab --notebook-dir=.

doctor: $(VENV)/installed  ## what this machine can contain
	@$(RUN) -m autograder doctor

bench: $(VENV)/installed  ## what isolation costs
	@$(RUN) -m autograder.benchmarks.isolation

soak: $(VENV)/installed  ## many minutes: kills at random moments, the same marks thirty times
	@$(RUN) -m pytest -m soak -v

data: $(VENV)/installed  ## make the data sets again from where they come, and compare
	@$(RUN) -m pip install --quiet --disable-pip-version-check -e ".[data]"
	@$(RUN) -m pytest autograder/tests/test_data.py

translations: $(VENV)/installed  ## collect the engine's sentences into locale/zh
	@$(VENV)/bin/pybabel --quiet extract -F autograder/locale/babel.cfg -k tr -k msg --no-location --omit-header -o $(VENV)/autograder.pot autograder
	@$(VENV)/bin/pybabel --quiet update -l zh -D autograder -i $(VENV)/autograder.pot -d autograder/locale --no-fuzzy-matching

clean:
	rm -rf $(VENV) $(OUT)

# Written last, so a set-up that was interrupted is done again.
$(VENV)/installed: requirements.txt pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11, 3.12 or 3.13 was not found. Install one (Debian: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3"; exit 2; fi
	@echo "Setting up $(VENV) (Paddle is 190 MB; this takes a few minutes the first time) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python has no venv module with pip. On Debian and Ubuntu: apt install python3-venv, then run make again."; exit 2; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@# The first import of Matplotlib looks for fonts, and says so in the middle of somebody's notebook.
	@MPLBACKEND=Agg $(RUN) -c "import matplotlib.font_manager"
	@touch $@
