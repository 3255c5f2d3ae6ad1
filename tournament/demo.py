"""The demo: a season with its teams, today's event in the middle of its day, and who can look at it as whom."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from core import clock
from core.audit import SYSTEM, Actor
from core.db import Base, session, transaction
from core.devices import pair
from core.people import add_user
from core.site import current_settings
from core.tokens import new_code
from events.demo import SHEET, TODAY_EVENT, lay_demo_season
from events.facts import ends_at
from events.models import Cap, Event, Season
from teams.demo import lay_demo_teams
from teams.gate import check_in_by_name
from teams.queries import list_confirmed
from tournament.demo_formats import draw_all, plan_of, set_up
from tournament.demo_play import GOALS, TABLET, get_day, play_event
from tournament.devices import make_place
from tournament.engine.values import Result
from tournament.file_day_matches import Duration
from tournament.models import Court
from tournament.planning_settings import DaySettings, save_day
from tournament.results import record_result, set_running_score, start_match
from tournament.store_cache import find_view, get_view
from tournament.store_view import CompetitionView, MatchView, by_time

DEMO_FILE = "demo.json"
OFFICE_MAIL = "kontor@example.org"
SEED = 7
USUAL_FIELD = 16
OTHER_TABLET = Actor("device", 2)

People = list[dict[str, Any]]


def has_data() -> bool:
    """Whether a season is laid already: then the demo leaves everything as it is."""
    return session().scalar(select(Season.id).limit(1)) is not None


def lay_demo() -> People:
    """Lay the demo season on a database without one; returns how to be each person, as demo.json keeps it.

    All of it is one transaction: a demo is there whole or not at all.
    """
    chance = Random(SEED)
    with transaction():
        lay_demo_season(SHEET, clock.today())
        event = session().scalars(select(Event).where(Event.title_da == TODAY_EVENT)).one()
        leader = lay_demo_teams(event.season_id, event.id, chance)
        lay_competitions(event.season_id, event.id, chance)
        lay_today(event.id, chance)
        people = _people(event.id, f"/hold/{leader.token}")
    return write_people(people)


def lay_competitions(season_id: int, today_id: int, chance: Random) -> None:
    """Every event of a season in its own format: what is past played to the end, what comes set up as far as it can."""
    events = session().scalars(
        select(Event)
        .where(Event.season_id == season_id, Event.id != today_id, Event.team_count >= 2, Event.is_external.is_(False))
        .order_by(Event.starts_on, Event.id)
    )
    for event in events.all():
        plan = plan_of(event)
        if plan is None:
            continue
        if event.state == "finished":
            play_event(event.id, plan, chance)
        elif event.state == "published":
            set_up(event.id, plan)


def play_season(chance: Random) -> list[str]:
    """Play every event of the demo season to its end, each in its own format; returns a line for each.

    What has results already stays as it is; where nobody has signed up yet, invented teams take part.
    """
    lines = []
    with transaction():
        for event in session().scalars(select(Event).order_by(Event.starts_on, Event.id)).all():
            plan = plan_of(event)
            if plan is None or event.state == "cancelled":
                continue
            view = find_view(event.id)
            if view is None or not _has_begun(view):
                places = session().scalar(select(Cap.cap).where(Cap.event_id == event.id, Cap.kind == "teams"))
                play_event(event.id, plan, chance, fill_up_to=places or USUAL_FIELD)
            lines.append(f"{event.title_da}: {_ranked(get_view(event.id))}")
    return lines


def _has_begun(view: CompetitionView) -> bool:
    """Whether anything is entered."""
    is_measured = any(stage.marks for stage in view.state.competition.stages)
    return is_measured or any(match.result_id for match in view.matches)


def _ranked(view: CompetitionView) -> str:
    """How many are ranked in each row, and how many matches were played."""
    ranked = ", ".join(str(len(division.places)) for division in view.state.divisions)
    return f"{len(view.matches)} kampe, {ranked} på plads"


def lay_today(event_id: int, chance: Random) -> None:
    """Today's event in the middle of its day: results behind, matches on the courts, and more to come."""
    event = session().get_one(Event, event_id)
    plan = plan_of(event)
    if plan is None:
        raise ValueError(f"nothing is played at {event.title_da}")
    draw_all(set_up(event_id, plan), [new_code() for _ in event.rows or ("",)])
    view = get_day(event_id)
    _move_to_now(event_id, view)
    view = get_day(event_id)
    _check_in(event_id)
    now = clock.now()
    matches = sorted((match for match in view.matches if match.starts_at is not None), key=by_time)
    behind = [match for match in matches if match.planned_end is not None and match.planned_end <= now]
    for match in behind:
        _play(match, match.planned_end or now, chance)
    _start_what_is_on(event_id, matches, now, chance)
    _dispute(event_id, behind)


