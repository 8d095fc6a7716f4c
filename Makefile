# Everything a person does with this repository. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STACK := $(BIN)/python -W ignore tests/with_stack.py
# Without the plugins that unit tests have no use for: each worker would import CKAN, an ORM and a maker of names.
UNIT := $(BIN)/pytest -p no:ckan -p no:ckan_fixtures -p no:pytest-factoryboy -p no:faker -p no:anyio
TYPED := build/types
DEPOSIT := tests/portal/deposit tests/portal/scdl_validation
# Compiled modules are kept, whatever the caller wants: each command and test starts sooner.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help install demo test unit lint format i18n lock test-portal test-deposit test-ckan-search test-stack test-udata test-browser bench bench-search bench-validation bench-projection bench-scale bench-feeds clean

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

install: $(VENV)/.installed ## Set up .venv with the locked requirements (only when they changed)

$(VENV)/.installed: requirements/locked.txt requirements/locked-dev.txt setup.py
	@echo "== Debian packages that the wheels do not carry"
	@tools/system_packages.sh base
	@echo "== Python packages, into $(VENV) (about two minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/locked.txt -r requirements/locked-dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python tools/translations.py compile
	@touch $@

demo: install ## Start a portal with a demonstration territory on http://127.0.0.1:5000 (PORT, DEMO_DEPARTEMENT)
	@exec $(BIN)/socle run --demo

test: lint unit ## Every test; those with servers three at a time, each one's words at its end
	@$(MAKE) --no-print-directory -j3 -k -Otarget test-portal test-deposit test-browser test-stack test-ckan-search test-udata
	@echo "== All tests passed"

unit: install ## Tests that need no server
	@echo "== Unit tests"
	@$(UNIT) -n 2 --dist worksteal tests/unit

test-portal: install ## Tests on CKAN with real PostgreSQL and Redis, but those of test-deposit
	@echo "== Portal tests (CKAN, PostgreSQL, Redis)"
	@$(STACK) $(BIN)/pytest tests/portal $(DEPOSIT:%=--ignore=%)

test-deposit: install ## The like of deposits and of the checks of their files
	@echo "== Portal tests of deposits and checks"
	@$(STACK) $(BIN)/pytest $(DEPOSIT)

test-ckan-search: install ## CKAN's own search tests on the PostgreSQL search
	@echo "== CKAN's own search tests"
	@$(BIN)/python -W ignore tests/ckan_search/run.py

test-stack: install ## The launcher: start, kill -9, restart, compose entry point, packaging
	@echo "== Launcher, compose and packaging tests"
	@$(UNIT) tests/stack

test-udata: install ## data.gouv.fr's real harvester on the portal's feeds
	@echo "== data.gouv.fr's harvester (udata) on the feeds"
	@$(BIN)/python -W ignore tests/udata/run.py

test-browser: install ## The pages in a real browser, with axe-core
	@tools/system_packages.sh browser
	@echo "== Browser tests (Chromium)"
	@$(STACK) $(BIN)/pytest tests/browser/face
	@$(STACK) $(BIN)/pytest tests/browser/deposit
	@$(STACK) $(BIN)/pytest tests/browser/verify
	@$(STACK) $(BIN)/pytest tests/browser/territories

lint: install ## Style, types, translations
	@echo "== Style (ruff)"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q .
	@echo "== Types (mypy --strict), the harvesters where they are installed"
	@rm -rf $(TYPED) && mkdir -p $(TYPED) && cp -rs $(CURDIR)/ckanext $(TYPED) && cp -rs $(CURDIR)/harvesters $(TYPED)/ckanext/socle
	@cd $(TYPED) && $(CURDIR)/$(BIN)/mypy --config-file $(CURDIR)/pyproject.toml ckanext
	@echo "== Translations"
	@$(BIN)/python tools/translations.py check

format: install ## Write the code as the style wants it
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

i18n: install ## Read the source strings anew into the catalogues
	@$(BIN)/python tools/translations.py update

lock: install ## Choose versions anew and lock them with their hashes
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q -U --no-emit-index-url --generate-hashes --python-version 3.11 requirements/bundle.in requirements/portal.in requirements/embedded.in -o requirements/locked.txt
	@$(BIN)/uv pip compile -q -U --no-emit-index-url --generate-hashes --python-version 3.11 requirements/dev.in -o requirements/locked-dev.txt

bench: bench-search bench-validation bench-projection bench-scale bench-feeds ## Every figure that the documentation quotes

bench-search: install ## The PostgreSQL search: 5,000 organisations, 50,000 datasets
	@$(BIN)/python -W ignore benchmarks/search/run.py

bench-validation: install ## Checking files, side by side with frictionless and Validata
	@$(BIN)/python benchmarks/validation/run.py

bench-projection: install ## National tables cut for 4,000 communes, beside a plain scan
	@$(BIN)/python benchmarks/projection/run.py

bench-scale: install ## The whole portal: 5,000 organisations, 50,000 datasets, 1 and 8 clients
	@$(BIN)/python -W ignore benchmarks/scale/run.py

bench-feeds: install ## A feed of 10,000 datasets read to its end, beside ckanext-dcat's own
	@$(BIN)/python -W ignore benchmarks/feeds/run.py

clean: ## Forget the state of the demonstration and what the tests left (the virtual environment stays)
	rm -rf .socle .pytest_cache .mypy_cache .ruff_cache build dist
