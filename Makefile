# Everything happens in .venv; a fresh machine needs python3 (3.11 or newer) with its venv module, and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# What the wheel is made of: a change in any of it means a new wheel. Folders are in the list because a file that is
# removed leaves its mark on them alone.
SOURCES := pyproject.toml $(wildcard README.md LICENSE LICENSES/* docs/reference/*.schema.json) $(shell find src/coalition_events -name __pycache__ -prune -o -print)
PLUGINS := $(sort $(wildcard plugins/*))
PLUGIN_SOURCES := $(shell find plugins \( -name node_modules -o -name __pycache__ -o -name tests \) -prune -o -type f -print)
CHECKED := src tests plugins benchmarks

# The wheels of the core and of the plugins are installed here and nowhere else, as a user would install them.
CLEAN  := .venv-plugins
LOWEST := .venv-lowest
BENCH  := .venv-bench
# Those that take longest come first: two at a time are tested.
FORMATS := xlsx html kml ics md csv geojson jsonl json

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two pips at once in one environment get in each other's way.
.NOTPARALLEL:

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(VENV)/.package ## export the bundled Iraq timeline to out/ and print what was written
	@$(BIN)/coalition-events export -o out/

# The core comes last, so that the last line is pytest's own verdict on it.
.PHONY: test
test: lint types kit plugins core ## run every check: ruff, mypy, the kit over every format, the plugins' tests, the core's

.PHONY: core
core: $(VENV)/.dev $(VENV)/.package ## run the core's tests with coverage
	@tests/judges/install.sh
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --cov --cov-report=term

# The tests that the four dependencies have a say in.
ON_DEPENDENCIES := $(foreach name,exporter_* hookspecs iraq model nodes options plugins reader unifil yamlout,tests/test_$(name).py)

.PHONY: lowest
lowest: $(LOWEST)/.made ## run the tests that depend on them with the lowest versions of the dependencies that are allowed
	@tests/judges/install.sh
	@$(LOWEST)/bin/python -m pytest --quiet --numprocesses=auto --dist=loadfile $(ON_DEPENDENCIES)

.PHONY: kit
kit: $(CLEAN)/.made ## run the conformance kit over every format, from the wheels; compare the page of features with it
	@printf '%s\n' $(FORMATS) | xargs -P 2 -I FORMAT sh -c '$(CLEAN)/bin/python -m coalition_events.testing FORMAT \
		--check docs/reference/features.md >build/kit-FORMAT.txt || { cat build/kit-FORMAT.txt; exit 1; }; tail -n 1 build/kit-FORMAT.txt'

.PHONY: plugins
plugins: $(CLEAN)/.made ## run the tests of each plugin, from the wheels
	@for plugin in $(PLUGINS); do \
		echo "$$plugin"; \
		$$plugin/tests/install.sh && \
		(cd $$plugin && ../../$(CLEAN)/bin/python -m pytest --quiet --numprocesses=2 --dist=loadfile tests) || exit 1; \
	done

.PHONY: lint
lint: $(VENV)/.dev ## check style and format with ruff
	@$(BIN)/ruff check --quiet $(CHECKED)
	@$(BIN)/ruff format --quiet --diff $(CHECKED)

.PHONY: types
types: $(VENV)/.dev $(VENV)/.package ## check types with mypy
	@$(BIN)/mypy src benchmarks $(wildcard plugins/*/src)

.PHONY: bench
bench: $(BENCH)/.made ## measure this library and what a user would pick instead: make bench ARGS=...
	@$(BENCH)/bin/python -m benchmarks $(ARGS)

.PHONY: bulk
bulk: $(BENCH)/.made ## measure how exports of files of lines grow: make bulk ARGS=...
	@$(BENCH)/bin/python -m benchmarks.bulk $(ARGS)

