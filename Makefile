# Every command of the project. `make run` and `make test` set up whatever they need.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: install run test test-all soak lint format bench compose-test lock clean

install: .venv/dev

run: .venv/run
	$(BIN)/sokbo up --demo

# The fast lane: style, types, layers, and every test that is not slow.
test: lint
	$(BIN)/pytest -m "not slow"

# The slow lane: faults, the whole tree killed in every way.
test-all: install
	$(BIN)/pytest -m slow --timeout 600

# The same faults for ten minutes on each database; FAULTS_SEED=n and FAULTS_SECONDS=n choose another run.
soak: install
	FAULTS_SECONDS=$${FAULTS_SECONDS:-600} $(BIN)/pytest -m slow tests/faults/test_line.py -k "whatever_dies"

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install
	$(BIN)/python -m bench

clean:
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --editable .
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

LOCK := uv pip compile pyproject.toml --extra korean --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet

lock:
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock

# The scaled-out shape on real containers; see tests/compose.
compose-test: .venv/run
	tests/compose/run
