"""A process of its own that stores results or marks one by one and says so after each.

`python -m tests.result_writer results EVENT`, or `… marks EVENT`.
"""

import sys
from collections.abc import Iterator
from itertools import count

from core.audit import SYSTEM
from tournament.engine.values import Mark, Result
from tournament.marks import record_mark
from tournament.results import record_result
from tournament.store_cache import get_view
from wsgi import create_app


def store_results(event_id: int) -> Iterator[int]:
    """Correct the first match for ever; what is given has been acknowledged."""
    match = get_view(event_id).get_numbered(1)
    seen: int | None = None
    for goals in count(1):
        seen = record_result(match.id, Result(home=goals % 999, away=0), by=SYSTEM, seen=seen).result_id
        yield seen


def store_marks(event_id: int) -> Iterator[int]:
    """Correct the first mark of the first discipline for ever."""
    view = get_view(event_id)
    entry = view.state.competition.entries[0].id
    seen: int | None = None
    for hundredths in count(1):
        mark = Mark(entry, (hundredths % 999 / 100 + 1,))
        seen = record_mark(view.measured[0].id, mark, by=SYSTEM, seen=seen).mark_id
        yield seen


def main(what: str, event_id: int) -> None:
    """Say the number of each row that was stored."""
    with create_app().app_context():
        for stored in {"results": store_results, "marks": store_marks}[what](event_id):
            sys.stdout.write(f"{stored}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
