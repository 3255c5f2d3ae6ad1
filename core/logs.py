"""One JSON line for each thing that happens, with the request id and without personal data or tokens."""

import json
import logging
import re
import sys

from flask import Flask, has_request_context, request
from werkzeug.exceptions import HTTPException

from core import clock

# PostgreSQL adds the whole row that it refused, up to the statement or the next error of the chain.
ROW = re.compile(r"\n(DETAIL|CONTEXT):.*?(?=\n\n|\n\[SQL|\Z)", re.DOTALL)


def without_rows(text: str) -> str:
    """What a fault of the database says, without the row it is about: that may be a name and a phone."""
    return ROW.sub("", text)


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, text; in a request its id and rule (never the path, which may hold a token)."""
        line = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "name": record.name,
            "text": record.getMessage(),
        }
        if has_request_context():
            line["request"] = request.environ.get("sport.request_id", "-")
            line["method"] = request.method
            line["rule"] = request.url_rule.rule if request.url_rule else "-"
        if record.exc_info:
            line["error"] = without_rows(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def plug_in_logs(app: Flask) -> None:
    """Write JSON lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers = [handler]
    app.logger.setLevel(logging.INFO)
    app.logger.propagate = False
    # Flask's own line for a fault names the path.
    app.log_exception = lambda exc_info: log_fault(app, exc_info[1])  # type: ignore[method-assign]  # Flask's documented way


def log_fault(app: Flask, error: BaseException | None) -> None:
    """Log a fault of ours with its trace; what a visitor did wrong is not logged."""
    if not isinstance(error, HTTPException):
        app.logger.error("fault: %s", type(error).__name__, exc_info=error)
