# Everything a developer or an operator of a local stack needs; `make help` explains it.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PY := .venv/bin/python
STAMP := .venv/.installed
PROJECTS := pyproject.toml $(wildcard libs/*/pyproject.toml services/*/pyproject.toml deploy/localstack/pyproject.toml)
SOURCES := libs services deploy tests bench scripts
# pytest workers; the broker and the database are shared between them
WORKERS ?= auto

# Compiled bytecode is kept, even where the environment forbids it: compiling is most of the time that a process takes to start.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.pycache

ifneq ($(wildcard ../shared/data),)
export AFTERSALES_DATA ?= $(abspath ../shared/data)
endif

.PHONY: help install prepare run demo token ps stop logs mail test test-unit test-simulation test-chaos check format generate lock bench bench-queue clean doctor images up down compose-token roll test-compose

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  AFTERSALES_HOME=dir   another directory, so another stack, side by side (default .aftersales)"
	@echo "  MONGODB_URL, AMQP_URL given: used, and nothing is started in their place"

install: $(STAMP) ## Create .venv from requirements.lock (Python 3.11+); instant when nothing changed

$(STAMP): requirements.lock deploy/install.sh $(PROJECTS)
	@PYTHON="$(PYTHON)" deploy/install.sh
	@touch $(STAMP)

prepare: install ## Make a broker and a database available (installs RabbitMQ as root on Debian), start nothing
	@$(PY) -m localstack prepare

run: install ## Start everything, stay until Ctrl-C (SCALE="dispatch=3 intake=2" for more replicas)
	@$(PY) -m localstack run $(addprefix --scale ,$(SCALE))

demo: install ## Watch complaints travel (INPUT=file.jsonl, DEMO_EXIT=1 ends by itself)
	@$(PY) -m localstack demo $(if $(INPUT),--input "$(INPUT)") $(if $(filter-out 0,$(DEMO_EXIT)),--exit)

doctor: install ## What is wrong with the running stack, and what to do about it
	@eval "$$($(PY) -m localstack env)"; .venv/bin/aftersales doctor \
		--mongodb-url "$$AFTERSALES_DATABASE_URL" --amqp-url "$$AFTERSALES_BROKER_URL"

token: install ## Print a token: ROLE=sales_clerk [STAFF=id] [TEAM=returns] [NAME=...]
	@test -n "$(ROLE)" || { echo "make token ROLE=sales_clerk [STAFF=id] [TEAM=returns] [NAME=...]" >&2; exit 2; }
	@$(PY) -m localstack token --role "$(ROLE)" $(if $(STAFF),--staff "$(STAFF)") $(if $(TEAM),--team "$(TEAM)") \
		$(if $(NAME),--name "$(NAME)")

ps: install ## Name, pid and port of everything that runs, one a line
	@$(PY) -m localstack ps

stop: install ## Stop the stack, or clean up after a killed one
	@$(PY) -m localstack stop

logs: install ## The last lines of every log (NAME=intake for one)
	@$(PY) -m localstack logs $(NAME)

mail: install ## The e-mails that the local mail sink kept
	@$(PY) -m localstack mail

test: prepare ## Unit, contract, integration (in containers where Docker answers), end-to-end and short chaos tests
	$(PY) -m pytest -n $(WORKERS) --dist loadfile -m "not long" --ignore=tests/e2e --ignore=tests/chaos \
		--ignore=tests/compose tests
	$(PY) -m pytest -m "not long" tests/e2e tests/chaos

# Two processes side by side, as the workers of xdist cost more than they save on tests this short. Property tests try 20
# examples here, all of theirs in `make test`.
UNIT = $(PY) -m pytest -q --disable-plugin-autoload -p asyncio -p timeout -p hypothesispytest --hypothesis-profile=quick

test-unit: install ## Pure logic only: seconds, no broker, no database
	@$(UNIT) -m "not long and not slow" tests/unit/dispatch > .venv/unit-dispatch.txt 2>&1 & dispatch=$$!; \
	$(UNIT) -m "not long and not slow" $(filter-out tests/unit/dispatch,$(wildcard tests/unit/*)); others=$$?; \
	wait $$dispatch; status=$$?; cat .venv/unit-dispatch.txt; test $$others -eq 0 -a $$status -eq 0

test-simulation: install ## Ten thousand cases in simulated time: every clock and every escalation (minutes)
	$(PY) -m pytest -n $(WORKERS) -p no:schemathesis -m long tests/unit

test-chaos: prepare ## The long chaos tests
	$(PY) -m pytest tests/chaos

test-compose: install ## The suite from its images behind its entrance: end-to-end tests, a kill, rolling replacement (Docker)
	$(PY) -m pytest -p tests.compose.plugin -o timeout_func_only=true --timeout=600 -m "not long" \
		--ignore=tests/e2e/observed tests/e2e tests/compose

images: ## Build the five images (PYTHON_IMAGE=python:3.11-slim)
	docker compose build

up: ## The suite in containers, healthy, behind http://127.0.0.1:8000 (docker compose up --wait)
	docker compose up --detach --wait

down: ## Stop the containers; data and secrets stay (docker compose down --volumes removes them)
	docker compose down

compose-token: ## A token for the suite in containers: ROLE=sales_clerk [STAFF=id] [TEAM=returns] [NAME=...]
	@test -n "$(ROLE)" || { echo "make compose-token ROLE=sales_clerk [STAFF=id] [TEAM=returns] [NAME=...]" >&2; exit 2; }
	@docker compose run --rm --no-TTY token --role "$(ROLE)" $(if $(STAFF),--staff "$(STAFF)") \
		$(if $(TEAM),--team "$(TEAM)") $(if $(NAME),--name "$(NAME)")

roll: ## Replace all replicas of services, new ones first: SERVICE="intake dispatch"
	@test -n "$(SERVICE)" || { echo 'make roll SERVICE="intake dispatch"' >&2; exit 2; }
	deploy/compose/roll $(SERVICE)

check: install ## Format, lint, types, import rules, generated files up to date
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy $(SOURCES)
	.venv/bin/lint-imports
	$(PY) -m contracts.generate --check
	$(PY) -m scripts.openapi --check
	$(PY) -m scripts.dashboard --check
	$(PY) -m scripts.kubernetes

format: install ## Format and fix what can be fixed
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

generate: install ## Renew generated files (schemas, AsyncAPI, OpenAPI, flow of a case)
	$(PY) -m contracts.generate
	$(PY) -m scripts.openapi
	$(PY) -m scripts.dashboard

# Registry addresses and paths of the machine that locked must not end up in the repository.
lock: install ## Renew requirements.lock after a dependency changed
	.venv/bin/uv lock
	.venv/bin/uv export --quiet --all-packages --all-groups --no-emit-workspace --no-header --no-annotate \
		--output-file requirements.lock.draft
	@if grep -nE '://|^-e|^\.|^/| @ ' requirements.lock.draft; then \
		echo "the lock names an address or a path; not kept" >&2; rm requirements.lock.draft; exit 1; fi
	mv requirements.lock.draft requirements.lock

bench-queue: prepare ## A page of the work queue among a million assignments (minutes; BENCH_QUEUE_HOME=dir keeps them)
	$(PY) -m bench queue

bench: prepare ## The figures of the README, measured beside their baselines
	$(PY) -m bench

clean: ## Stop the stack; remove its data and every cache (.venv stays)
	@if [ -x $(PY) ]; then $(PY) -m localstack stop; fi
	rm -rf .aftersales .pycache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
