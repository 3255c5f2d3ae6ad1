"""A real group through the office's forms, from its teams to its last result, gives the official order to all."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import session
from core.revision import PageCache
from events.models import Event
from tests import make, make_tournament
from tests.documents import cases
from tournament.models import Division, Timetable
from tournament.planning_draft import stamp_of
from tournament.store_cache import get_view

# In both the matches between level teams decide, against the difference of all goals or goals scored.
GROUPS = {case["id"]: case for case in cases("football_groups") if case["id"] in ("euro1996-C", "euro2012-D")}
BY_ALL_GOALS = {
    "euro1996-C": ["Germany", "Italy", "Czech Republic", "Russia"],
    "euro2012-D": ["England", "France", "Sweden", "Ukraine"],
}
TEAM = re.compile(r'<th scope="row" class="team">([^<]+)')


@pytest.fixture
def event(app: Flask) -> Event:
    """A published event that nobody has signed up for."""
    return make_tournament.event_of(make.event(rows=[]).id)


def save_rules(office: FlaskClient, url: str, row: int, case: dict[str, Any], preset: str) -> None:
    rules = {"name": case["group"], "preset": preset, "shows": "all", **case["points"]}
    assert office.post(f"{url}/opsaetning/raekke/{row}", data=rules).status_code == 303


def set_up(office: FlaskClient, url: str, case: dict[str, Any]) -> int:
    """The teams, the rules, one pool drawn and a timetable, shown to all; gives the row's number."""
    assert office.post(f"{url}/opsaetning").status_code == 303
    row = session().scalars(select(Division.id)).one()
    for team in case["teams"]:
        added = office.post(f"{url}/opsaetning/hold/nyt", data={"label": team, "division_id": row})
        assert added.status_code == 303
    save_rules(office, url, row, case, "uefa")
    choice = {
        "pool_count": "1",
        "option_legs": "1",
        "finals": "0",
        "per_pool": "0",
        "best_next": "0",
        "compare": "per_match",
    }
    for step, data in ((f"opsaetning/raekke/{row}/spil", choice), (f"lodtraekning/{row}/traek", {})):
        assert office.post(f"{url}/{step}", data=data).status_code == 303
    assert office.post(f"{url}/lodtraekning/{row}/offentliggoer").status_code == 303
    assert office.post(f"{url}/kampprogram/laeg").status_code == 303
    draft = session().scalars(select(Timetable)).one()
    seen = {"number": draft.number, "seen": stamp_of(draft)}
    assert office.post(f"{url}/kampprogram/vis", data=seen).status_code == 303
    session().refresh(draft)
    assert draft.state == "published"
    return row


def write_results(office: FlaskClient, event: Event, case: dict[str, Any]) -> None:
    """Every published score, at the match of the two teams, whichever of them our draw put first."""
    view = get_view(event.id)
    numbers = {(view.labels[match.home.entry], view.labels[match.away.entry]): match.number for match in view.matches}
    assert len(numbers) == len(case["matches"])
    for home, away, scored, conceded in case["matches"]:
        turned = (home, away) not in numbers
        number = numbers[(away, home) if turned else (home, away)]
        goals = (conceded, scored) if turned else (scored, conceded)
        form = {"kind": "played", "home": goals[0], "away": goals[1]}
        written = office.post(f"/kontor/staevner/{event.slug}/resultater/{number}", data=form)
        assert written.status_code == 303, written.text


def order_on_the_live_page(client: FlaskClient, event: Event) -> list[str]:
    # As a second later: what was read within the last second is forgotten.
    client.application.extensions["page_cache"] = PageCache()
    page = client.get(f"/staevner/{event.slug}/live")
    assert page.status_code == 200
    return [name.strip() for name in TEAM.findall(page.text)]


@pytest.mark.parametrize("case", GROUPS.values(), ids=GROUPS)
def test_a_real_group_by_forms_gives_the_official_order(
    office: FlaskClient, client: FlaskClient, event: Event, case: dict[str, Any]
) -> None:
    official = [row["team"] for row in sorted(case["official"], key=lambda row: row["pos"])]
    url = f"/kontor/staevner/{event.slug}"
    row = set_up(office, url, case)
    write_results(office, event, case)
    assert order_on_the_live_page(client, event) == official
    # Other rules, another order: it is the chosen chain that decides.
    save_rules(office, url, row, case, "fifa")
    assert order_on_the_live_page(client, event) == BY_ALL_GOALS[case["id"]]
