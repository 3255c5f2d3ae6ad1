"""The bridge between rows and engine values: a competition out of the database, as the engine knows it.

In engine values an entry is "e<id>", a match "m<printed number>", a court "c<id>"; stages and pools go by their keys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import select

from core.db import session
from core.errors import MissingError
from events.models import Event, Sport
from tournament.engine.selectors import parse_selector
from tournament.engine.values import (
    Compare,
    Facts,
    Formula,
    Mark,
    MarkStatus,
    MatchStatus,
    Overall,
    Points,
    Policy,
    Restart,
    Result,
    ResultKind,
    Rules,
)
from tournament.engine.values import Competition as Values
from tournament.engine.values import Entry as EntryValue
from tournament.engine.values import Match as MatchValue
from tournament.engine.values import Pool as PoolValue
from tournament.engine.values import Stage as StageValue
from tournament.ledger import Chain, chains
from tournament.models import (
    Competition,
    Discipline,
    Division,
    Entry,
    Fact,
    MarkRow,
    Match,
    Pool,
    ResultRow,
    Stage,
)

NUMBER_KINDS = ("adjust", "no_shows", "fair_play", "coefficient")
ORDER_KINDS = ("lots", "playoff", "shootout", "ranking")
STAGE_KEYS = frozenset(
    {"slots", "entries", "best", "allocation", "rules", "discipline", "pool_count", "heats", "formula"}
    | {"choice", "order"}
)
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a competition but its timetable, read in a handful of queries."""

    competition: Competition
    event: Event
    sport: Sport
    divisions: Sequence[Division]
    disciplines: Sequence[Discipline]
    entries: Sequence[Entry]
    stages: Sequence[Stage]
    pools: Sequence[Pool]
    matches: Sequence[Match]
    results: Sequence[ResultRow]
    marks: Sequence[MarkRow]
    facts: Sequence[Fact]

    def division_of(self, stage: Stage) -> Division:
        """The division that a stage belongs to."""
        return next(division for division in self.divisions if division.id == stage.division_id)

    def playing(self) -> list[Entry]:
        """Those that stand in draws and tables: of a row of mixed teams the teams, not the people in them."""
        mixed = {division.id for division in self.divisions if division.takes == MIXED}
        return [entry for entry in self.entries if not (entry.is_person and entry.division_id in mixed)]

    def mark_chains(self) -> dict[tuple[int, int], Chain[MarkRow]]:
        """What was measured, by stage and entry."""
        return chains(self.marks, lambda row: (row.stage_id, row.entry_id))

    def result_chains(self) -> dict[int, Chain[ResultRow]]:
        """The results, by match."""
        return chains(self.results, lambda row: row.match_id)

    def current_results(self) -> dict[int, ResultRow]:
        """The result that counts, by match; none where it was taken back."""
        found = {match_id: chain.current for match_id, chain in self.result_chains().items()}
        return {match_id: row for match_id, row in found.items() if row is not None}

    def open_disputes(self) -> set[int]:
        """The matches with a result that waits for the office to choose."""
        return {match_id for match_id, chain in self.result_chains().items() if chain.waiting}


def entry_key(entry_id: int) -> str:
    """How the engine knows an entry."""
    return f"e{entry_id}"


def entry_number(key: str) -> int:
    """The row number of an entry's engine id."""
    return int(key.removeprefix("e"))


def match_key(number: int) -> str:
    """How the engine knows a match, by its printed number."""
    return f"m{number}"


def court_key(court_id: int) -> str:
    """How the planner knows a court."""
    return f"c{court_id}"


