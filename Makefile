PYTHON ?= python3
BIN = .venv/bin

.PHONY: build test lint types bench peers clients tour exports clean

build: .venv/installed  ## install into .venv and make a glossary of the articles in seeds/
	$(BIN)/glossary build seeds --out exports

test: .venv/tested  ## install what the tests need and run the whole suite
	$(BIN)/pytest

lint: .venv/tested  ## style and mistakes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/tested  ## strict types
	$(BIN)/mypy

bench: .venv/tested  ## speed, as ratios side by side in one run
	$(BIN)/python tests/bench/bench.py
	$(BIN)/python tests/bench/check.py
	$(BIN)/python tests/bench/memory.py
	$(BIN)/python tests/bench/alignment.py
	$(BIN)/python tests/bench/annotate.py
	$(BIN)/python tests/bench/desk.py
	$(BIN)/python tests/clients/install.py .clients toolkit
	$(BIN)/python tests/bench/formats.py

peers: .venv/tested  ## term extraction and recognition beside what pip installs
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[peers]'
	$(BIN)/python tests/bench/peers.py
	$(BIN)/python tests/bench/annotate.py

clients: .venv/installed  ## Translate Toolkit and Weblate, for the tests, in environments of their own
	$(BIN)/python tests/clients/install.py .clients

tour: .venv/tested  ## run the commands of the README's tour and write their output into it
	$(BIN)/python -m tests.tour --write

exports: .venv/installed  ## exports/ from an empty termbase, as CI compares them
	$(BIN)/python -m tests.rebuild exports

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[desk]'
	@touch $@

.venv/tested: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

clean:
	rm -rf .venv .clients build *.egg-info
