"""Structured logs: one JSON object a line, without personal data."""

import traceback

from pythonjsonlogger.json import JsonFormatter


class PrivateJsonFormatter(JsonFormatter):
    """Writes time, level, logger and message; of an exception its type and places, never its text.

    A database error quotes the row, a form error what somebody typed; neither may reach a log.
    """

    def __init__(self):
        super().__init__("{asctime}{levelname}{name}{message}", style="{", json_ensure_ascii=False)

    def formatException(self, exc_info):  # noqa: N802 - logging's name
        kind, _error, trace = exc_info
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return f"{kind.__name__} at " + " < ".join(reversed(places))
