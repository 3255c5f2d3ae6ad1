"""Lays what a journey needs on a running site, in a process of its own: `python -m tests.site_writer day|games|…`."""

import json
import sys
from collections.abc import Callable
from datetime import date, time, timedelta

from core import clock
from core.audit import SYSTEM
from core.devices import add_device
from events.models import Event
from events.service import create_event
from events.states import publish_event
from tests import make_day, make_events, make_formats, make_marks
from tournament.engine.presets import PRESETS
from tournament.engine.values import Competition
from wsgi import create_app

YEAR = {
    "Juni – æøå": date(2027, 6, 12),
    "November": date(2026, 11, 14),
    "Natten, hvor uret stilles tilbage": date(2026, 10, 24),
    "Uret stilles tilbage": date(2026, 10, 25),
    "Natten, hvor uret stilles frem": date(2027, 3, 27),
    "Uret stilles frem": date(2027, 3, 28),
}


def lay_day() -> dict[str, object]:
    """Two pools of four and a knock-out on two courts from 10 o'clock today; codes that pair tablets with them."""
    make_events.year()
    today = clock.local(clock.now()).date()
    day = make_day.day(starts_at=clock.wall(today, time(10)), sport_id=make_events.sport_id("indefodbold"))
    until = clock.now() + timedelta(days=1)
    scopes = [f"event:{day.event_id}:court:{court}" for court in day.court_ids]
    codes = [
        [add_device("referee", scope, f"Bane {number}", expires_at=until, by=SYSTEM)[1] for _tablet in range(2)]
        for number, scope in enumerate(scopes, start=1)
    ]
    return {"slug": day.slug, "match_ids": day.match_ids, "codes": codes}


def lay_games() -> dict[str, object]:
    """Six teams that run, throw and dance today, and codes that pair two tablets with the whole event."""
    make_events.year()
    today = clock.local(clock.now()).date()
    games = make_marks.games(starts_at=clock.wall(today, time(10)), sport_id=make_events.sport_id("multidisciplin"))
    until = clock.now() + timedelta(days=1)
    codes = [
        add_device("referee", f"event:{games.event_id}", f"Tavle {number}", expires_at=until, by=SYSTEM)[1]
        for number in (1, 2)
    ]
    return {"slug": games.slug, "stage_ids": games.stage_ids, "entry_ids": games.entry_ids, "codes": codes}


def lay_year() -> dict[str, object]:
    """Events in summer and winter, and on both weekends when the clocks change; title → start and end in UTC."""
    return {title: _utc(_publish(title, day)) for title, day in YEAR.items()}


def _publish(title: str, day: date) -> Event:
    spot = make_events.spot(day)
    if title.startswith("Natten"):
        spot = make_events.spot(day, time(20), ends_at=clock.wall(day + timedelta(days=1), time(12)))
    made = create_event(make_events.basics(title), spot, by=SYSTEM)
    publish_event(made.id, by=SYSTEM)
    return made


FORMATS: dict[str, Callable[[], Competition]] = {
    "monrad": make_formats.monrad,
    "double_elimination": lambda: make_formats.played(
        make_formats.in_a_line("double_elimination", make_formats.teams(12), grand_final="reset"), 3
    ),
    "placement": lambda: make_formats.played(make_formats.in_a_line("placement", make_formats.teams(16)), 2),
    "poule": lambda: make_formats.played(make_formats.in_pools("poule", 3, 4, 2), 2),
    "supermelee": lambda: make_formats.in_a_line(
        "supermelee", make_formats.people(14), PRESETS["supermelee"], rounds=4
    ),
    "knockout": lambda: make_formats.played(make_formats.in_a_line("knockout", make_formats.teams(22), bronze=True), 2),
}


def lay_formats() -> dict[str, object]:
    """A competition of each format under way today; its slug and the pass of a registration that plays in it."""
    told = {}
    for code, make_competition in FORMATS.items():
        entries = (0, 1) if code == "supermelee" else (0,)
        laid, token = make_formats.lay_with_team(make_competition(), *entries, slug="fodbold")
        told[code] = {"slug": laid.slug, "token": token}
    return told


def lay_team_day() -> dict[str, object]:
    """Two pools of four on several courts from now on; its slug and the pass of the first team."""
    laid, token = make_formats.lay_with_team(make_formats.in_pools("round_robin", 2, 4), 0, slug="fodbold")
    return {"slug": laid.slug, "token": token}


def lay_counting() -> dict[str, object]:
    """A day of volleyball in sets and one of pétanque to 13 in a poule; each with a code for a tablet of all courts."""
    days = {
        "sets": make_formats.lay(make_formats.in_pools("round_robin", 1, 4), result_kind="sets", rules={"best_of": 3}),
        "ends": make_formats.lay(make_formats.in_pools("poule", 1, 4), result_kind="points", rules={"target": 13}),
    }
    until = clock.now() + timedelta(days=1)
    told = {}
    for name, laid in days.items():
        code = add_device("referee", f"event:{laid.event_id}", "Tavle", expires_at=until, by=SYSTEM)[1]
        told[name] = {"slug": laid.slug, "code": code, "match_ids": [match.id for match in laid.view.matches]}
    return told


def _utc(event: Event) -> list[str]:
    assert event.starts_at
    assert event.ends_at
    return [f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (event.starts_at, event.ends_at)]


if __name__ == "__main__":
    with create_app().app_context():
        kinds = {
            **{"day": lay_day, "games": lay_games, "year": lay_year, "formats": lay_formats},
            **{"counting": lay_counting, "team_day": lay_team_day},
        }
        sys.stdout.write(json.dumps(kinds[sys.argv[1]]()))
