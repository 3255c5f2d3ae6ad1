"""Rows of a competition for tests."""

from datetime import datetime
from typing import Any

from core import clock
from core.db import session, transaction
from events.models import Event
from teams.models import Leader, Registration, SignUp, Team
from tests import make
from tournament.engine.generate import make_matches
from tournament.models import Competition, Court, Division, Entry, Match, Pool, Slot, Stage, Timetable
from tournament.store import load_competition

DBU = ["points", "no_shows", "h2h_points", "h2h_goal_diff", "h2h_goals_for", "goal_diff", "goals_for", "wins", "lots"]
RULES: dict[str, Any] = {"points": {"win": 3, "draw": 1, "loss": 0}, "tiebreak": DBU, "walkover": [3, 0]}


def competition(event: Event | None = None, *, labels: tuple[str, ...] = ("Solen", "Månen", "Broen", "Havnen")) -> int:
    """One pool of these teams and a final of its first two, matches made, on two courts; returns its number."""
    event = event or make.event()
    with transaction() as db:
        made = Competition(
            event_id=event.id, sport_id=event.sport_id, day={"start": "2026-10-10T10:00", "grid_minutes": 5}
        )
        db.add(made)
        db.flush()
        division = Division(competition_id=made.id, key="A", name="A", rules=RULES)
        db.add(division)
        db.flush()
        entries = [Entry(division_id=division.id, label=label) for label in labels]
        pools = Stage(division_id=division.id, key="A-pools", name_da="Puljer", format="round_robin", options={})
        final = Stage(
            division_id=division.id,
            key="A-final",
            name_da="Slutspil",
            format="knockout",
            options={"slots": ["A-pools:A:1", "A-pools:A:2"]},
            sort=1,
        )
        db.add_all([*entries, pools, final])
        db.flush()
        db.add(Pool(stage_id=pools.id, key="A", entry_ids=[f"e{entry.id}" for entry in entries]))
        db.add_all(Court(event_id=event.id, name=f"Bane {n}", windows=[["10:00", "16:00"]], sort=n) for n in (1, 2))
        db.flush()
        for stage in (pools, final):
            _add_matches(made.id, stage)
        return made.id


def _add_matches(competition_id: int, stage: Stage) -> None:
    with transaction() as db:
        competition = db.get_one(Competition, competition_id)
        for match in make_matches(load_competition(competition_id), stage.key):
            competition.match_count += 1
            db.add(
                Match(
                    competition_id=competition_id,
                    stage_id=stage.id,
                    pool_key=match.pool,
                    number=match.number,
                    round=match.round,
                    home=str(match.home),
                    away=str(match.away),
                )
            )
            db.flush()


def timetable(competition_id: int, slots: dict[int, tuple[int, datetime]]) -> int:
    """A published timetable: match id → (court id, start); returns its number in the database."""
    with transaction() as db:
        made = Timetable(
            competition_id=competition_id,
            number=1,
            state="published",
            certificate={},
            created_at=clock.now(),
            published_at=clock.now(),
        )
        made.slots = [Slot(match_id=match, court_id=court, starts_at=start) for match, (court, start) in slots.items()]
        db.add(made)
        db.flush()
        return made.id


def event_of(event_id: int) -> Event:
    """An event by its number."""
    return session().get_one(Event, event_id)


def confirmed(event: Event, count: int, *, first: int = 1, places: int | None = None, row: str = "") -> None:
    """So many confirmed registrations named "Hold 1" and on, from so many places (each from its own without)."""
    for number in range(first, first + count):
        place = make.organisation(f"Sted {number % places if places else number}", municipality="Vejle")
        with transaction() as db:
            leader = Leader(organisation_id=place.id, name="Lise Leder", phone="20304050", created_at=clock.now())
            team = Team(organisation_id=place.id, name=f"Hold {number}")
            db.add_all([leader, team])
            db.flush()
            sign_up = SignUp(
                event_id=event.id,
                organisation_id=place.id,
                leader_id=leader.id,
                client_id=f"{event.id}-{number}",
                created_at=clock.now(),
            )
            db.add(sign_up)
            db.flush()
            db.add(
                Registration(
                    event_id=event.id,
                    sign_up_id=sign_up.id,
                    organisation_id=place.id,
                    leader_id=leader.id,
                    team_id=team.id,
                    name=f"Hold {number}",
                    state="confirmed",
                    queue_number=number,
                    headcount=6,
                    row_wish=row,
                    code_hash="",
                    created_at=clock.now(),
                    confirmed_at=clock.now(),
                )
            )
