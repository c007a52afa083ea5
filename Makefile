# The commands of this project. `make app` needs only Python 3.11-3.13; so does everything else.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8501
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: app test smoke lint check screenshots clean help

help:  ## show these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

app: $(VENV)/.serve  ## start the dashboard on http://localhost:8501
	$(BIN)/python -m streamlit run app_streamlit.py --server.port $(PORT)

test: $(VENV)/.full  ## all tests, one file at a time on each core
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

smoke: $(VENV)/.serve  ## the checks to run before a demo
	$(BIN)/python -m smoke_tests

lint: $(VENV)/.full  ## format, lint, types
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

check: lint test  ## everything that must hold before a commit

screenshots: $(VENV)/.full  ## make the pictures of the README anew
	$(BIN)/python -m tests.browser.screenshots

clean:  ## remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Attune needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version). Try: make app PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: requirements-serve.txt constraints.txt | $(BIN)/python
	$(PIP) -r requirements-serve.txt
	@touch $@

$(VENV)/.full: requirements.txt requirements-dev.txt constraints.txt $(VENV)/.serve
	$(PIP) -r requirements.txt -r requirements-dev.txt
	@touch $@
