# The commands of the project. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
WORKERS ?= 2
BIN := .venv/bin
# Judged once, over both runs.
COVERAGE := --cov --cov-report= --cov-fail-under=0

.PHONY: help run test test-faults test-serverless test-mutants check check-infra bench bench-web bench-peers package screenshots web vendor lock

help: ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/'

run: .venv/.run-stamp ## set up what is missing and serve on 127.0.0.1:8000 (PORT=… for another)
	@export DEBUG=1 PORT=$(PORT); \
	$(BIN)/python -m tools.web_shell; \
	$(BIN)/python manage.py start_local; \
	exec $(BIN)/python manage.py runserver --nostatic 127.0.0.1:$(PORT)

test: .venv/.dev-stamp node_modules/.stamp .serverless/venv/.stamp ## all tests on PostgreSQL and Valkey; the contract again on SQLite and memory, and as on Lambda; the record as on Aurora DSQL
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m tools.chromium > /dev/null
	@$(BIN)/python -m tools.coturn > /dev/null
	node --test $$(find tests/web -name '*.test.js' | sort)
	$(BIN)/pytest -n $(WORKERS) $(COVERAGE)
	PARLEY_TEST_SHAPE=memory $(BIN)/pytest -n $(WORKERS) tests/contract tests/outbox tests/notifications $(COVERAGE) --cov-append
	PARLEY_TEST_SHAPE=dsql $(BIN)/pytest -n $(WORKERS) tests/dsql tests/conversations tests/calls tests/accounts tests/outbox tests/costs $(COVERAGE) --cov-append
	PARLEY_TEST_SHAPE=lambda $(BIN)/pytest -n $(WORKERS) tests/contract $(COVERAGE) --cov-append
	$(BIN)/coverage report

test-faults: .venv/.dev-stamp ## kill, freeze, cut and fill up what the server stands on, and prove that nothing is lost (15 minutes of a machine that does nothing else)
	@$(BIN)/python -m tools.faketime
	$(BIN)/python -m tests.faults $(FAULTS)

test-serverless: .venv/.dev-stamp .serverless/venv/.stamp .lambda/.stamp ## deploy to an emulator of AWS with Terraform and Zappa, and hold the contract there (FULL=1: all of it)
	PARLEY_TEST_SHAPE=serverless PARLEY_TEST_FULL=$(FULL) \
	  $(BIN)/pytest -n0 --no-cov -p tests.plugins.cloud tests/serverless tests/contract

test-mutants: .venv/.dev-stamp ## break each promise on purpose, and show that a test notices (a minute)
	$(BIN)/python -m tools.check_mutants --run

check: .venv/.dev-stamp node_modules/.stamp check-infra ## style, types, import directions, migrations, deployment, OpenAPI, documents, locks, the client's files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	DEBUG=1 $(BIN)/mypy
	$(BIN)/lint-imports
	DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy"; env -u DEBUG -u REDIS_URL \
	  SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60)[:60])')" \
	  ALLOWED_HOSTS=chat.example.org CSRF_TRUSTED_ORIGINS=https://chat.example.org HTTPS=1 \
	  DATABASE_URL=sqlite:///db.sqlite3 $(BIN)/python manage.py check --deploy --fail-level WARNING
	DEBUG=1 $(BIN)/python manage.py spectacular --fail-on-warn --validate --file /dev/null
	$(BIN)/python -m tools.check_docs
	$(BIN)/python -m tools.check_locks
	$(BIN)/python -m tools.check_mutants
	node_modules/.bin/tsc
	node_modules/.bin/tsc --project tsconfig.worker.json
	$(BIN)/python -m tools.vendor_web --check
	$(BIN)/python -m tools.web_shell --check
	$(BIN)/python -m tools.web_budget

check-infra: .venv/.dev-stamp .checkov/.stamp ## Terraform's format, validity and tests, and checkov; says what it could not check
	$(BIN)/python -m tools.check_infra

bench: .venv/.dev-stamp .serverless/venv/.stamp .lambda/.stamp ## measure throughput, latency and memory
	$(BIN)/python -m bench

bench-web: .venv/.dev-stamp ## measure the web client in Chromium: weight, load, latency, frames
	@$(BIN)/python -m tools.chromium > /dev/null
	$(BIN)/python -m bench web

