"""A sports day for tests: two pools of four and a knock-out of four on two courts, with its timetable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from core import clock
from core.audit import SYSTEM
from core.db import session, transaction
from core.devices import add_device, pair
from core.guards import DEVICE_COOKIES
from core.revision import raise_revision
from events.models import Event
from teams.sign_up import sign_up
from tests import make, make_teams
from tournament.engine.values import Result
from tournament.models import Competition, Court, Division, Entry, Match, Pool, Slot, Stage, Timetable
from tournament.results import Recorded, record_result, set_running_score, start_match
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView

TEAMS = ("Støberiet", "Solsikken", "Kajens Kometer", "Nordlyset", "Lygten", "Stalden IF", "Broens Bulldogs", "Bålet BK")
PAIRS = ((0, 3), (1, 2), (0, 2), (3, 1), (0, 1), (2, 3))
EVERY = timedelta(minutes=15)
START = datetime(2026, 10, 1, 10, 0, tzinfo=clock.COPENHAGEN)


@dataclass(frozen=True)
class Day:
    """The day's rows, by what tests need of them."""

    event_id: int
    slug: str
    court_ids: tuple[int, ...]
    entry_ids: tuple[int, ...]
    match_ids: tuple[int, ...]

    @property
    def view(self) -> CompetitionView:
        """The computed competition as it is now."""
        return get_view(self.event_id)

    def match_id(self, number: int) -> int:
        """The row number of a match by its printed number."""
        return self.match_ids[number - 1]


def day(
    *,
    starts_at: datetime = START,
    shows: str = "all",
    registrations: Sequence[int] = (),
    is_published: bool = True,
    **changes: Any,
) -> Day:
    """An event today with its competition; numbers 1–12 are the pools, 13–14 semi-finals, 15 bronze, 16 final."""
    event = changes.pop("event", None) or make.event(
        "Indestævne i Kolding",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=6),
        place="Kolding Hallerne",
        city="Kolding",
        **changes,
    )
    with transaction() as db:
        courts = [
            Court(event_id=event.id, name=f"Bane {n}", hall="", windows=[["10:00", "16:00"]], sort=n) for n in (1, 2)
        ]
        begins = {"start": f"{clock.local(starts_at):%Y-%m-%dT%H:%M}", "durations": {}}
        competition = Competition(event_id=event.id, sport_id=event.sport_id, day=begins, match_count=16)
        db.add_all([competition, *courts])
        db.flush()
        entries = _entries(competition.id, shows, registrations)
        matches = _matches(competition.id, entries[0].division_id, entries)
        db.flush()
        _timetable(competition.id, matches, courts, starts_at, is_published=is_published)
        raise_revision(event.revision_subject, "calendar")
        return Day(
            event.id,
            event.slug,
            tuple(court.id for court in courts),
            tuple(entry.id for entry in entries),
            tuple(match.id for match in matches),
        )


def _entries(competition_id: int, shows: str, registrations: Sequence[int]) -> list[Entry]:
    division = Division(competition_id=competition_id, key="A", name="A-rækken", rules={}, shows=shows)
    session().add(division)
    session().flush()
    numbers: list[int | None] = [*registrations, *[None] * len(TEAMS)]
    entries = [
        Entry(division_id=division.id, label=name, registration_id=numbers[place]) for place, name in enumerate(TEAMS)
    ]
    session().add_all(entries)
    session().flush()
    return entries


