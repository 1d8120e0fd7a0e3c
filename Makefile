# The two commands of the portal: `make run` and `make test`; what they do stands in netzwerk/local/.

PORT ?= 8000
export ARGS

SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for p in .venv/bin/python python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(SUITABLE)' 2>/dev/null && { echo "$$p"; break; }; done)

run: ARGUMENTS = --port $(PORT)

run test bench proof format lock:
	@test -n "$(PYTHON)" || { echo "Es fehlt Python 3.11, 3.12 oder 3.13 mit venv; installieren Sie es (Debian, Ubuntu: sudo apt install python3 python3-venv)."; exit 1; }
	@exec "$(PYTHON)" -m netzwerk.local $@ $(ARGUMENTS)

.PHONY: run test bench proof format lock
.DEFAULT_GOAL := run