bench-peers: .venv/.dev-stamp .bench/.stamp bench/peers/node_modules/.stamp ## measure Parley beside Socket.IO, plain Channels and Synapse (10 minutes)
	$(BIN)/python -m bench.peers $(PEERS)

package: .lambda/.stamp .venv/.run-stamp ## build what AWS Lambda runs, for arm64 and x86_64, and judge its libraries and its size
	.lambda/bin/python -m tools.lambda_package

screenshots: .venv/.dev-stamp ## photograph the web client for docs/screenshots/
	@$(BIN)/python -m tools.chromium > /dev/null
	$(BIN)/python -m tools.screenshots

web: .venv/.run-stamp ## list the client's files anew, after changing one
	$(BIN)/python -m tools.web_shell

vendor: .venv/.run-stamp node_modules/.stamp ## copy the client's libraries out of node_modules into web/vendor
	$(BIN)/python -m tools.vendor_web
	$(BIN)/python -m tools.web_shell

lock: .venv/.dev-stamp ## resolve requirements*.in anew into the lock files
	@$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile $(LOCK) --upgrade requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade --constraints requirements.txt requirements-dev.in \
	  --output-file requirements-dev.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade --constraints requirements.txt bench/peers/requirements.in \
	  --output-file bench/peers/requirements.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade bench/peers/synapse-requirements.in \
	  --output-file bench/peers/synapse-requirements.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade $(addprefix --no-emit-package ,$(ZAPPA_DEPLOYS_WITH)) \
	  --constraints <(sed -n '/^\(psycopg\(-binary\)\?\|pillow\)==/d; s/^\([a-z].*==.*\) \\$$/\1/p' requirements.txt) \
	  serverless/package.in --output-file serverless/package.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade --constraints serverless/package.txt serverless/zappa.in \
	  --output-file serverless/zappa.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade infra/checkov/requirements.in --output-file infra/checkov/requirements.txt
	$(BIN)/uv pip compile $(LOCK) --upgrade tests/serverless/requirements.in \
	  --output-file tests/serverless/requirements.txt

# What Lambda brings along, what of Zappa only deploys, and what of drf-spectacular only `make check` uses.
ZAPPA_DEPLOYS_WITH := argcomplete boto3 botocore certifi cfn-flip charset-normalizer click hjson idna jmespath packaging \
  pip placebo python-dateutil python-slugify requests s3transfer setuptools six text-unidecode toml tqdm troposphere \
  urllib3 wheel jsonschema jsonschema-specifications referencing rpds-py attrs

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url --no-emit-find-links

.venv/bin/python:
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	  echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3.11 …" >&2; exit 1; fi
	"$(PYTHON)" -m venv .venv

.venv/.run-stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev-stamp: requirements-dev.txt requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/.run-stamp $@

node_modules/.stamp: package.json package-lock.json .npmrc
	@if ! node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || ! command -v npm >/dev/null; then \
	  echo "Node 20 or newer with npm is needed to check the client; install your system's nodejs and npm." >&2; exit 1; fi
	npm ci --ignore-scripts --loglevel=error
	@touch $@

bench/peers/node_modules/.stamp: bench/peers/package.json bench/peers/package-lock.json bench/peers/.npmrc | node_modules/.stamp
	npm ci --prefix bench/peers --ignore-scripts --loglevel=error
	@touch $@

.bench/.stamp: bench/peers/requirements.txt bench/peers/synapse-requirements.txt | .venv/bin/python
	"$(PYTHON)" -m venv .bench/venv
	.bench/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/peers/requirements.txt
	"$(PYTHON)" -m venv .bench/synapse
	.bench/synapse/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/peers/synapse-requirements.txt
	@touch $@

.serverless/venv/.stamp: tests/serverless/requirements.txt | .venv/bin/python
	"$(PYTHON)" -m venv .serverless/venv
	.serverless/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/serverless/requirements.txt
	@touch $@

.lambda/.stamp: serverless/zappa.txt | .venv/bin/python
	"$(PYTHON)" -m venv .lambda
	.lambda/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r serverless/zappa.txt
	@touch $@

.checkov/.stamp: infra/checkov/requirements.txt | .venv/bin/python
	"$(PYTHON)" -m venv .checkov
	.checkov/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r infra/checkov/requirements.txt
	@touch $@
