"""A worker whose search finds plans at once and then goes on until it may end: `python -m tests.slow_worker [job]`.

With a number it runs that job and no other. The search ends when the office has had enough, or when the file `enough`
stands in DATA_DIR; then it offers three plans.
"""

import sys
from threading import Event
from typing import Any

from flask import current_app

from core.jobs import THREADS, run
from core.settings import load_settings
from tests.make_planning import Stop, Tell, three_plans
from tournament import planning_search
from tournament.timetable.model import Day, Outcome
from wsgi import create_app


def slow_search(day: Day, *, tell: Tell, stop: Stop, **_known: Any) -> Outcome:
    """Three plans, then nothing more until it may end."""
    enough = load_settings().data_dir / "enough"
    pause = Event()

    def go_on() -> None:
        while not stop() and not enough.exists():
            pause.wait(0.05)

    return three_plans(day, tell, stop, go_on)


def main() -> None:
    """Run one job, or be the site's worker."""
    planning_search.search_day = slow_search  # type: ignore[assignment]  # the search of this process alone
    with create_app().app_context():
        if len(sys.argv) > 1:
            run(int(sys.argv[1]))
        else:
            queue = current_app.extensions["jobs"]["jobs"].queue
            queue.create_consumer(workers=THREADS, worker_type="thread").run()


if __name__ == "__main__":
    main()