def read_rows(competition_id: int) -> Rows:
    """Everything the engine needs of a competition; MissingError when there is none."""
    db = session()
    competition = db.get(Competition, competition_id)
    if competition is None:
        raise MissingError
    divisions = db.scalars(
        select(Division).where(Division.competition_id == competition_id).order_by(Division.sort, Division.id)
    ).all()
    division_ids = [division.id for division in divisions]
    stages = db.scalars(
        select(Stage)
        .join(Division, Division.id == Stage.division_id)
        .where(Stage.division_id.in_(division_ids))
        .order_by(Division.sort, Division.id, Stage.sort, Stage.id)
    ).all()
    stage_ids = [stage.id for stage in stages]
    matches = db.scalars(select(Match).where(Match.competition_id == competition_id).order_by(Match.number)).all()
    of_competition = select(Match.id).where(Match.competition_id == competition_id)
    return Rows(
        competition=competition,
        event=db.get_one(Event, competition.event_id),
        sport=db.get_one(Sport, competition.sport_id),
        divisions=divisions,
        disciplines=db.scalars(
            select(Discipline).where(Discipline.division_id.in_(division_ids)).order_by(Discipline.sort, Discipline.id)
        ).all(),
        entries=db.scalars(select(Entry).where(Entry.division_id.in_(division_ids)).order_by(Entry.id)).all(),
        stages=stages,
        pools=db.scalars(select(Pool).where(Pool.stage_id.in_(stage_ids)).order_by(Pool.stage_id, Pool.id)).all(),
        matches=matches,
        results=db.scalars(
            select(ResultRow).where(ResultRow.match_id.in_(of_competition)).order_by(ResultRow.id)
        ).all(),
        marks=db.scalars(select(MarkRow).where(MarkRow.stage_id.in_(stage_ids)).order_by(MarkRow.id)).all(),
        facts=db.scalars(select(Fact).where(Fact.division_id.in_(division_ids)).order_by(Fact.id.desc())).all(),
    )


def load_competition(competition_id: int) -> Values:
    """A competition as the engine's value; MissingError when there is none."""
    return values_of(read_rows(competition_id))


def values_of(rows: Rows) -> Values:
    """The engine's value of a competition's rows."""
    current = rows.current_results()
    marks = _marks_by_stage(rows)
    stage_keys = {stage.id: stage.key for stage in rows.stages}
    members: dict[int, list[str]] = {}
    for person in rows.entries:
        if person.team_id is not None:
            members.setdefault(person.team_id, []).append(entry_key(person.id))
    entries = tuple(_entry(entry, members.get(entry.id, ())) for entry in rows.playing())
    playing = frozenset(entry.id for entry in entries)
    return Values(
        entries=entries,
        stages=tuple(_stage(rows, stage, marks.get(stage.id, ()), playing) for stage in rows.stages),
        matches=tuple(_match(match, stage_keys[match.stage_id], current.get(match.id)) for match in rows.matches),
        facts=_facts(rows.facts, rows.entries),
        name=rows.event.title_da,
        sport=rows.sport.slug,
        overall=overall_of(rows.competition.overall),
    )


def overall_of(written: Mapping[str, Any] | None) -> Overall | None:
    """How disciplines are put together, from its stored form, that of a tournament file."""
    if written is None:
        return None
    return Overall(**{**written, "points": tuple(written.get("points", ()))})


def written_rules(rows: Rows, stage: Stage) -> Mapping[str, Any]:
    """The rules of a stage as they are stored: its own, or those of its division."""
    found: Mapping[str, Any] = stage.options.get("rules") or rows.division_of(stage).rules
    return found


def result_kind_of(rows: Rows, stage: Stage) -> str:
    """What is counted in a stage: that of its discipline's sport, or of the competition's."""
    sport_id = next((found.sport_id for found in rows.disciplines if found.id == stage.discipline_id), rows.sport.id)
    return session().get_one(Sport, sport_id).result_kind


def rules_of(written: Mapping[str, Any]) -> Rules:
    """The rules of a division from their stored form, that of a tournament file."""
    usual = Rules()
    walkover = written.get("walkover", usual.walkover)
    bye = written.get("bye")
    return Rules(
        points=Points(**written["points"]) if "points" in written else usual.points,
        tiebreak=tuple(written.get("tiebreak", usual.tiebreak)),
        h2h_restart=Restart(written.get("h2h_restart", usual.h2h_restart)),
        walkover=None if walkover is None else (walkover[0], walkover[1]),
        bye=None if bye is None else (bye[0], bye[1]),
    )


