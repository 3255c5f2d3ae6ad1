"""A process of its own that stores results one by one and says so after each: `python -m tests.result_writer EVENT`."""

import sys
from itertools import count

from core.audit import SYSTEM
from tournament.engine.values import Result
from tournament.results import record_result
from tournament.store_cache import get_view
from wsgi import create_app


def main(event_id: int) -> None:
    """Correct the first match for ever; a printed number is an acknowledged goal count."""
    with create_app().app_context():
        match = get_view(event_id).get_numbered(1)
        seen: int | None = None
        for goals in count(1):
            seen = record_result(match.id, Result(home=goals % 999, away=0), by=SYSTEM, seen=seen).result_id
            sys.stdout.write(f"{seen}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
