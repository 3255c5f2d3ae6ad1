"""Matches that were begun with teams which a later change takes away: they stand, are played again, or do not count.

Each can be taken back. A match that stands is marked by a fact of the kind "kept", which remembers whom it was for.
"""

from dataclasses import replace
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, record
from tournament.engine.correction import Impact
from tournament.engine.outcome import ResolvedMatch
from tournament.engine.recompute import recompute
from tournament.engine.selectors import NOBODY, parse_selector
from tournament.engine.values import Competition, Result, ResultKind
from tournament.models import Competition as CompetitionRow
from tournament.models import Division, Fact, Match, Stage
from tournament.result_ledger import result_ledger
from tournament.store import load_competition, match_key

PlayedOn = Literal["keep", "again", "annul"]
KEPT = "kept"


def settle_played(
    db: Session, competition_id: int, event_id: int, impact: Impact, *, by: Actor, choice: PlayedOn
) -> None:
    """Say what becomes of matches that were begun with teams that a change takes away."""
    for change in impact.played:
        match = _numbered(db, competition_id, change.after.match.number)
        if choice == "keep":
            _keep_teams(db, match, change.before, by)
        elif choice == "again":
            _open_again(match, event_id, by)
        else:
            result_ledger(match.id, event_id, by).store(Result(ResultKind.ANNULLED))
        record("reach_match", f"event:{event_id}", by=by, match=match.id, choice=choice)
    db.flush()


def _numbered(db: Session, competition_id: int, number: int | None) -> Match:
    of_number = Match.competition_id == competition_id, Match.number == number
    return db.scalars(select(Match).where(*of_number)).one()


def _open_again(match: Match, event_id: int, by: Actor) -> None:
    """Take back what was entered for a match that is to be played again."""
    ledger = result_ledger(match.id, event_id, by)
    if ledger.chain.current is not None:
        ledger.take_back(ledger.chain.current)
    match.status = "planned"
    match.started_at = match.running_home = match.running_away = None


def _keep_teams(db: Session, match: Match, played: ResolvedMatch, by: Actor) -> None:
    """Let a match stand with the teams that played it, whatever its sides would now resolve to."""
    own = {"match": match.number, "home": match.home, "away": match.away}
    if played.home is not None and played.home != NOBODY:
        match.home = played.home
    if played.away is not None and played.away != NOBODY:
        match.away = played.away
    if (match.home, match.away) != (own["home"], own["away"]):
        division_id = db.get_one(Stage, match.stage_id).division_id
        db.add(Fact(division_id=division_id, kind=KEPT, value=own, at=clock.now(), actor=str(by)))


def release_kept(db: Session, fact: Fact, *, by: Actor) -> None:
    """Give a match that stands back to those it was for; where that is not those who played, it is open again."""
    competition_id = db.get_one(Division, fact.division_id).competition_id
    match = _numbered(db, competition_id, fact.value["match"])
    values = load_competition(competition_id)
    same = _has_same_teams(values, fact)
    match.home, match.away = fact.value["home"], fact.value["away"]
    if not same:
        _open_again(match, db.get_one(CompetitionRow, competition_id).event_id, by)
    db.delete(fact)
    db.flush()


def release_needless(db: Session, competition_id: int, *, by: Actor) -> None:
    """Take the mark off matches that would have their teams anyway, since a correction was corrected back."""
    kept = db.scalars(
        select(Fact)
        .join(Division, Division.id == Fact.division_id)
        .where(Division.competition_id == competition_id, Fact.kind == KEPT)
    ).all()
    for fact in kept:
        if _has_same_teams(load_competition(competition_id), fact):
            release_kept(db, fact, by=by)


def _has_same_teams(values: Competition, fact: Fact) -> bool:
    """Whether the sides that a kept match was for resolve to the teams that it stands with."""
    key = match_key(fact.value["match"])
    own = {"home": parse_selector(fact.value["home"]), "away": parse_selector(fact.value["away"])}
    as_meant = replace(
        values, matches=tuple(replace(match, **own) if match.id == key else match for match in values.matches)
    )
    meant, standing = recompute(as_meant).get_match(key), recompute(values).get_match(key)
    return (meant.home, meant.away) == (standing.home, standing.away)
