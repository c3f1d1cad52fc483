# The commands of this house; `make help` lists them. `.venv` is made on the way and kept in step with the locks.

PYTHON ?=
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint bench screens format lock installed installed-dev

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

run: installed ## the publication, on http://127.0.0.1:8000; PORT=, BYLINE_DATA= and DEMO=0 change the obvious
	@exec .venv/bin/python manage.py serve

test lint: export BYLINE_DATA = $(CURDIR)/.venv/test-data
test: lint ## the whole suite, on SQLite and, where there is one, on PostgreSQL
	@.venv/bin/python -m tests.with_postgresql .venv/bin/python -m pytest -p tests.no_skips -n auto -m "not browser"
	@DATABASE_URL=sqlite://:memory: .venv/bin/python -m pytest -p tests.no_skips -n auto -m "not postgresql" \
		--reruns 2 --only-rerun "Protocol error" --only-rerun "Target crashed"

lint: installed-dev ## what ruff and the migrations have to say
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/python manage.py makemigrations --check --dry-run

bench: export BYLINE_DATA = $(CURDIR)/.venv/test-data
bench: installed-dev ## what pages and pictures cost, pages among 1,000 and 100,000 posts, and how the database finds them
	@.venv/bin/python -m tests.bench

screens: installed-dev ## pictures of every kind of page of the demonstration, in var/screens
	@.venv/bin/python -m tests.pages.screens

format: installed-dev ## the same, mended where a machine can
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

lock: .venv ## both requirements files, compiled anew from pyproject.toml
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(call compile,requirements-dev.txt,--group dev)
	@$(call compile,requirements.txt,--constraint requirements-dev.txt)

compile = .venv/bin/uv pip compile pyproject.toml $(2) --quiet --universal --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --python-version 3.11 -o $(1)

installed: .venv
	@$(call install,requirements.txt)

installed-dev: .venv
	@$(call install,requirements-dev.txt)

# What was installed is remembered as a copy: a changed lock is noticed whatever git did to its date.
install = cmp -s $(1) .venv/$(1) || { \
	echo "Installing what $(1) lists into .venv …"; \
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) \
	&& cp $(1) .venv/$(1); }

# Phony on purpose: after an upgrade of the system, .venv is still there and its Python is not.
.PHONY: .venv
.venv:
	@.venv/bin/python -c 'import pip' 2>/dev/null || { \
	for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found=$$python; \
		$$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
		echo "Making .venv with $$($$python --version) …"; \
		exec $$python -m venv --clear .venv; \
	done; \
	if [ -n "$$found" ]; then \
		echo "$$found has no venv. On Debian and Ubuntu: apt-get install python3-venv. Then run make again."; \
	else \
		echo "Byline needs Python 3.11 or newer; $(or $(PYTHON),python3) is $$($(or $(PYTHON),python3) --version 2>/dev/null || echo missing)."; \
		echo "Install a newer one and run make again; PYTHON=/path/to/python chooses one by hand."; \
	fi >&2; exit 1; }
