# sport for LIVET. `make help` explains itself: a line after ## is a target's one sentence.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= instance
export PORT DATA_DIR
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi

.PHONY: help run test check venv texts format types journeys bench demo-reset test-tools clean

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

run: venv texts ## Start the site with the demo season on http://127.0.0.1:8000 (PORT= and DATA_DIR= change it)
	@$(FLASK) upgrade
	@$(FLASK) demo lay
	@$(FLASK) demo print
	@exec $(FLASK) serve

demo-reset: venv texts ## Lay the demo season anew; everything in DATA_DIR's database is lost
	@$(FLASK) upgrade
	@$(FLASK) demo reset
	@$(FLASK) demo print

test: check test-tools ## Run all checks and all tests, on SQLite and PostgreSQL and in a browser
	$(BIN)/python -m tests.tools report
	$(BIN)/pytest -n 2 --dist worksteal -m "not journey" --ignore tests/house tests
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m journey tests/journeys

check: venv texts ## Check format, lint, types, texts and the rules of the house
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m core.catalogues check
	$(BIN)/pytest -n 2 tests/house

journeys: venv texts test-tools ## Run only the journeys in Chromium
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m journey tests/journeys

bench: venv texts ## Measure the engine, and the pages as ratios to a bare Flask on the same server
	@$(FLASK) tournament bench; engine=$$?; $(FLASK) bench && exit $$engine

format: venv ## Format the Python files
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: venv ## Check the types only
	$(BIN)/mypy

texts: venv ## Compile the Danish and English texts
	@$(BIN)/python -m core.catalogues compile

test-tools: venv ## Bring PostgreSQL and Chromium where Debian's packages may be installed
	@$(BIN)/python -m tests.tools bring

venv: .venv/.made ## Only install what is needed

.venv/.made: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON= to one.")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

clean: ## Remove what was installed and built; data in DATA_DIR stays
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
