"""Small games for tests: six teams that run (two heats of three), throw (three attempts) and dance (places only)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import clock
from core.audit import SYSTEM, Actor
from core.db import session, transaction
from core.revision import raise_revision
from tests import make
from tests.make_day import START
from tournament.engine.values import Mark, MarkStatus
from tournament.marks import RecordedMark, record_mark
from tournament.models import Competition, Discipline, Division, Entry, Match, Stage
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView, MarkView

TEAMS = ("Støberiet", "Solsikken", "Kajens Kometer", "Nordlyset", "Lygten", "Stalden IF")
OVERALL = {"medals": True, "points": [10, 8, 6, 5, 4, 3], "started": 1, "by": "entry"}
RUN, THROW, DANCE, FINAL = "loeb", "kast", "dans", "finale"
NAMES = {RUN: ("60 meter løb", "60 metres"), THROW: ("Kuglestød", "Shot put"), DANCE: ("Dans", "Dance")}
OPTIONS: dict[str, dict[str, Any]] = {
    RUN: {"unit": "seconds", "better": "low", "lanes": 3, "attempts": 1},
    THROW: {"unit": "metres", "better": "high", "attempts": 3},
    DANCE: {"unit": "place"},
}


@dataclass(frozen=True)
class Games:
    """The rows of the games, by what tests need of them."""

    event_id: int
    slug: str
    entry_ids: tuple[int, ...]
    stage_ids: dict[str, int]

    @property
    def view(self) -> CompetitionView:
        """The computed competition as it is now."""
        return get_view(self.event_id)

    def key(self, place: int) -> str:
        """The engine's id of a team by its place in TEAMS."""
        return f"e{self.entry_ids[place]}"

    def seen(self, stage: str, place: int) -> MarkView | None:
        """What counts for a team in a stage now."""
        return self.view.marks.get((stage, self.key(place)))

    def ranks(self, stage: str) -> list[int]:
        """The rank of each team in a stage, in the order of TEAMS."""
        rows = {row.entry: row.rank for row in self.view.pool_states(stage)[0].rows}
        return [rows[self.key(place)] for place in range(len(self.entry_ids))]


def games(
    stages: Sequence[str] = (RUN, THROW, DANCE),
    *,
    overall: dict[str, Any] | None = OVERALL,
    options: dict[str, dict[str, Any]] | None = None,
    shows: str = "all",
    registrations: Sequence[int] = (),
    final: bool = False,
    **changes: Any,
) -> Games:
    """Games today; with `final` the two best throwers meet in match 1. `options` are other ones, by stage."""
    starts_at = changes.pop("starts_at", START)
    event = changes.pop("event", None) or make.event(
        "Mini-lege i Kolding", starts_at=starts_at, ends_at=starts_at + timedelta(hours=6), **changes
    )
    with transaction() as db:
        day = {"start": f"{clock.local(starts_at):%Y-%m-%dT%H:%M}", "durations": {}}
        competition = Competition(event_id=event.id, sport_id=event.sport_id, day=day, match_count=1, overall=overall)
        db.add(competition)
        db.flush()
        division = Division(competition_id=competition.id, key="A", name="A-rækken", rules={}, shows=shows)
        db.add(division)
        db.flush()
        numbers: list[int | None] = [*registrations, *[None] * len(TEAMS)]
        entries = [
            Entry(division_id=division.id, label=name, organisation=f"Sted {place}", registration_id=numbers[place])
            for place, name in enumerate(TEAMS)
        ]
        db.add_all(entries)
        db.flush()
        keys = [f"e{entry.id}" for entry in entries]
        other = options or {}
        made = {key: _measured(division.id, key, keys, sort, other.get(key, {})) for sort, key in enumerate(stages)}
        if final:
            _final(competition.id, division.id)
        raise_revision(event.revision_subject, "calendar")
        return Games(event.id, event.slug, tuple(entry.id for entry in entries), made)


def _measured(division_id: int, key: str, entries: list[str], sort: int, other: dict[str, Any]) -> int:
    name_da, name_en = NAMES[key]
    sport_id = make.sport().id
    discipline = Discipline(
        division_id=division_id, key=key, name_da=name_da, name_en=name_en, sport_id=sport_id, entry_ids=None, sort=sort
    )
    session().add(discipline)
    session().flush()
    heats = {"heats": [entries[:3], entries[3:]]} if key == RUN else {}
    stage = Stage(
        division_id=division_id,
        discipline_id=discipline.id,
        key=key,
        name_da=name_da,
        name_en=name_en,
        format="measured",
        options={**OPTIONS[key], "entries": entries, **heats, **other},
        sort=sort,
    )
    session().add(stage)
    session().flush()
    return stage.id


def _final(competition_id: int, division_id: int) -> None:
    stage = Stage(
        division_id=division_id, key=FINAL, name_da="Finale", format="knockout", options={"bronze": False}, sort=9
    )
    session().add(stage)
    session().flush()
    sides = {"home": f"{THROW}:1", "away": f"{THROW}:2"}
    session().add(Match(competition_id=competition_id, stage_id=stage.id, number=1, round=1, **sides))


def mark_of(games_of: Games, place: int, *attempts: float | None, status: str = "ok") -> Mark:
    """A mark of a team by its place in TEAMS."""
    return Mark(games_of.key(place), attempts, MarkStatus(status))


def measure(
    games_of: Games,
    stage: str,
    place: int,
    *attempts: float | None,
    status: str = "ok",
    seen: int | None = None,
    by: Actor = SYSTEM,
) -> RecordedMark:
    """Store a mark."""
    entered = mark_of(games_of, place, *attempts, status=status)
    return record_mark(games_of.stage_ids[stage], entered, by=by, seen=seen)


def run_all(games_of: Games, times: Sequence[float] = (9.1, 9.4, 8.95, 9.4, 10, 11.25)) -> None:
    """Everybody runs, in the order of TEAMS."""
    for place, time in enumerate(times):
        measure(games_of, RUN, place, time)


def throw_all(games_of: Games, lengths: Sequence[float] = (8.5, 9.5, 7.5, 7.25, 7, 6)) -> None:
    """Everybody throws three times, best at the second, in the order of TEAMS."""
    for place, length in enumerate(lengths):
        measure(games_of, THROW, place, length - 1, length, None)


def dance_all(games_of: Games) -> None:
    """Everybody dances; two share the third place."""
    for place, rank in enumerate((1, 3, 3, 2, 5, 6)):
        measure(games_of, DANCE, place, rank)