def result_value(row: ResultRow) -> Result:
    """A result row as the engine's value."""
    return Result(
        kind=ResultKind(row.kind),
        home=row.home,
        away=row.away,
        shootout="home" if row.shootout == "home" else "away" if row.shootout == "away" else None,
        sets=tuple((home, away) for home, away in row.sets or ()),
    )


def mark_value(row: MarkRow) -> Mark:
    """A mark's row as the engine's value."""
    return Mark(entry_key(row.entry_id), tuple(row.attempts), MarkStatus(row.status))


def _marks_by_stage(rows: Rows) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for (stage_id, _entry_id), entered in rows.mark_chains().items():
        if entered.current is not None:
            found.setdefault(stage_id, []).append(mark_value(entered.current))
    return found


def _entry(entry: Entry, members: Sequence[str]) -> EntryValue:
    return EntryValue(
        id=entry_key(entry.id),
        name=entry.label,
        organisation=entry.organisation or None,
        municipality=entry.municipality or None,
        seed=entry.seed,
        pot=entry.pot,
        people=tuple(chain(entry.people, members)),
    )


def _stage(rows: Rows, stage: Stage, marks: Sequence[Mark], playing: frozenset[str]) -> StageValue:
    division = rows.division_of(stage)
    options = stage.options
    discipline = next((found.key for found in rows.disciplines if found.id == stage.discipline_id), None)
    formula = options.get("formula")
    return StageValue(
        id=stage.key,
        format=stage.format,
        pools=tuple(
            PoolValue(pool.key, tuple(parse_selector(side) for side in pool.entry_ids))
            for pool in rows.pools
            if pool.stage_id == stage.id
        ),
        entries=tuple(options.get("entries", ())),
        slots=tuple(parse_selector(slot) for slot in options.get("slots", ())),
        options={name: value for name, value in options.items() if name not in STAGE_KEYS},
        name=stage.name_da,
        pool_count=options.get("pool_count"),
        division=division.key,
        discipline=discipline or options.get("discipline"),
        rules=rules_of(written_rules(rows, stage)),
        best=Compare(options.get("best", {}).get("compare", Compare.TOTAL)),
        allocation=options.get("allocation"),
        marks=tuple(marks),
        formula=Formula(**formula) if formula else None,
        heats=tuple(tuple(heat) for heat in options.get("heats", ())),
        # People who are drawn into teams have wishes too, but no side in the matches.
        wishes=tuple(frozenset(wish) for wish in division.wishes if playing.issuperset(wish)),
    )


def _match(match: Match, stage_key: str, result: ResultRow | None) -> MatchValue:
    return MatchValue(
        id=match_key(match.number),
        stage=stage_key,
        home=parse_selector(match.home),
        away=parse_selector(match.away),
        round=match.round,
        pool=match.pool_key,
        result=result_value(result) if result is not None else None,
        status=MatchStatus(match.status),
        number=match.number,
    )


def _facts(facts: Sequence[Fact], entries: Iterable[Entry]) -> Facts:
    """What people decided; of two facts about the same thing the newer counts (the rows come newest first)."""
    numbers: dict[str, dict[str, Any]] = {kind: {} for kind in NUMBER_KINDS}
    orders: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in ORDER_KINDS}
    for fact in facts:
        if fact.kind in numbers:
            numbers[fact.kind].setdefault(fact.value["entry"], fact.value["number"])
        elif fact.kind in orders:
            orders[fact.kind].append(tuple(fact.value["order"]))
    withdrawn = {
        entry_key(entry.id): Policy(entry.withdrawal_policy or Policy.FORFEIT)
        for entry in entries
        if entry.withdrawn_at is not None
    }
    return Facts(
        adjust=numbers["adjust"],
        no_shows=numbers["no_shows"],
        fair_play=numbers["fair_play"],
        coefficient=numbers["coefficient"],
        withdrawn=withdrawn,
        lots=tuple(orders["lots"]),
        playoff=tuple(orders["playoff"]),
        shootout=tuple(orders["shootout"]),
        ranking=tuple(orders["ranking"]),
    )