# pip-audit ends with 1 for a vulnerability as for a network that is not there, so its words are asked.
.PHONY: audit
audit: $(LOWEST)/.made $(VENV)/.dev ## look for known vulnerabilities in the newest and the lowest versions
	@$(PIP) install --group audit
	@for environment in $(VENV) $(LOWEST); do \
		$(BIN)/pip-audit --progress-spinner=off --path $$environment/lib/python3.*/site-packages >build/audit.txt 2>&1; \
		if grep '^Found [1-9]' build/audit.txt; then cat build/audit.txt; exit 1; fi; \
		if grep -q 'could not be audited\|ERROR' build/audit.txt; then echo "$$environment: no advisories within reach"; \
		else echo "$$environment: no known vulnerability"; fi; \
	done

.PHONY: clean
clean: ## remove everything that make has made
	@rm -rf $(VENV) $(CLEAN) $(LOWEST) $(BENCH) out dist build .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@rm -rf tests/judges/node_modules plugins/*/tests/browser/node_modules
	@find src tests $(wildcard plugins) -type d -name __pycache__ -prune -exec rm -rf {} +

# Debian ships python3 without ensurepip, and its own advice names commands that do not fit here.
define CHECK_PYTHON
import importlib.util, sys
if sys.version_info < (3, 11):
    sys.exit(f"coalition-events needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}. "
             "Name another one: make PYTHON=python3.12 ...")
if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
    sys.exit(f"{sys.executable} cannot make virtual environments: its venv or ensurepip module is missing. "
             "On Debian and Ubuntu: apt-get install python3-venv")
endef
export CHECK_PYTHON

$(CLEAN)/.made: $(VENV)/.dev $(SOURCES) $(PLUGIN_SOURCES)
	@echo "building the wheels of the core and the plugins, and installing them into $(CLEAN)"
	@rm -rf build/wheels
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/wheels . $(PLUGINS:%=./%)
	@$(PYTHON) -m venv --clear $(CLEAN)
	@$(CLEAN)/bin/python -m pip --disable-pip-version-check --quiet install --upgrade 'pip>=25.1'
	@$(CLEAN)/bin/python -m pip --disable-pip-version-check --quiet install build/wheels/*.whl --group plugins
	@touch $@

define LOWEST_VERSIONS
import re, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*(re.sub(">=([^,]*).*", r"==\1", line) for line in project["dependencies"]), sep="\n")
endef
export LOWEST_VERSIONS

$(LOWEST)/.made: $(SOURCES)
	@echo "installing the lowest versions into $(LOWEST)"
	@$(PYTHON) -m venv --clear $(LOWEST)
	@mkdir -p build
	@$(PYTHON) -c "$$LOWEST_VERSIONS" >build/lowest.txt
	@$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install --upgrade 'pip>=25.1'
	@$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install --constraint build/lowest.txt . --group tests
	@touch $@

$(BENCH)/.made: $(SOURCES) $(filter plugins/coalition-events-kml/%,$(PLUGIN_SOURCES))
	@echo "installing this library, its kml plugin and their peers into $(BENCH)"
	@$(PYTHON) -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip --disable-pip-version-check --quiet install --upgrade 'pip>=25.1'
	@$(BENCH)/bin/python -m pip --disable-pip-version-check --quiet install . ./plugins/coalition-events-kml --group bench
	@touch $@

# A stamp is touched only after its step has succeeded; a half-made environment is made again.
$(VENV)/.made:
	@$(PYTHON) -c "$$CHECK_PYTHON"
	@echo "making $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# pip builds a wheel and installs that: the demo and the tests use what a user gets, never the source tree.
$(VENV)/.package: $(VENV)/.made $(SOURCES)
	@echo "installing coalition-events into $(VENV)"
	@$(PIP) install .
	@touch $@

# Dependency groups need a newer pip than Python 3.11 brings.
$(VENV)/.dev: $(VENV)/.made pyproject.toml
	@echo "installing what the checks need into $(VENV)"
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --group dev
	@touch $@
