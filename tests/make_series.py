"""A series with small rounds for tests: in each row everybody meets everybody, and who is named first wins."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core import clock
from core.audit import SYSTEM
from core.db import transaction
from core.revision import raise_revision
from events.fields import SeriesCounting
from events.ground import save_series
from events.models import Event, Series
from tests import make
from tournament.engine.generate import make_matches
from tournament.models import Competition, Division, Entry, Match, Pool, ResultRow, Stage
from tournament.store import load_competition, match_key

WEEK = timedelta(weeks=1)
NAME = "DM i indendørs fodbold"
RULES: dict[str, Any] = {"points": {"win": 3, "draw": 1, "loss": 0}, "walkover": [3, 0]}


def series(name: str = NAME, english: str = "Indoor football championship", **counting: Any) -> Series:
    """A series of the tests' season that counts as said."""
    wanted = SeriesCounting(**counting)
    return save_series(None, make.season().id, make.sport().id, name, english, by=SYSTEM, counting=wanted)


def event(of: Series, number: int, state: str = "finished", **changes: Any) -> Event:
    """A round on the n-th Saturday from 10 October, without a competition."""
    starts_at = datetime(2026, 10, 3, 10, 0, tzinfo=clock.COPENHAGEN) + number * WEEK
    values: dict[str, Any] = {"kind": "series_round", "series_id": of.id, "starts_at": starts_at, "state": state}
    made = make.event(f"{of.name_da} – {number}. runde", **(values | changes))
    with transaction():
        raise_revision("calendar", made.revision_subject)
    return made


def played(
    of: Series,
    number: int,
    rows: Mapping[str, Sequence[str]],
    *,
    is_over: bool = True,
    is_level: bool = False,
    has_final: bool = False,
    shows: Mapping[str, str] | None = None,
    registrations: Mapping[str, int] | None = None,
    **changes: Any,
) -> Event:
    """A round with a row for each key: teams as "name" or "name@place", best first; `registrations` by name.

    Where it `is_level` every match is a draw.
    """
    made = event(of, number, **changes)
    with transaction() as db:
        competition = Competition(event_id=made.id, sport_id=made.sport_id, day={"start": "2026-10-10T10:00"})
        db.add(competition)
        db.flush()
        for sort, (key, teams) in enumerate(rows.items()):
            name = f"{key}-rækken" if len(rows) > 1 else ""
            division = Division(
                competition_id=competition.id,
                key=key,
                name=name,
                rules=RULES,
                sort=sort,
                shows=(shows or {}).get(key, "all"),
            )
            db.add(division)
            db.flush()
            stages = _stages(division.id, key, teams, registrations or {}, has_final=has_final)
            for stage in stages:
                add_matches(competition, stage)
    if is_over:
        play(competition.id, is_level=is_level)
    return made


def _stages(
    division_id: int, key: str, teams: Sequence[str], registrations: Mapping[str, int], *, has_final: bool
) -> list[Stage]:
    with transaction() as db:
        entries = []
        for team in teams:
            label, _at, place = team.partition("@")
            known = registrations.get(label)
            entry = Entry(division_id=division_id, label=label, organisation=place, registration_id=known)
            db.add(entry)
            db.flush()
            entries.append(entry)
        pools = Stage(division_id=division_id, key=f"{key}-pools", name_da="Puljer", format="round_robin", options={})
        made = [pools]
        if has_final:
            slots = [f"{key}-pools:1:1", f"{key}-pools:1:2"]
            final = Stage(division_id=division_id, key=f"{key}-final", name_da="Finale", format="knockout", options={})
            final.options, final.sort = {"slots": slots}, 1
            made.append(final)
        db.add_all(made)
        db.flush()
        db.add(Pool(stage_id=pools.id, key="1", entry_ids=[f"e{entry.id}" for entry in entries]))
        return made


def add_matches(competition: Competition, stage: Stage) -> None:
    """The matches of a stage, numbered on."""
    with transaction() as db:
        for match in make_matches(load_competition(competition.id), stage.key):
            competition.match_count += 1
            row = Match(competition_id=competition.id, stage_id=stage.id, pool_key=match.pool, number=match.number)
            row.round, row.home, row.away = match.round, str(match.home), str(match.away)
            db.add(row)
            db.flush()


def play(competition_id: int, *, is_level: bool = False) -> None:
    """A result for every match: who was entered first wins its pool matches by two, a final is won by the second."""
    with transaction() as db:
        raise_revision(f"event:{db.get_one(Competition, competition_id).event_id}")
        values = load_competition(competition_id)
        order = [entry.id for entry in values.entries]
        rows = {match_key(row.number): row.id for row in db.query(Match).filter_by(competition_id=competition_id)}
        for match in values.matches:
            home, away = str(match.home), str(match.away)
            home_wins = order.index(home) < order.index(away) if match.pool is not None else False
            goals = {"home": 2, "away": 0} if home_wins else {"home": 0, "away": 2}
            goals = {"home": 1, "away": 1} if is_level else goals
            db.add(ResultRow(match_id=rows[match.id], kind="played", at=clock.now(), actor="system", **goals))
