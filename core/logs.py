"""One JSON line for each thing that happens, with the request id and without personal data or tokens."""

import json
import logging
import sys

from flask import Flask, has_request_context, request
from werkzeug.exceptions import HTTPException

from core import clock


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
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def plug_in_logs(app: Flask) -> None:
    """Write JSON lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers = [handler]
    app.logger.setLevel(logging.INFO)
    app.logger.propagate = False


def log_fault(app: Flask, error: BaseException) -> None:
    """Log a fault of ours with its trace; what a visitor did wrong is not logged."""
    if not isinstance(error, HTTPException):
        app.logger.error("fault: %s", error, exc_info=error)
