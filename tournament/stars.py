"""Fair play in stars: what a referee gives each team after a match, for the office only.

A row for each time somebody gave stars; of two for one team in one match the newer counts. They decide nothing by
themselves: the office makes fair-play numbers of them where a row goes by those.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.audit import Actor, record
from core.db import session, transaction
from core.errors import RuleError
from core.revision import raise_revision
from tournament.engine.recompute import recompute
from tournament.engine.selectors import NOBODY, members_of
from tournament.engine.values import SideName
from tournament.facts import set_number
from tournament.models import Division, Fact, Stage
from tournament.results import lock_match
from tournament.rules import MOST_STARS
from tournament.store import load_competition, match_key

STARS = "stars"


@dataclass(frozen=True, slots=True)
class Stars:
    """What a team got over its matches."""

    average: float
    matches: int


def give_stars(match_id: int, given: Mapping[SideName, int], *, by: Actor) -> None:
    """Keep the stars of a match that is over; the same again changes nothing.

    Raises MissingError, RuleError: tournament.match_not_over, tournament.stars_out_of_range.
    """
    with transaction() as db:
        match, event_id = lock_match(db, match_id)
        resolved = recompute(load_competition(match.competition_id)).get_match(match_key(match.number))
        if resolved.result is None:
            raise RuleError("tournament.match_not_over", number=match.number)
        if any(not 1 <= stars <= MOST_STARS for stars in given.values()):
            raise RuleError("tournament.stars_out_of_range", most=MOST_STARS)
        division_id = db.get_one(Stage, match.stage_id).division_id
        known = _newest([division_id])
        for side, stars in given.items():
            name = resolved.home if side == "home" else resolved.away
            for entry in members_of(name or NOBODY):
                if entry != NOBODY and known.get((match.number, entry)) != stars:
                    value = {"match": match.number, "entry": entry, "stars": stars}
                    db.add(Fact(division_id=division_id, kind=STARS, value=value, at=clock.now(), actor=str(by)))
        record("give_stars", f"event:{event_id}", by=by, match=match_id, stars=dict(given))
        raise_revision(f"event:{event_id}")


def list_stars(competition_id: int) -> dict[str, Stars]:
    """The average of each entry that has got stars."""
    ids = session().scalars(select(Division.id).where(Division.competition_id == competition_id)).all()
    got: dict[str, list[int]] = {}
    for (_match, entry), stars in _newest(ids).items():
        got.setdefault(entry, []).append(stars)
    return {entry: Stars(sum(stars) / len(stars), len(stars)) for entry, stars in got.items()}


def use_stars(division_id: int, *, by: Actor) -> int:
    """Make the averages of a row its fair-play numbers; returns how many are new. A second time changes nothing."""
    with transaction() as db:
        division = db.get_one(Division, division_id)
        averages = list_stars(division.competition_id)
        standing = load_competition(division.competition_id).facts.fair_play
        new = {
            entry: round(stars.average, 2)
            for entry, stars in averages.items()
            if standing.get(entry) != round(stars.average, 2)
        }
        own = _entries_of(division_id)
        for entry in sorted(new.keys() & own):
            set_number(division_id, "fair_play", entry, new[entry], by=by)
        return len(new.keys() & own)


def _newest(division_ids: list[int] | tuple[int, ...]) -> dict[tuple[int, str], int]:
    """The stars that count, by match number and entry."""
    query = select(Fact).where(Fact.division_id.in_(division_ids), Fact.kind == STARS).order_by(Fact.id)
    return {(fact.value["match"], fact.value["entry"]): fact.value["stars"] for fact in session().scalars(query)}


def _entries_of(division_id: int) -> set[str]:
    query = select(Fact.value).where(Fact.division_id == division_id, Fact.kind == STARS)
    return {value["entry"] for value in session().scalars(query)}
