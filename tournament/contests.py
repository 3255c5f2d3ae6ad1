"""What is drawn and played as one: a row, or one of its disciplines, with its teams and stages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import session
from core.errors import MissingError, RuleError
from tournament.engine.formats.format import Format
from tournament.engine.formats.registry import get_format
from tournament.models import Discipline, Division, Entry, MarkRow, Match, Pool, ResultRow, Stage
from tournament.scheme import StageChoice
from tournament.store import MIXED, entry_key

USUAL_TEAM = 5
"""So many people make a mixed team, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A row, or one discipline of it. `prefix` begins the keys of its stages, unique in the competition."""

    division: Division
    discipline: Discipline | None
    stages: Sequence[Stage]

    @property
    def prefix(self) -> str:
        """What the keys of its stages begin with."""
        return self.division.key if self.discipline is None else f"{self.division.key}-{self.discipline.key}"

    @property
    def main(self) -> Stage | None:
        """The stage that all begin in, None before a way of playing is chosen."""
        return self.stages[0] if self.stages else None

    @property
    def how(self) -> Format | None:
        """The format of the main stage."""
        return get_format(self.main.format) if self.main is not None else None

    @property
    def choice(self) -> StageChoice | None:
        """What was chosen; None where nothing is, or where a file brought the stages."""
        stored = self.main.options.get("choice") if self.main is not None else None
        return StageChoice.from_json(stored) if stored else None

    def require_main(self) -> Stage:
        """The stage that all begin in. Raises RuleError("tournament.no_format")."""
        if self.main is None:
            raise RuleError("tournament.no_format")
        return self.main

    def has_matches(self) -> bool:
        """Whether any match is made."""
        query = select(Match.id).where(Match.stage_id.in_([stage.id for stage in self.stages]))
        return session().scalar(query.limit(1)) is not None

    def has_results(self) -> bool:
        """Whether anything was ever entered, also what was taken back."""
        ids = [stage.id for stage in self.stages]
        results = select(ResultRow.id).join(Match, Match.id == ResultRow.match_id).where(Match.stage_id.in_(ids))
        marks = select(MarkRow.id).where(MarkRow.stage_id.in_(ids))
        return any(session().scalar(query.limit(1)) is not None for query in (results, marks))

    def is_shown(self) -> bool:
        """Whether the draw is published: there are matches, or those who are measured are named."""
        return self.has_matches() or bool(self.main is not None and self.main.options.get("entries"))

    def teams(self) -> list[Entry]:
        """Those that play in it and are not withdrawn, by number; of mixed teams only the drawn teams."""
        found = session().scalars(select(Entry).where(Entry.division_id == self.division.id).order_by(Entry.id))
        chosen = self.discipline.entry_ids if self.discipline is not None else None
        return [
            entry
            for entry in found
            if entry.withdrawn_at is None
            and not (self.division.takes == MIXED and entry.is_person)
            and (chosen is None or entry_key(entry.id) in chosen)
        ]

    def team_count(self) -> int:
        """How many teams it is for; of mixed teams not drawn yet so many as there usually are."""
        teams = len(self.teams())
        if teams or self.division.takes != MIXED:
            return teams
        people = select(func.count(Entry.id)).where(
            Entry.division_id == self.division.id, Entry.is_person.is_(True), Entry.withdrawn_at.is_(None)
        )
        return (session().scalar(people) or 0) // USUAL_TEAM


def get_contest(division_id: int, discipline_id: int | None = None) -> Contest:
    """A row, or one of its disciplines; MissingError where there is none."""
    db = session()
    division = db.get(Division, division_id)
    discipline = db.get(Discipline, discipline_id) if discipline_id is not None else None
    if division is None or (
        discipline_id is not None and (discipline is None or discipline.division_id != division_id)
    ):
        raise MissingError
    return Contest(division, discipline, list_stages(division_id, discipline_id))


def list_contests(division: Division) -> list[Contest]:
    """The disciplines of a row, or the row itself where it has none."""
    disciplines = list_disciplines(division.id)
    if not disciplines:
        return [get_contest(division.id)]
    return [get_contest(division.id, discipline.id) for discipline in disciplines]


def list_disciplines(division_id: int) -> list[Discipline]:
    """The disciplines of a row in their order."""
    query = select(Discipline).where(Discipline.division_id == division_id)
    return list(session().scalars(query.order_by(Discipline.sort, Discipline.id)))


def list_stages(division_id: int, discipline_id: int | None = None) -> list[Stage]:
    """The stages of a row that belong to a discipline, or to none, in their order."""
    query = select(Stage).where(Stage.division_id == division_id, Stage.discipline_id == discipline_id)
    return list(session().scalars(query.order_by(Stage.sort, Stage.id)))


def list_pools(stage_id: int) -> list[Pool]:
    """The pools of a stage by the order of their letters."""
    pools = session().scalars(select(Pool).where(Pool.stage_id == stage_id)).all()
    return sorted(pools, key=lambda pool: (len(pool.key), pool.key))


def get_division(competition_id: int, division_id: int) -> Division:
    """A division of a competition; MissingError where it has none with this number."""
    division = session().get(Division, division_id)
    if division is None or division.competition_id != competition_id:
        raise MissingError
    return division
