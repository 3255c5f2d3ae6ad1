"""Several disciplines in one row ("Udsatte Legene"), and how they are put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.errors import MissingError, RuleError
from events.models import Sport
from tournament.contests import Contest, get_contest, list_disciplines
from tournament.models import Competition, Discipline, Division, Entry, Stage
from tournament.rules import draw_problems
from tournament.store import entry_key
from tournament.store_change import changing, competition_of_division, refuse

MOST_DISCIPLINES = 30
USUAL_OVERALL: dict[str, Any] = {
    "medals": True,
    "points": [10, 8, 6, 5, 4, 3, 2, 1],
    "started": 1,
    "formula": False,
    "by": "entry",
}


@dataclass(frozen=True, slots=True)
class DisciplineFields:
    """What the office says about a discipline; `entry_ids` are numbers of entries, None for all."""

    name_da: str
    name_en: str
    sport_id: int
    entry_ids: Sequence[int] | None


def add_discipline(division_id: int, fields: DisciplineFields, *, by: Actor) -> int:
    """Add a discipline to a row; returns its number. What was chosen for the row as a whole is taken away.

    Raises MissingError, RuleError: tournament.discipline_exists, .too_many_disciplines, .draw_published,
    .draw_has_results.
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "name": fields.name_da}
    with changing(competition_id, "add_discipline", by=by, **facts) as (db, competition):
        known = list_disciplines(division_id)
        if len(known) >= MOST_DISCIPLINES:
            raise RuleError("tournament.too_many_disciplines", most=MOST_DISCIPLINES)
        if not known:
            _clear(db, get_contest(division_id))
            competition.overall = competition.overall or USUAL_OVERALL
        made = Discipline(division_id=division_id, key=_free_key(known), sort=len(known))
        _fill(db, made, fields, known)
        db.add(made)
        db.flush()
        return made.id


def save_discipline(division_id: int, discipline_id: int, fields: DisciplineFields, *, by: Actor) -> None:
    """Change a discipline. Its sport and teams stay once its draw is shown.

    Raises MissingError, RuleError: tournament.discipline_exists, tournament.draw_published.
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "discipline": discipline_id}
    with changing(competition_id, "save_discipline", by=by, **facts) as (db, _competition):
        contest = get_contest(division_id, discipline_id)
        found = contest.discipline
        if found is None:
            raise MissingError
        before = (found.sport_id, found.entry_ids)
        _fill(db, found, fields, [other for other in list_disciplines(division_id) if other.id != found.id])
        if before != (found.sport_id, found.entry_ids):
            refuse(draw_problems(has_results=False, has_matches=contest.is_shown()))
        db.flush()


def remove_discipline(division_id: int, discipline_id: int, *, by: Actor) -> None:
    """Take a discipline with its stages away as long as nothing was entered in it.

    Raises MissingError, RuleError: tournament.draw_published, tournament.draw_has_results.
    """
    competition_id = competition_of_division(division_id)
    facts = {"division": division_id, "discipline": discipline_id}
    with changing(competition_id, "remove_discipline", by=by, **facts) as (db, competition):
        contest = get_contest(division_id, discipline_id)
        _clear(db, contest)
        db.execute(delete(Discipline).where(Discipline.id == discipline_id))
        of_competition = select(Discipline.id).join(Division, Division.id == Discipline.division_id)
        if db.scalar(of_competition.where(Division.competition_id == competition_id).limit(1)) is None:
            competition.overall = None


def save_overall(competition_id: int, overall: dict[str, Any], *, by: Actor) -> None:
    """Set how disciplines are put together; the table follows. Raises RuleError("tournament.points_missing")."""
    with changing(competition_id, "save_overall", by=by, overall=overall) as (_db, competition):
        if not overall["medals"] and not overall["points"]:
            raise RuleError("tournament.points_missing", field="points")
        competition.overall = {**USUAL_OVERALL, **overall}


def _fill(db: Session, made: Discipline, fields: DisciplineFields, others: Sequence[Discipline]) -> None:
    if db.get(Sport, fields.sport_id) is None:
        raise MissingError
    if any(other.name_da.lower() == fields.name_da.lower() for other in others):
        raise RuleError("tournament.discipline_exists", field="name_da")
    made.name_da, made.name_en, made.sport_id = fields.name_da, fields.name_en, fields.sport_id
    made.entry_ids = None
    if fields.entry_ids is not None:
        own = set(db.scalars(select(Entry.id).where(Entry.division_id == made.division_id)))
        if not own.issuperset(fields.entry_ids):
            raise MissingError
        made.entry_ids = [entry_key(number) for number in sorted(set(fields.entry_ids))]


def _free_key(known: Sequence[Discipline]) -> str:
    taken = {found.key for found in known}
    return next(key for key in (f"d{number}" for number in range(1, len(taken) + 2)) if key not in taken)


def _clear(db: Session, contest: Contest) -> None:
    refuse(draw_problems(has_results=contest.has_results(), has_matches=contest.is_shown()))
    db.execute(delete(Stage).where(Stage.id.in_([stage.id for stage in contest.stages])))


def usual_overall(competition: Competition) -> dict[str, Any]:
    """How the disciplines of a competition are put together now."""
    return {**USUAL_OVERALL, **(competition.overall or {})}
