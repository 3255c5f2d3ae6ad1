"""What the pages of set-up and draw show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from wtforms.fields import SelectChoice

from core.db import session
from core.errors import MissingError
from core.site import row_text
from events.models import Sport
from teams.models import Registration
from tournament.draw import Replay, find_draw, replay_draw
from tournament.engine.outcome import Note
from tournament.models import Competition, Court, Division, Draw, Entry, Match, Pool, ResultRow, Stage
from tournament.setup import preset_of
from tournament.setup_entries import list_newcomers
from tournament.setup_stages import Consequence, StageChoice, choice_of, list_pools, list_stages, suggestions
from tournament.store import entry_key, entry_number
from tournament.wording import note_text


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A row of the competition with its teams and how far it has come."""

    division: Division
    name: str
    entries: Sequence[Entry]
    choice: StageChoice | None
    stage_names: tuple[str, ...]
    preset: str
    is_drawn: bool
    match_count: int
    result_count: int


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
        return not any(row.result_count for row in self.divisions)


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """The page on which a row's way of playing is chosen."""

    division: Division
    name: str
    teams: int
    match_minutes: int
    court_count: int
    choice: StageChoice | None
    suggestions: list[Consequence]
    is_published: bool


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """A team in a pool, as templates/macros/planner.html names it."""

    key: str
    name: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A pool with its teams."""

    key: str
    name: str
    entries: tuple[PoolEntry, ...]


@dataclass(frozen=True, slots=True)
class DrawRow:
    """The draw of one row: its pools now, what was drawn, and what may be done."""

    row: DivisionRow
    pools: tuple[PoolRow, ...]
    waiting: tuple[PoolEntry, ...]
    draw: Draw | None
    notes: tuple[str, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """A recorded draw made once more."""

    draw: Draw
    replay: Replay
    pools: tuple[PoolRow, ...]
    notes: tuple[str, ...]
    order: tuple[str, ...]


def division_name(division: Division) -> str:
    """What a row is called; a competition with one unnamed row has "Alle hold"."""
    return division.name or _("Alle hold")


def division_rows(competition_id: int) -> list[DivisionRow]:
    """The rows of a competition in their order."""
    divisions = session().scalars(
        select(Division).where(Division.competition_id == competition_id).order_by(Division.sort, Division.id)
    )
    return [_division_row(division) for division in divisions]


def _division_row(division: Division) -> DivisionRow:
    db = session()
    stages = list_stages(division.id)
    ids = [stage.id for stage in stages]
    matches = select(Match.id).where(Match.stage_id.in_(ids))
    return DivisionRow(
        division=division,
        name=division_name(division),
        entries=db.scalars(select(Entry).where(Entry.division_id == division.id).order_by(Entry.label)).all(),
        choice=choice_of(stages),
        stage_names=tuple(row_text(stage, "name") for stage in stages),
        preset=preset_of(division.rules),
        is_drawn=db.scalar(select(Pool.id).where(Pool.stage_id.in_(ids)).limit(1)) is not None,
        match_count=db.scalar(select(func.count()).select_from(matches.subquery())) or 0,
        result_count=db.scalar(select(func.count(ResultRow.id)).where(ResultRow.match_id.in_(matches))) or 0,
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


def division_page(competition_id: int, division_id: int) -> DivisionPage:
    """What the choice of stages shows."""
    db = session()
    row = get_division_row(competition_id, division_id)
    competition = db.get_one(Competition, competition_id)
    sport = db.get_one(Sport, competition.sport_id)
    minutes = sport.play_minutes + sport.changeover_minutes
    teams = sum(entry.withdrawn_at is None for entry in row.entries)
    courts = db.scalar(select(func.count(Court.id)).where(Court.event_id == competition.event_id)) or 0
    offered = suggestions(teams, minutes)
    return DivisionPage(
        division=row.division,
        name=row.name,
        teams=teams,
        match_minutes=minutes,
        court_count=courts,
        choice=row.choice or (offered[-1].choice if offered else None),
        suggestions=offered,
        is_published=row.match_count > 0,
    )


def draw_page(competition_id: int, slug: str) -> list[DrawRow]:
    """The draw of each row."""
    return [_draw_row(row, slug) for row in division_rows(competition_id)]


def _draw_row(row: DivisionRow, slug: str) -> DrawRow:
    stage = next((stage for stage in list_stages(row.division.id) if stage.format == "round_robin"), None)
    pools = list_pools(stage.id) if stage is not None else []
    draw = find_draw(stage.id) if stage is not None else None
    by_key = {entry_key(entry.id): entry for entry in row.entries}
    drawn = {key for pool in pools for key in pool.entry_ids}

    def entry(key: str) -> PoolEntry:
        found = by_key[key]
        href = url_for(".move_team", slug=slug, division_id=row.division.id, entry_id=found.id)
        return PoolEntry(str(found.id), found.label, entry_note(found), href)

    left_over = [key for key, found in by_key.items() if pools and key not in drawn and found.withdrawn_at is None]
    at_draw = {key: pool for pool, keys in (draw.result["pools"].items() if draw else ()) for key in keys}
    return DrawRow(
        row=row,
        pools=tuple(
            PoolRow(pool.key, _("Pulje %(pool)s", pool=pool.key), tuple(entry(key) for key in pool.entry_ids))
            for pool in pools
        ),
        waiting=tuple(entry(key) for key in left_over),
        draw=draw,
        notes=notes_of(draw) if draw is not None else (),
        moved=tuple(
            by_key[key].label for pool in pools for key in pool.entry_ids if draw and at_draw.get(key) != pool.key
        ),
    )


def entry_note(entry: Entry) -> str:
    """What stands under a team's name in a draw: its place, its seed, that it has withdrawn."""
    parts = [entry.organisation if entry.organisation != entry.label else ""]
    if entry.seed is not None:
        parts.append(_("seedet som nr. %(seed)s", seed=entry.seed))
    if entry.pot is not None:
        parts.append(_("lag %(pot)s", pot=entry.pot))
    if entry.withdrawn_at is not None:
        parts.append(_("trukket ud"))
    return " · ".join(part for part in parts if part)


