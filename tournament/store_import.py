"""A tournament file on its way into rows: each id of the file becomes the number of a row."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core import clock
from core.audit import Actor
from core.db import session
from tournament.engine.selectors import EntrySide, LoserOf, Selector, TeamSide, WinnerOf
from tournament.engine.values import Competition as Values
from tournament.engine.values import Match as MatchValue
from tournament.engine.values import MatchStatus
from tournament.engine.values import Stage as StageValue
from tournament.file_measured import write_measured, write_overall
from tournament.file_write import write_rules
from tournament.models import (
    Competition,
    Court,
    Discipline,
    Division,
    Entry,
    Fact,
    MarkRow,
    Match,
    Pool,
    ResultRow,
    Slot,
    Stage,
    Timetable,
)
from tournament.planning import list_courts
from tournament.scoring import read_extras
from tournament.store import NUMBER_KINDS, ORDER_KINDS, court_key, entry_key, entry_number, match_key
from tournament.store_import_day import FileIds, day_parts, referee_of

Document = dict[str, Any]
NUMBERED = re.compile(r"m([1-9]\d{0,5})")


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
        self.disciplines: dict[tuple[str | None, str], Discipline] = {}

    def run(self) -> None:
        """Divisions, entries, stages with their pools, matches with results, facts, courts and timetable."""
        self.competition.overall = write_overall(self.values.overall).get("overall")
        self.add_divisions()
        self.add_disciplines()
        self.add_entries()
        self.add_wishes()
        for sort, stage in enumerate(self.values.stages):
            self.add_stage(stage, sort)
        self.competition.match_count = max(self.numbers.values(), default=0)
        self.add_facts()
        courts = self.add_courts()
        ids = FileIds(
            self.entries,
            {match: match_key(number) for match, number in self.numbers.items()},
            {court: court_key(number) for court, number in courts.items()},
        )
        self.competition.day = {**self.competition.day, **day_parts(self.document.get("day", {}), ids)}
        self.add_timetable(courts, ids)

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
                rules={**self.rules_of_row(name), **read_extras(given.get("scoring"))},
                sort=sort,
            )
            self.divisions[name] = row
            session().add(row)
        session().flush()

    def rules_of_row(self, name: str | None) -> Document:
        """The rules of a row: those that all its stages have, or else those of the file."""
        written = [write_rules(stage.rules) if stage.rules else None for stage in self.stages_of(name)]
        first = written[0] if written else None
        return (
            first if first is not None and all(rules == first for rules in written) else write_rules(self.values.rules)
        )

    def stages_of(self, name: str | None) -> list[StageValue]:
        """The stages of a row."""
        return [stage for stage in self.values.stages if stage.division == name]

    def add_disciplines(self) -> None:
        """A discipline for each that the stages of a row name."""
        for sort, stage in enumerate(self.values.stages):
            name = (stage.division, stage.discipline or "")
            if stage.discipline and name not in self.disciplines:
                self.disciplines[name] = Discipline(
                    division_id=self.divisions[stage.division].id,
                    key=stage.discipline,
                    name_da=stage.discipline,
                    sport_id=self.competition.sport_id,
                    entry_ids=None,
                    sort=sort,
                )
                session().add(self.disciplines[name])
        session().flush()

    def add_wishes(self) -> None:
        """Who would like to be drawn together, in the row of their stage."""
        for stage in self.values.stages:
            if stage.wishes:
                written = [sorted(self.entries[entry] for entry in wish) for wish in stage.wishes]
                self.divisions[stage.division].wishes = written

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
                people=list(entry.people),
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
            "pool_count": stage.pool_count,
            "rules": self.own_rules(stage),
            "formula": write_measured(stage).get("formula"),
            "heats": [[name and self.entries[name] for name in heat] for heat in stage.heats],
        }
        discipline = self.disciplines.get((stage.division, stage.discipline or ""))
        row = Stage(
            division_id=self.divisions[stage.division].id,
            discipline_id=discipline.id if discipline else None,
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
        for mark in stage.marks:
            session().add(
                MarkRow(
                    stage_id=row.id,
                    entry_id=entry_number(self.entries[mark.entry]),
                    attempts=list(mark.attempts),
                    status=mark.status.value,
                    at=clock.now(),
                    actor=str(self.by),
                )
            )

    def own_rules(self, stage: StageValue) -> Document | None:
        """The rules of a stage where they are not those of its row, so that the row's can be changed for all."""
        written = write_rules(stage.rules) if stage.rules else None
        return None if written == self.rules_of_row(stage.division) else written

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
            case TeamSide(entries):
                return str(TeamSide(tuple(self.entries[entry] for entry in entries)))
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
            court.stages = given.get("stages")
            session().add(court)
            session().flush()
            found[given["id"]] = court.id
        return found

    def add_timetable(self, courts: dict[str, int], ids: FileIds) -> None:
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
                    referee=referee_of(given.get("referee"), self.document.get("day", {}), ids),
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
