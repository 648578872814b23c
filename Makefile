# make site   install what is needed and build the sample site into output/
# make test   install what the tests need and run them all (EXAMPLES=random YEARS=20: other random examples, more simulated years)
# make lint   ruff (form and faults) and mypy
# make bench  the benchmark of docs/performance.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test unit lint serve schema bench clean

site: $(VENV)/.site
	$(BIN)/python build.py

$(VENV)/.site: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $(VENV)/.site $@

test: $(VENV)/.dev lint
	scripts/test-tools.sh
	$(BIN)/python -m pytest -n 2 tests

unit: $(VENV)/.dev
	$(BIN)/python -m pytest tests/unit

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

serve: $(VENV)/.site
	$(BIN)/python build.py serve

schema: $(VENV)/.site
	$(BIN)/python build.py schema

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py --write

clean:
	rm -rf output .tourbook $(VENV) tests/node/node_modules
