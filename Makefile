# Everything needed is set up on first use, in .venv, at the locked versions; later calls go straight to work.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PORT := 8501
HOST := 127.0.0.1
ARGS :=
DIR := site
BIN := .venv/bin
LOCKED := pyproject.toml uv.lock $(wildcard requirements/*.txt)
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder
RECENT := import sys; sys.exit(sys.version_info < (3, 11))

# A set-up meant for another project must not lead this one astray.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
unexport UV_PROJECT UV_PROJECT_ENVIRONMENT UV_WORKING_DIR UV_PYTHON UV_SYSTEM_PYTHON UV_LOCKED UV_NO_SYNC UV_NO_EDITABLE UV_CONSTRAINT
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_DEPS PIP_DRY_RUN
unexport PIP_REQUIRE_VIRTUALENV PIP_REQUIRE_HASHES PIP_NO_BUILD_ISOLATION
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/ready-run ## start the dashboard (PORT=8501 HOST=127.0.0.1)
	@exec $(BIN)/claimboard run --port $(PORT) --host $(HOST)

test: lint ## lint, then the tests of the code (ARGS="-k store")
	@$(PYTEST) -m "not served" $(ARGS)

served: .venv/ready-test ## the tests that run the board as its users do: browser, commands, databases, proxies
	@$(PYTEST) -m served $(ARGS)

sweep: .venv/ready-test ## every test, and of those that go through all there is every case
	@$(PYTEST) --sweep $(ARGS)

bench: .venv/ready-test ## measure against a floor taken in the same run (ARGS=--keep keeps the results)
	@$(BIN)/python -m tests.bench $(ARGS)

soak: .venv/ready-test ## many readers for a while, with a refresh every minute (ARGS="50 10": readers, minutes)
	@$(BIN)/python -m tests.bench.soak $(ARGS)

messages: .venv/ready-test ## find what is to be translated, and bring the catalogues up to it
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F pyproject.toml --no-default-keywords -k message:1,1t -k message:1,2,2t -k translate:1,1t -k translate:1,2,2t --add-location=file -o build/messages.pot .
	@$(BIN)/pybabel -q update -D claimboard -d indicators/i18n/locales -i build/messages.pot -w 0 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

release-check: .venv/ready-test ## whether every sentence that a release shows is translated
	@$(BIN)/python -m tests.translations release

site-check: .venv/ready-test ## a published site: what its pages weigh, and whether its HTML is valid (DIR=site; needs Node.js)
	@$(BIN)/python -m tests.publishing.weights $(DIR)
	@npx --yes html-validate@10 --config tests/publishing/html-validate.json '$(DIR)/**/*.html'

lint: .venv/ready-test ## style, types, and which module may import which
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

map: .venv/ready-test ## draw the folders of the code and the arrows between them
	@$(BIN)/python -m tests.map $(ARGS)

options: .venv/ready-test ## write the table of options and variables
	@$(BIN)/python -m tests.options

fmt: .venv/ready-test ## put the code in shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ## bring the locked versions up to date (needs uv)
	uv lock --upgrade --no-config --default-index https://pypi.org/simple
	$(EXPORT) --extra export -o requirements/run.txt
	$(EXPORT) --extra postgres -o requirements/server.txt
	$(EXPORT) --all-extras -o requirements/test.txt

clean: ## remove the set-up and all caches
	rm -rf .venv build dist mutants .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find dashboard indicators tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready-run: $(LOCKED) Makefile
	@$(call install,--extra export,run)
	@touch $@

.venv/ready-test: $(LOCKED)
	@$(call install,--all-extras,test)
	@touch $@ .venv/ready-run

# What the locked versions are by pip's own hashes, for those who have no uv; with what builds our own package.
EXPORT := uv export --frozen --no-config --no-default-groups --group build --no-emit-project --no-header --no-annotate --quiet

# $(1) tells uv what to add to the run-time packages, $(2) names the file that tells pip.
define install
set -e; found=; \
for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
	if [ -n "$$python" ] && "$$python" -c '$(RECENT)' 2>/dev/null; then found=$$(command -v "$$python"); break; fi; \
done; \
if command -v uv >/dev/null; then \
	uv sync --frozen --inexact --quiet $${found:+--python "$$found"} $(1); \
elif [ -n "$$found" ]; then \
	$(BIN)/python -c '$(RECENT)' 2>/dev/null || "$$found" -m venv --clear .venv; \
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/$(2).txt; \
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .; \
else \
	echo 'Claimboard needs Python 3.11 or newer and found none. Install one, or name it: make run PYTHON=/path/to/python3' >&2; exit 1; \
fi
endef

.PHONY: help run test served sweep bench soak messages release-check site-check lint map options fmt lock clean