def notes_of(draw: Draw) -> tuple[str, ...]:
    """What there is to say about a draw, and whether teams of one place could be kept apart."""
    said = [note_text(Note(note["code"], note["facts"])) for note in draw.notes]
    if not draw.result.get("clashes") and has_mates(draw.input["entries"]):
        said.append(_("Hold fra samme værested står i hver sin pulje."))
    return tuple(said)


def has_mates(entries: Sequence[dict[str, Any]]) -> bool:
    """Whether two of the drawn teams come from one place."""
    places = [entry["organisation"] for entry in entries if entry["organisation"]]
    return len(places) != len(set(places))


def replay_page(competition_id: int, draw_id: int) -> ReplayPage:
    """A recorded draw made once more; MissingError where the competition has none with this number."""
    draw = session().scalar(
        select(Draw)
        .join(Stage, Stage.id == Draw.stage_id)
        .join(Division, Division.id == Stage.division_id)
        .where(Draw.id == draw_id, Division.competition_id == competition_id)
    )
    if draw is None:
        raise MissingError
    replay = replay_draw(draw_id)
    names = {entry["id"]: entry for entry in draw.input["entries"]}
    pools = tuple(
        PoolRow(
            key,
            _("Pulje %(pool)s", pool=key),
            tuple(PoolEntry(name, names[name]["name"], names[name]["organisation"] or "", "") for name in keys),
        )
        for key, keys in replay.pools.items()
    )
    order = tuple(names[key]["name"] for key in sorted(names, key=entry_number))
    return ReplayPage(draw, replay, pools, notes_of(draw), order)
