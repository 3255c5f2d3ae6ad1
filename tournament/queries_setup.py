"""What the pages of set-up show: rows with who plays in them, how they play, and how far they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from wtforms.fields import SelectChoice

from core.db import session
from core.errors import MissingError
from core.site import row_text
from events.models import Sport
from teams.models import Registration
from tournament.contest_names import contest_name, division_name
from tournament.contests import Contest, list_contests, list_disciplines, list_pools
from tournament.draw import kind_of_draw
from tournament.draw_record import find_draw
from tournament.models import Competition, Court, Discipline, Division, Entry
from tournament.queries_draw import match_ids
from tournament.queries_stages import contest_texts
from tournament.setup_entries import list_newcomers
from tournament.setup_rules import preset_of
from tournament.store import MIXED, entry_key


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A row or one of its disciplines: how it is played in sentences, and how far it has come."""

    discipline_id: int | None
    name: str
    teams: int
    texts: tuple[str, ...]
    is_chosen: bool
    is_drawn: bool
    is_shown: bool
    match_count: int


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A row of the competition with its teams and how far it has come."""

    division: Division
    name: str
    entries: Sequence[Entry]
    team_names: Mapping[int, str]
    contests: tuple[ContestRow, ...]
    wishes: tuple[str, ...]
    preset: str
    has_disciplines: bool
    has_results: bool

    @property
    def is_shown(self) -> bool:
        """Whether any draw of the row is shown."""
        return any(contest.is_shown for contest in self.contests)

    @property
    def people(self) -> int:
        """How many play as people."""
        return sum(entry.is_person for entry in self.entries)


@dataclass(frozen=True, slots=True)
class SetupPage:
    """The page "Opsætning"."""

    competition: Competition
    divisions: list[DivisionRow]
    newcomers: Sequence[Registration]
    courts: Sequence[Court]

    @property
    def can_be_removed(self) -> bool:
        """Whether nothing is played yet."""
        return not any(row.has_results for row in self.divisions)

    @property
    def has_disciplines(self) -> bool:
        """Whether there is something to put together."""
        return any(row.has_disciplines for row in self.divisions)


@dataclass(frozen=True, slots=True)
class DisciplineLine:
    """A discipline in a list: its names, sport and how many take part (None: all)."""

    id: int
    name: str
    sport: str
    teams: int | None


def division_rows(competition_id: int) -> list[DivisionRow]:
    """The rows of a competition in their order."""
    divisions = session().scalars(
        select(Division).where(Division.competition_id == competition_id).order_by(Division.sort, Division.id)
    )
    return [_division_row(division) for division in divisions]


def _division_row(division: Division) -> DivisionRow:
    query = select(Entry).where(Entry.division_id == division.id).order_by(Entry.label)
    entries = session().scalars(query).all()
    contests = list_contests(division)
    names = {entry_key(entry.id): entry.label for entry in entries}
    return DivisionRow(
        division=division,
        name=division_name(division),
        entries=entries,
        team_names={entry.id: entry.label for entry in entries if not entry.is_person},
        contests=tuple(_contest_row(contest) for contest in contests),
        wishes=tuple(", ".join(names.get(key, key) for key in wish) for wish in division.wishes),
        preset=preset_of(division.rules),
        has_disciplines=contests[0].discipline is not None,
        has_results=any(contest.has_results() for contest in contests),
    )


def _contest_row(contest: Contest) -> ContestRow:
    stage = contest.main
    teams = contest.team_count()
    kind = kind_of_draw(contest)
    is_drawn = stage is not None and bool(
        list_pools(stage.id) if kind == "pools" else kind is None or find_draw(stage.id) is not None
    )
    return ContestRow(
        discipline_id=contest.discipline.id if contest.discipline is not None else None,
        name=contest_name(contest),
        teams=teams,
        texts=contest_texts(contest, teams),
        is_chosen=stage is not None,
        is_drawn=is_drawn,
        is_shown=contest.is_shown(),
        match_count=len(match_ids(contest)),
    )


def setup_page(competition: Competition) -> SetupPage:
    """What is set up so far."""
    courts = session().scalars(select(Court).where(Court.event_id == competition.event_id).order_by(Court.sort)).all()
    return SetupPage(competition, division_rows(competition.id), list_newcomers(competition.id), courts)


def division_choices(competition_id: int) -> list[SelectChoice]:
    """The rows as a list to choose from."""
    return [SelectChoice(str(row.division.id), row.name) for row in division_rows(competition_id)]


def get_division_row(competition_id: int, division_id: int) -> DivisionRow:
    """A row of a competition; MissingError where it has none with this number."""
    for row in division_rows(competition_id):
        if row.division.id == division_id:
            return row
    raise MissingError


def discipline_lines(division_id: int) -> list[DisciplineLine]:
    """The disciplines of a row."""
    db = session()
    return [
        DisciplineLine(
            id=found.id,
            name=row_text(found, "name"),
            sport=row_text(db.get_one(Sport, found.sport_id), "name"),
            teams=None if found.entry_ids is None else len(found.entry_ids),
        )
        for found in list_disciplines(division_id)
    ]


def get_discipline(division_id: int, discipline_id: int) -> Discipline:
    """A discipline of a row; MissingError where it has none with this number."""
    found = session().get(Discipline, discipline_id)
    if found is None or found.division_id != division_id:
        raise MissingError
    return found


def sport_choices() -> list[SelectChoice]:
    """The sports in which something is played."""
    sports = session().scalars(select(Sport).order_by(Sport.name_da))
    return [SelectChoice(str(sport.id), row_text(sport, "name")) for sport in sports if sport.rules]


def entry_choices(division: Division) -> list[SelectChoice]:
    """Those that play in a row: teams, or people, or the people that mixed teams are drawn from."""
    query = select(Entry).where(Entry.division_id == division.id).order_by(Entry.label)
    return [
        SelectChoice(str(entry.id), entry.label)
        for entry in session().scalars(query)
        if division.takes != MIXED or entry.is_person
    ]
