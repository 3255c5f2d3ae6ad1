"""A web process beside a worker: it asks for a plan, follows it and stops it; says which solver it has loaded."""

import sys

from core.db import session
from core.serve import upgrade_database
from events.models import Event
from tests.conftest import login_office
from tests.make_planning import ready_day
from wsgi import create_app

SOLVERS = ("ortools",)


def main() -> None:
    """Do what the office does with a planning run and print the names of loaded solvers."""
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade_database()
        event_id = ready_day()
        timetable = f"/kontor/staevner/{session().get_one(Event, event_id).slug}/kampprogram"
        office = login_office(app.test_client())
    run = office.post(f"{timetable}/laeg").headers["Location"]
    for path in (run, f"{run}/nu", timetable):
        assert office.get(path).status_code == 200, path
    for step in ("brug-nu", "stands"):
        assert office.post(f"{run}/{step}").status_code == 303, step
    sys.stdout.write(" ".join(name for name in SOLVERS if name in sys.modules))


if __name__ == "__main__":
    main()
