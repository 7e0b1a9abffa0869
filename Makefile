PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
ARGS ?=
VENV_PYTHON := .venv/bin/python

.PHONY: help run test test-services bench backup restore doctor lint messages guide-pictures
.DEFAULT_GOAL := help

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-14s %s\n' "$$name" "$$what"; done

run: have-python ## Set up what is missing and run Qatysu (PORT=8000 HOST=127.0.0.1)
	@exec $(PYTHON) bin/run.py --port "$(PORT)" --host "$(HOST)"

test: have-python ## Run the whole suite on SQLite and the file-system broker (ARGS= for pytest)
	@exec $(PYTHON) bin/test.py $(ARGS)

test-services: have-python ## Run the whole suite against PostgreSQL and Redis (DATABASE_URL, CELERY_BROKER_URL, CACHE_URL)
	@exec $(PYTHON) bin/test.py --services $(ARGS)

bench: have-python ## Measure; one line for each figure (ARGS= names some)
	@exec $(PYTHON) bin/test.py --bench $(ARGS)

backup: have-python ## Write database and files of this installation into one file (FILE= where to)
	@$(VENV_PYTHON) manage.py backup $(FILE)

restore: have-python ## Put a backup back (FILE=, and ARGS=--replace over what is here); stop Qatysu first
	@test -n "$(FILE)" || { echo "Say which: make restore FILE=var/backups/qatysu-....backup" >&2; exit 1; }
	@exec $(PYTHON) bin/restore.py $(ARGS) $(FILE)

doctor: have-python ## Say in plain words what is wrong with this installation and what mends it
	@$(VENV_PYTHON) manage.py doctor

lint: have-python ## Style, types, import contracts, migrations, catalogues, templates, container files
	@$(PYTHON) bin/test.py --version >/dev/null
	@.ci/check $(ARGS)

guide-pictures: have-python ## Take the pictures of the guide anew (needs Chromium; CHROMIUM= where it is)
	@$(PYTHON) bin/test.py --version >/dev/null
	@$(VENV_PYTHON) bin/guide_pictures.py

messages: ## Collect the strings to translate into locale/ (needs gettext)
	@$(VENV_PYTHON) manage.py makemessages --locale kk --locale ru --no-location --no-obsolete --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'common/locale'

.PHONY: have-python
have-python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and $(PYTHON) is not here. Debian and Ubuntu: apt-get install python3" >&2; exit 1; }