def _check_in(event_id: int) -> None:
    """All teams but one have come, in the hour before the first match."""
    first = min(match.starts_at for match in get_view(event_id).matches if match.starts_at is not None)
    *come, _late = list_confirmed(event_id)
    for number, registration in enumerate(come):
        with clock.frozen(first - timedelta(minutes=3 * number)):
            check_in_by_name(event_id, registration.id, by=SYSTEM)


def _move_to_now(event_id: int, view: CompetitionView) -> None:
    """Let the day begin so that half of it is behind, as far as the event's own hours allow."""
    event = session().get_one(Event, event_id)
    begins = event.starts_at or clock.now()
    last = max(match.planned_end for match in view.matches if match.planned_end is not None)
    start = max(begins, min(clock.now() - (last - begins) / 2, ends_at(event) - (last - begins)))
    start -= timedelta(minutes=start.minute % 5, seconds=start.second, microseconds=start.microsecond)
    durations = {stage.key: Duration(view.play_minutes, view.changeover_minutes) for stage in view.stages}
    rest = int(view.day.get("rest_minutes", 0))
    save_day(view.id, DaySettings(start, rest, (), durations), by=SYSTEM)


def _play(match: MatchView, at: datetime, chance: Random) -> None:
    """Store a match's result at its time; matches come in the order of the day, so its teams are known."""
    home, away = chance.choice(GOALS), chance.choice(GOALS)
    shootout = chance.choice(("home", "away")) if home == away and match.pool is None else None
    with clock.frozen(at):
        record_result(match.id, Result(home=home, away=away, shootout=shootout), by=TABLET)


def _start_what_is_on(event_id: int, matches: Iterable[MatchView], now: datetime, chance: Random) -> None:
    """The matches whose time is now, running with a score; where none is on, the next one has just begun."""
    timed = [(match, match.starts_at, match.planned_end) for match in matches]
    on = [match for match, begins, ends in timed if begins is not None and ends is not None and begins <= now < ends]
    coming = [match for match, begins, _ends in timed if begins is not None and begins > now]
    for match in on or coming[:1]:
        fresh = get_view(event_id).get_match(match.id)
        if fresh.home.is_known and fresh.away.is_known:
            with clock.frozen(min(match.starts_at or now, now)):
                start_match(match.id, by=TABLET)
            set_running_score(match.id, chance.randrange(3), chance.randrange(3), by=TABLET)


def _dispute(event_id: int, behind: list[MatchView]) -> None:
    """One match of which two tablets sent different results, for the office to settle."""
    played = [match for match in behind if match.pool is not None]
    if played:
        match = get_view(event_id).get_match(played[-1].id)
        result = match.result
        if result is not None and result.home is not None and match.result_id is not None:
            record_result(match.id, Result(home=result.home + 1, away=result.away), by=OTHER_TABLET)


def _people(event_id: int, leader_path: str) -> People:
    """An office account and a tablet for a court and for the door, all with secrets made now."""
    password = "-".join(new_code(4) for _ in range(4)).lower()
    add_user(OFFICE_MAIL, "Karen Kontor", password, by=SYSTEM)
    first_two = select(Court.id).where(Court.event_id == event_id).order_by(Court.sort).limit(2)
    court_ids = session().scalars(first_two).all()
    referee, _other = [pair(make_place(event_id, "referee", court, "", by=SYSTEM).code)[1] for court in court_ids]
    gate = pair(make_place(event_id, "gate", None, "Dør A", by=SYSTEM).code)[1]
    return [
        {"role": "office", "url": "/login", "login": OFFICE_MAIL, "password": password},
        {"role": "leader", "url": leader_path, "login": None, "password": None},
        {"role": "referee", "url": f"/demo/referee/{referee}", "login": None, "password": None},
        {"role": "gate", "url": f"/demo/gate/{gate}", "login": None, "password": None},
    ]


def demo_path() -> Path:
    """Where demo.json stands."""
    return current_settings().data_dir / DEMO_FILE


def write_people(people: People) -> People:
    """Write demo.json with addresses at the port of now; returns what was written."""
    base = current_settings().base_url
    written = [{**person, "url": base + _path_of(str(person["url"]))} for person in people]
    demo_path().write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    demo_path().chmod(0o600)
    return written


def read_people() -> People:
    """How to be each person, as demo.json has it; none where it is missing."""
    if not demo_path().exists():
        return []
    found: People = json.loads(demo_path().read_text(encoding="utf-8"))
    return found


def _path_of(url: str) -> str:
    """The part of an address behind the host and port."""
    head, separator, rest = url.partition("://")
    return "/" + rest.partition("/")[2] if separator else head


def empty_database() -> None:
    """Take every row of every table away, to lay the demo anew."""
    with transaction() as db:
        for table in reversed(Base.metadata.sorted_tables):
            db.execute(table.delete())
    demo_path().unlink(missing_ok=True)
