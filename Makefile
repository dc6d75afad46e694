# Everything runs in .venv, which the first command makes. Another Python: make demo PYTHON=python3.12
PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/ready
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

.DEFAULT_GOAL := help
.PHONY: help demo test quick lint build benchmarks clean sandbox

help:             ## show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(READY) sandbox  ## the main job: weave the assignments, fill in a class, grade it
	$(PY) -m autograder build
	$(PY) -m tests.submissions out/class
	$(PY) -m autograder grade out/class --out out/graded --jobs $(JOBS) --seed 1 \
		--cell-seconds 20 --memory-gib 2

test: $(READY) sandbox  ## the whole test suite, in parallel
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m pytest -n $(JOBS) --dist worksteal

quick: $(READY) sandbox  ## the tests that take seconds
	$(PY) -m pytest -n $(JOBS) --dist worksteal -m "not slow"

lint: $(READY)    ## ruff: lint and format
	$(PY) -m ruff check --fix . && $(PY) -m ruff format .

build: $(READY)   ## notebooks, Otter zips, the students' folder and the lectures, into build/
	$(PY) -m autograder build
	$(PY) -m solutions.lectures build

benchmarks: $(READY) sandbox  ## how fast, against otter run and against the floor
	$(PY) -m pytest tests/benchmarks -s -m benchmark

clean:            ## remove what was made, but not .venv
	rm -rf build out .pytest_cache .ruff_cache .hypothesis

$(READY): requirements.txt
	@echo "setting up .venv, once (a few minutes) ..."
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

sandbox:
	@command -v bwrap >/dev/null || { echo "bubblewrap is missing; install it with:  sudo apt-get install bubblewrap"; exit 1; }