def _matches(competition_id: int, division_id: int, entries: Sequence[Entry]) -> list[Match]:
    pools = Stage(
        division_id=division_id,
        key="pools",
        name_da="Puljer",
        name_en="Pools",
        format="round_robin",
        options={},
        sort=1,
    )
    final = Stage(
        division_id=division_id,
        key="final",
        name_da="Slutspil",
        name_en="Knock-out",
        format="knockout",
        options={"bronze": True, "slots": ["pools:A:1", "pools:B:2", "pools:B:1", "pools:A:2"]},
        sort=2,
    )
    session().add_all([pools, final])
    session().flush()
    made: list[Match] = []

    def add(stage: Stage, home: str, away: str, number_of_round: int, pool: str | None = None) -> None:
        made.append(
            Match(
                competition_id=competition_id,
                stage_id=stage.id,
                pool_key=pool,
                number=len(made) + 1,
                round=number_of_round,
                home=home,
                away=away,
            )
        )

    for key, four in (("A", entries[:4]), ("B", entries[4:])):
        session().add(Pool(stage_id=pools.id, key=key, entry_ids=[f"e{entry.id}" for entry in four]))
    for place, (home, away) in enumerate(PAIRS):
        for key, four in (("A", entries[:4]), ("B", entries[4:])):
            add(pools, f"e{four[home].id}", f"e{four[away].id}", place // 2 + 1, key)
    add(final, "pools:A:1", "pools:B:2", 1)
    add(final, "pools:B:1", "pools:A:2", 1)
    add(final, "loser:m13", "loser:m14", 2)
    add(final, "winner:m13", "winner:m14", 2)
    session().add_all(made)
    return made


def _timetable(
    competition_id: int, matches: Sequence[Match], courts: Sequence[Court], starts_at: datetime, *, is_published: bool
) -> None:
    now = clock.now()
    timetable = Timetable(
        competition_id=competition_id,
        number=1,
        state="published" if is_published else "draft",
        certificate={},
        created_at=now,
        published_at=now if is_published else None,
    )
    timetable.slots = [
        Slot(match_id=match.id, court_id=courts[place % 2].id, starts_at=starts_at + place // 2 * EVERY)
        for place, match in enumerate(matches)
    ]
    session().add(timetable)


def play(day_of: Day, number: int, home: int, away: int, shootout: Any = None) -> Recorded:
    """Store a result by the system."""
    return record_result(day_of.match_id(number), Result(home=home, away=away, shootout=shootout), by=SYSTEM)


def begin(day_of: Day, number: int) -> None:
    """Start a match."""
    start_match(day_of.match_id(number), by=SYSTEM)


def play_pools(day_of: Day) -> None:
    """Every pool match: in both pools the teams end in the order they are listed, without a tie."""
    for number in range(1, 13):
        home, away = PAIRS[(number - 1) // 2]
        play(day_of, number, 4 - home, 4 - away)


def referee(client: FlaskClient, day_of: Day, court: int = 0, scope: str | None = None) -> int:
    """Pair a client as the referee of a court; returns the device's number."""
    return paired(client, "referee", scope or f"event:{day_of.event_id}:court:{day_of.court_ids[court]}")


def paired(client: FlaskClient, audience: Any, scope: str, label: str = "Bane 1") -> int:
    """Pair a client as any device."""
    expires_at = clock.now() + timedelta(days=1)
    device_id, code = add_device(audience, scope, label, expires_at=expires_at, by=SYSTEM)
    _device, token = pair(code)
    client.set_cookie(DEVICE_COOKIES[audience], token)
    return device_id


def day_with_team(name: str = "Støberiet", headcount: int = 7, **changes: Any) -> tuple[Day, str, int]:
    """A day whose first team signed up long before; returns the day, the token of its pass and its registration."""
    with clock.frozen(START - timedelta(days=20)):
        event = make.event("Indestævne i Kolding", starts_at=START, place="Kolding Hallerne", city="Kolding", **changes)
        wish = make_teams.team_wish(name, headcount)
        signed = sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    made = day(event=event, registrations=[signed[0].registration_id])
    return made, wish.token, signed[0].registration_id


def event_of(day_of: Day) -> Event:
    """The day's event."""
    return session().get_one(Event, day_of.event_id)


def count(day_of: Day, number: int, home: int, away: int) -> None:
    """Show a running score."""
    set_running_score(day_of.match_id(number), home, away, by=SYSTEM)
