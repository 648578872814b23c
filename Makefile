# make site   install the dependencies and build the sample site into output/
# make test   install the test tools and run all tests (EXAMPLES=random YEARS=20: new random examples, more simulated years)
# make unit   run only the unit tests, which need no tools
# make lint   check formatting, faults (ruff) and types (mypy)
# make serve  preview the sample site with live reload
# make schema update schemas/ and the field tables of docs/content*.md
# make docs   update everything in docs/ that is made from the code and from examples that tests run
# make pins   write the versions and hashes of all dependencies (UPGRADE="-P ruff": the newest ruff; UPGRADE=--upgrade: of all)
# make bench  run the benchmark described in docs/performance.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Only files with a pinned hash. No source packages: pip would download what builds them without looking at hashes.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make pins"

unexport PYTHONDONTWRITEBYTECODE  # tests start the program hundreds of times: it is compiled once

.PHONY: site test tools unit lint serve schema docs pins bench clean

site: $(VENV)/.site
	$(BIN)/python build.py

$(VENV)/.site: requirements.txt
	$(PYTHON) -m venv $(VENV)
	echo '*' > $(VENV)/.gitignore
	$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	echo '*' > $(VENV)/.gitignore
	$(INSTALL) -r requirements.txt -r requirements-dev.txt
	touch $(VENV)/.site $@

test: $(VENV)/.dev
	$(MAKE) -j 2 lint tools
	$(BIN)/python -m pytest -n 2 --dist worksteal tests

tools:
	scripts/test-tools.sh

unit: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/unit

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

serve: $(VENV)/.site
	$(BIN)/python build.py serve

schema: $(VENV)/.site
	$(BIN)/python build.py schema

docs: schema $(VENV)/.dev
	$(BIN)/python -m tests.unit.test_schedule_docs
	$(BIN)/python -m tests.manuals

pins: $(VENV)/.dev
	$(PIN) $(UPGRADE) pyproject.toml -o requirements.txt
	$(PIN) $(UPGRADE) --group dev -c requirements.txt -o requirements-dev.txt
	$(PIN) $(UPGRADE) --group clients -o tests/calendars/clients.txt
	$(PIN) $(UPGRADE) --group peers -o benchmarks/peers.txt

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py --write

clean:
	rm -rf output .tourbook $(VENV) tests/node/node_modules
