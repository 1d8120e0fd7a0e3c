"""The launcher behind `make run` and `make test`.

`python -m netzwerk.local COMMAND` needs the standard library only: it makes `.venv`, installs the pinned packages and
goes on inside of it with `netzwerk.local.commands`. Everything a run keeps lies in `.local/`.
"""
