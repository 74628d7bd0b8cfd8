# Two commands matter: `make check` judges the sample leads, `make test` runs every test.
# Both install what they need into .venv, from the lock file. PYTHON=… chooses another Python (3.11 or newer).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# The sample run; its results and reports go to out/. The story it tells has a missed objective, which is no fault here.
CHECK := $(BIN)/leadpact check --fail-on never

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install peers check test pictures cases lint format types contracts site lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(INSTALLED) ## put leadpact and its tools into .venv

# An editable install: it points at this folder, so only a new lock or new metadata asks for another.
$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "leadpact needs Python 3.11 or newer; try make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q engine cli.py
	@touch $@

PEERS := tests/ecosystem/peers

peers: $(PEERS)/node_modules/.package-lock.json ## bring what other projects read our output with (needs npm); tests use it

# --ignore-scripts: nothing that comes is run before a test runs it.
$(PEERS)/node_modules/.package-lock.json: $(PEERS)/package-lock.json
	npm ci --prefix $(PEERS) --ignore-scripts --no-audit --no-fund

check: $(INSTALLED) ## judge the sample leads by the sample agreement, and print the agreement
	$(CHECK)
	@$(BIN)/leadpact render --out out/agreement.md
	@$(BIN)/leadpact render --out out/agreement.html
	@$(BIN)/leadpact render --out out/agreement.pdf

test: $(INSTALLED) ## run every test and every scenario; ARGS=… goes to pytest
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

pictures: $(INSTALLED) ## take the pictures of docs/walkthroughs/ into out/pictures
	LEADPACT_PICTURES=$(CURDIR)/out/pictures $(BIN)/python -m pytest tests/browser/test_walkthroughs.py

CASES ?= 20000

cases: $(INSTALLED) ## hold the engine against the slow reference on CASES=20000 random cases (about 20 minutes)
	LEADPACT_RANDOM_CASES=$(CASES) $(BIN)/python -m pytest -n auto --dist worksteal tests/agreement/test_random_cases.py \
	  tests/reference/test_random_cases.py tests/real/test_bpic2012_reference.py

lint: $(INSTALLED) ## style and layout of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(INSTALLED) ## lay the code out
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(INSTALLED) ## static types, strict
	$(BIN)/mypy

site: $(INSTALLED) ## build the documentation as a site, into out/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

contracts: $(INSTALLED) ## who may import whom
	$(BIN)/lint-imports

# uv only writes the lock; installing needs nothing but pip. It asks the index that pip is told to ask.
lock: $(INSTALLED) ## pin every dependency anew, with hashes; ARGS=--upgrade for newer ones
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	$(BIN)/uv pip compile --quiet $${index:+--default-index "$$index"} --no-emit-index-url \
	  --universal --python-version 3.11 --generate-hashes --all-extras --custom-compile-command 'make lock' \
	  --output-file requirements.lock $(ARGS) pyproject.toml
	@echo 'wrote requirements.lock'

clean: ## remove what these targets made
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
