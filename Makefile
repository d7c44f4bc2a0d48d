# The verbs of Chancery. Run `make help` for the list.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 5000
CATALOGUES := app/translations
FLASK := $(BIN)/flask --app app
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check fix messages bench examples noninterference clean

help: ## List the verbs
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.runtime ## Install what Chancery needs into .venv, nothing else

demo: $(VENV)/.runtime ## Load the demo archive once and serve it on 127.0.0.1 (PORT=5000)
	@$(FLASK) serve --demo

run: $(VENV)/.runtime ## Serve the archive on 127.0.0.1 without the demo (PORT=5000)
	@$(FLASK) serve

test: $(VENV)/.development ## Run every test
	$(BIN)/python -m pytest -n auto --dist worksteal

examples: $(VENV)/.development ## Example books in build/examples, to look at page by page
	$(BIN)/python benchmarks/example_books.py

noninterference: $(VENV)/.development ## Noninterference with 300 examples (25 in make test)
	CHANCERY_EXAMPLES=300 $(BIN)/python -m pytest -n auto --dist worksteal tests/noninterference

check: $(VENV)/.development ## Lint, types, direction of imports, templates, shape
	$(BIN)/ruff check app tests benchmarks config.py
	$(BIN)/ruff format --check app tests benchmarks config.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m pytest tests/architecture

fix: $(VENV)/.development ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix app tests benchmarks config.py
	$(BIN)/ruff format app tests benchmarks config.py

messages: $(VENV)/.development ## Find the sentences of pages and papers, update and compile the catalogues
	PYTHONPATH=. $(BIN)/python -m babel.messages.frontend --quiet extract --mapping babel.cfg --no-location --no-wrap --sort-output --no-default-keywords --keyword _ --keyword ngettext:1,2 --project Chancery --version 1 --copyright-holder Chancery --output $(CATALOGUES)/messages.pot .
	PYTHONPATH=. $(BIN)/python -m babel.messages.frontend --quiet extract --mapping babel-papers.cfg --no-location --no-wrap --sort-output --no-default-keywords --keyword _ --keyword ngettext:1,2 --project Chancery --version 1 --copyright-holder Chancery --output $(CATALOGUES)/papers.pot .
	for domain in messages papers; do \
	  $(BIN)/python -m babel.messages.frontend --quiet update --domain $$domain --input-file $(CATALOGUES)/$$domain.pot --output-dir $(CATALOGUES) --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap && \
	  $(BIN)/python -m babel.messages.frontend --quiet compile --domain $$domain --directory $(CATALOGUES) || exit 1; \
	done

bench: $(VENV)/.development ## Run the benchmarks and print their tables
	@for file in $$(grep -l __main__ benchmarks/*.py); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean: ## Remove the environment and caches; records, originals and index stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
