"""Rows to a tournament file and back: how a competition is exported, archived and taken in."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from core import clock
from core.audit import Actor
from core.db import session, transaction
from core.errors import MissingError, RuleError
from events.fields import Basics, WhenWhere
from events.models import Event, Season, Sport
from events.service import create_event
from tournament.engine.selectors import EntrySide, LoserOf, Selector, WinnerOf
from tournament.engine.values import Competition as Values
from tournament.engine.values import Match as MatchValue
from tournament.engine.values import MatchStatus
from tournament.engine.values import Stage as StageValue
from tournament.file import read_tournament
from tournament.file_faults import Fault, FaultyFileError
from tournament.file_timetable import timetable_faults
from tournament.file_write import write_rules, write_tournament
from tournament.models import Competition, Court, Division, Entry, Fact, Match, Pool, ResultRow, Slot, Stage, Timetable
from tournament.planning import list_courts
from tournament.planning_day import day_document
from tournament.planning_draft import list_slots
from tournament.store import NUMBER_KINDS, ORDER_KINDS, court_key, entry_key, load_competition, match_key
from tournament.store_cache import find_published, get_view
from tournament.store_change import changing

Document = dict[str, Any]
NUMBERED = re.compile(r"m([1-9]\d{0,5})")
KEPT_FORMATS = frozenset({"round_robin", "knockout"})
DAY_LENGTH = timedelta(hours=6)
# Parts of a day that name courts, teams and matches by the file's own ids: courts become rows, wishes are not kept.
BY_IDS_OF_THE_FILE = frozenset({"courts", "wishes", "pins", "same_time", "referees", "walk_minutes"})


def export_competition(event_id: int) -> Document:
    """The competition of an event as a tournament file, with its published timetable; MissingError for none."""
    view = get_view(event_id)
    published = find_published(view.id)
    courts = {court_key(court.id): court for court in list_courts(event_id)}
    original = day_document(view, courts, list_slots(published.id) if published is not None else [])
    divisions = session().scalars(select(Division).where(Division.competition_id == view.id).order_by(Division.sort))
    document = write_tournament(load_competition(view.id), original)
    document["divisions"] = [{"id": row.key, "name": row.name, "shows": row.shows} for row in divisions]
    return document


def import_competition(document: Document, *, by: Actor, event_id: int | None = None) -> int:
    """Take a tournament file in: into an event without a competition, else into a new draft; returns the event.

    Raises FaultyFileError for a file that cannot be used, RuleError: tournament.has_competition,
    tournament.sport_unknown, tournament.no_season.
    """
    values = read_tournament(document)
    if faults := [*_unkept_formats(values), *timetable_faults(document, values)]:
        raise FaultyFileError(faults)
    with transaction() as db:
        if event_id is None:
            event_id = _new_event(values, document, by)
        event = db.get(Event, event_id)
        if event is None:
            raise MissingError
        if db.scalar(select(Competition.id).where(Competition.event_id == event_id)) is not None:
            raise RuleError("tournament.has_competition")
        day = {name: value for name, value in document.get("day", {}).items() if name not in BY_IDS_OF_THE_FILE}
        made = Competition(event_id=event_id, sport_id=event.sport_id, day={**_day_of(event), **day})
        db.add(made)
        db.flush()
        with changing(made.id, "import_competition", by=by):
            Importer(made, values, document, by).run()
        return event_id


def _unkept_formats(values: Values) -> list[Fault]:
    """Stages in formats that the pages cannot run yet: better refused than taken in by half."""
    return [
        Fault(f"stages[{number}].format", f"{stage.format!r} can be worked out, but not be taken in yet")
        for number, stage in enumerate(values.stages)
        if stage.format not in KEPT_FORMATS
    ]


def _new_event(values: Values, document: Document, by: Actor) -> int:
    """A draft event for a file, on the day of its plan or tomorrow."""
    text = document.get("day", {}).get("start")
    naive = datetime.fromisoformat(text) if text else None
    start = clock.wall(naive.date(), naive.time()) if naive else clock.midnight_after(clock.now()) + timedelta(hours=10)
    on = clock.local(start).date()
    db = session()
    season = db.scalar(select(Season).where(Season.starts_on <= on, Season.ends_on >= on))
    season = season or db.scalar(select(Season).order_by(Season.starts_on.desc()).limit(1))
    if season is None:
        raise RuleError("tournament.no_season")
    sport = find_sport(values.sport)
    if sport is None:
        raise RuleError("tournament.sport_unknown", sport=values.sport)
    basics = Basics(season_id=season.id, sport_id=sport.id, kind="tournament", title_da=values.name or values.sport)
    return create_event(basics, WhenWhere("timed", starts_at=start, ends_at=start + DAY_LENGTH), by=by).id


def find_sport(word: str) -> Sport | None:
    """A sport by its address or its name in either language."""
    names = (func.lower(Sport.name_da), func.lower(Sport.name_en))
    return session().scalar(select(Sport).where(or_(Sport.slug == word, *(name == word.lower() for name in names))))


def _day_of(event: Event) -> Document:
    start = clock.local(event.starts_at) if event.starts_at else None
    return {"start": start.strftime("%Y-%m-%dT%H:%M") if start else f"{event.starts_on}T10:00", "grid_minutes": 5}


class Importer:
    """One competition on its way from values to rows, with the ids of both."""

    def __init__(self, competition: Competition, values: Values, document: Document, by: Actor) -> None:
        self.competition = competition
        self.values = values
        self.document = document
        self.by = by
        self.entries: dict[str, str] = {}
        self.numbers = _numbers(values)
        self.match_ids: dict[str, int] = {}
        self.divisions: dict[str | None, Division] = {}

    def run(self) -> None:
        """Divisions, entries, stages with their pools, matches with results, facts, courts and timetable."""
        self.add_divisions()
        self.add_entries()
        for sort, stage in enumerate(self.values.stages):
            self.add_stage(stage, sort)
        self.competition.match_count = max(self.numbers.values(), default=0)
        self.add_facts()
        self.add_timetable(self.add_courts())

    def add_divisions(self) -> None:
        """A row for each division that the stages name, or one for all."""
        known = {row["id"]: row for row in self.document.get("divisions", ())}
        names = list(dict.fromkeys(stage.division for stage in self.values.stages)) or [None]
        for sort, name in enumerate(names):
            given = known.get(name, {})
            row = Division(
                competition_id=self.competition.id,
                key=name or "A",
                name=given.get("name", name or ""),
                shows=given.get("shows", "all"),
                rules=write_rules(self.values.rules),
                sort=sort,
            )
            self.divisions[name] = row
            session().add(row)
        session().flush()

    def add_entries(self) -> None:
        """The teams, each in the division whose stages name it."""
        home: dict[str, str | None] = {}
        for stage in self.values.stages:
            sides = [side for pool in stage.pools for side in pool.sides]
            named = [*stage.entries, *(side.entry for side in sides if isinstance(side, EntrySide))]
            home |= {entry: stage.division for entry in named if entry not in home}
        first = next(iter(self.divisions))
        for entry in self.values.entries:
            policy = self.values.facts.withdrawn.get(entry.id)
            row = Entry(
                division_id=self.divisions[home.get(entry.id, first)].id,
                label=entry.name or entry.id,
                organisation=entry.organisation or "",
                municipality=entry.municipality or "",
                seed=entry.seed,
                pot=entry.pot,
                withdrawn_at=clock.now() if policy else None,
                withdrawal_policy=str(policy) if policy else None,
            )
            session().add(row)
            session().flush()
            self.entries[entry.id] = entry_key(row.id)

    def add_stage(self, stage: StageValue, sort: int) -> None:
        """A stage with its pools and matches."""
        options: Document = {**stage.options, "best": {"compare": str(stage.best)}}
        optional = {
            "slots": [self.side(slot) for slot in stage.slots],
            "entries": [self.entries[entry] for entry in stage.entries],
            "allocation": stage.allocation,
            "discipline": stage.discipline,
            "pool_count": stage.pool_count,
            "rules": write_rules(stage.rules) if stage.rules else None,
        }
        row = Stage(
            division_id=self.divisions[stage.division].id,
            key=stage.id,
            name_da=stage.name or stage.id,
            format=stage.format,
            options=options | {name: value for name, value in optional.items() if value},
            sort=sort,
        )
        session().add(row)
        session().flush()
        for pool in stage.pools:
            session().add(Pool(stage_id=row.id, key=pool.id, entry_ids=[self.side(side) for side in pool.sides]))
        for match in (match for match in self.values.matches if match.stage == stage.id):
            self.add_match(match, row.id)

    def add_match(self, match: MatchValue, stage_id: int) -> None:
        """A match, and its result as the first row of its chain."""
        has_result = match.result is not None
        row = Match(
            competition_id=self.competition.id,
            stage_id=stage_id,
            pool_key=match.pool,
            number=self.numbers[match.id],
            round=match.round,
            home=self.side(match.home),
            away=self.side(match.away),
            status=str(MatchStatus.FINISHED if has_result else match.status),
        )
        session().add(row)
        session().flush()
        self.match_ids[match.id] = row.id
        if match.result is not None:
            session().add(
                ResultRow(
                    match_id=row.id,
                    kind=str(match.result.kind),
                    home=match.result.home,
                    away=match.result.away,
                    shootout=match.result.shootout,
                    sets=[list(one) for one in match.result.sets] or None,
                    at=clock.now(),
                    actor=str(self.by),
                )
            )

    def side(self, selector: Selector) -> str:
        """A selector with the ids of rows."""
        match selector:
            case EntrySide(entry):
                return self.entries[entry]
            case WinnerOf(match_id):
                return f"winner:{match_key(self.numbers[match_id])}"
            case LoserOf(match_id):
                return f"loser:{match_key(self.numbers[match_id])}"
        return str(selector)

    def add_facts(self) -> None:
        """What people decided; it counts wherever its teams play."""
        division_id = next(iter(self.divisions.values())).id
        written: list[tuple[str, Document]] = []
        for kind in NUMBER_KINDS:
            numbers: Mapping[str, Any] = getattr(self.values.facts, kind)
            written += [(kind, {"entry": self.entries[entry], "number": n}) for entry, n in numbers.items()]
        for kind in ORDER_KINDS:
            orders: tuple[tuple[str, ...], ...] = getattr(self.values.facts, kind)
            # Facts are read newest first, and of two orders the first one counts.
            written += [(kind, {"order": [self.entries[entry] for entry in order]}) for order in reversed(orders)]
        for kind, value in written:
            session().add(Fact(division_id=division_id, kind=kind, value=value, at=clock.now(), actor=str(self.by)))
            session().flush()

    def add_courts(self) -> dict[str, int]:
        """The courts of the day, by their id in the file; those the event has by name are used."""
        event_id = self.competition.event_id
        known = {court.name: court for court in list_courts(event_id)}
        found: dict[str, int] = {}
        for sort, given in enumerate(self.document.get("day", {}).get("courts", ()), len(known)):
            name = given.get("name") or given["id"]
            court = known.get(name) or Court(event_id=event_id, name=name, sort=sort)
            court.hall, court.windows = given.get("hall") or "", given.get("windows", [])
            session().add(court)
            session().flush()
            found[given["id"]] = court.id
        return found

    def add_timetable(self, courts: dict[str, int]) -> None:
        """The timetable of the file as a draft, for somebody to look at before it is shown."""
        rows = self.document.get("timetable", ())
        if not rows:
            return
        draft = Timetable(
            competition_id=self.competition.id, number=1, state="draft", certificate={}, created_at=clock.now(), undo=[]
        )
        session().add(draft)
        session().flush()
        for given in rows:
            naive = datetime.fromisoformat(given["start"])
            session().add(
                Slot(
                    timetable_id=draft.id,
                    match_id=self.match_ids[given["match"]],
                    court_id=courts[given["court"]],
                    starts_at=clock.wall(naive.date(), naive.time()),
                    is_pinned=False,
                )
            )
        session().flush()


def _numbers(values: Values) -> dict[str, int]:
    """The printed number of each match: its own, that of an id of the form m12, else the next free one."""
    found: dict[str, int] = {}
    for match in values.matches:
        named = NUMBERED.fullmatch(match.id)
        number = match.number or (int(named[1]) if named else None)
        if number is not None and number not in found.values():
            found[match.id] = number
    free = max(found.values(), default=0)
    for match in values.matches:
        if match.id not in found:
            free += 1
            found[match.id] = free
    return found
