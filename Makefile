# run · test · bench: each is one command on a fresh machine with python3 (3.11 to 3.13) and make.
SHELL := /bin/bash
PYTHON ?= python3
UV_VERSION := 0.13.9
PRIVATE := PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1
PIN := .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes

.PHONY: run test bench screens lock clean
.DELETE_ON_ERROR:

run: .venv/installed-run  ## install, start everything, carry the sample season, stay up until Ctrl-C
	@$(PRIVATE) .venv/bin/antoan up --sample

test: .venv/installed-test  ## every check: style, types, import contracts, tests
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@$(PRIVATE) .venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not prefect"
	@$(PRIVATE) .venv/bin/python -m pytest -m prefect  # whole seasons with servers of their own: one at a time

bench: .venv/installed-bench  ## the season at growing sizes beside its peers; FULL=1 for 100,000 applications
	@$(PRIVATE) .venv/bin/python -m benchmarks

screens: .venv/installed-test  ## pictures of every page of the portal, in both languages, under var/screens
	@$(PRIVATE) PYTHONPATH=. .venv/bin/python tools/screens.py

.venv/installed-run: requirements/run.txt requirements/build.txt | .venv/bin/uv
	@echo "An Toàn: cài đặt các gói đã ghim … / installing the pinned packages …"
	@$(PIN) -r requirements/run.txt -r requirements/build.txt
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-test: requirements/dev.txt .venv/installed-run
	@$(PIN) -r requirements/dev.txt
	@touch $@

.venv/installed-bench: requirements/bench.txt .venv/installed-test
	@$(PIN) -r requirements/bench.txt
	@touch $@

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "An Toàn cần Python 3.11–3.13 / needs Python 3.11–3.13; $$($(PYTHON) --version) found. Set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

lock: .venv/bin/uv  ## pin anew what pyproject.toml asks for: hashes, no addresses
	@.venv/bin/uv lock --quiet --upgrade
	@.venv/bin/uv export --quiet --no-header --no-emit-project --no-default-groups -o requirements/run.txt > /dev/null
	@for group in dev build bench; do .venv/bin/uv export --quiet --no-header --no-emit-project --no-default-groups \
	  --only-group $$group -o requirements/$$group.txt > /dev/null; done

clean:  ## remove what was installed and what a season left behind
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
