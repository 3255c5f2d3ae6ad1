"""What people must or may decide beside the matches: teams that share a place, and the facts a row goes by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from core.db import session
from tournament.engine.outcome import Row
from tournament.engine.selectors import BestOfRank, PoolRank, StageRank
from tournament.facts import ORDERS
from tournament.models import Division, Fact
from tournament.naming import division_name, table_name
from tournament.played_on import KEPT
from tournament.stars import STARS, list_stars
from tournament.store_view import CompetitionView, StageView
from tournament.table_rows import feeding_sides
from tournament.wording import number_text


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """Teams that share a rank which the competition needs decided, or that share it at all.

    `kinds` are the ways to decide it: those of the row's chain in their order, lots where it has none.
    """

    division_id: int
    table: str
    rank: int
    teams: tuple[tuple[str, str], ...]
    matters: bool
    kinds: tuple[tuple[str, str], ...]

    @property
    def facts(self) -> str:
        """The entries as the form of a draw of lots sends them."""
        return ",".join(entry for entry, _name in self.teams)


@dataclass(frozen=True, slots=True)
class FactLine:
    """Something people decided."""

    id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """What a row's chain asks people for: fair-play numbers, a ranking from outside; and whether there are stars."""

    division_id: int
    name: str
    teams: tuple[tuple[str, str], ...]
    fair_play: bool
    ranking: bool
    has_stars: bool


def order_names() -> dict[str, str]:
    """What an order that people decided is called."""
    return {
        "lots": _("Lodtrækning"),
        "playoff": _("Omkamp"),
        "shootout": _("Straffespark"),
        "ranking": _("Rangliste"),
    }


def shared_places(view: CompetitionView) -> list[SharedPlace]:
    """Ranks shared in tables that are played to the end; those that decide who goes on come first."""
    needed = needed_ranks(view)
    found = []
    for stage in view.stages:
        if stage.format == "measured":
            continue
        for pool in view.pool_states(stage.key):
            if pool.complete:
                spans = needed.get((stage.key, pool.id), set())
                found += _shared(view, stage, pool.rows, table_name(view, stage, pool.id), spans)
        for rank, best in view.state.get_stage(stage.key).best.items():
            going = _going(view, stage, rank)
            name = _("De bedste nr. %(rank)s", rank=rank)
            found += _shared(view, stage, [line.row for line in best], name, {going, going + 1}, both=True)
    return sorted(found, key=lambda place: not place.matters)


def _shared(
    view: CompetitionView, stage: StageView, rows: Iterable[Row], name: str, needed: set[int], *, both: bool = False
) -> list[SharedPlace]:
    """The ranks that several rows share; it matters where a needed rank is among them (`both`: all of them)."""
    by_rank: dict[int, list[str]] = {}
    for row in rows:
        by_rank.setdefault(row.rank, []).append(row.entry)
    found = []
    for rank, tied in by_rank.items():
        if len(tied) > 1:
            span = set(range(rank, rank + len(tied)))
            matters = needed <= span if both else bool(span & needed)
            teams = tuple((entry, view.labels.get(entry, entry)) for entry in tied)
            found.append(SharedPlace(stage.division_id, name, rank, teams, matters, _kinds_for(view, stage)))
    return found


def _kinds_for(view: CompetitionView, stage: StageView) -> tuple[tuple[str, str], ...]:
    names = order_names()
    chain = [code for code in view.rules_of(stage).tiebreak if code in ORDERS and code != "ranking"]
    return tuple((code, names[code]) for code in chain or ["lots"])


def _going(view: CompetitionView, stage: StageView, rank: int) -> int:
    """How many of those on a rank of all pools go on."""
    return sum(
        isinstance(side, BestOfRank) and (side.stage, side.rank) == (stage.key, rank)
        for target in view.stages_of(stage.division_id)
        for side in feeding_sides(view, target)
    )


def needed_ranks(view: CompetitionView) -> dict[tuple[str, str], set[int]]:
    """The ranks of each table that another match waits for."""
    needed: dict[tuple[str, str], set[int]] = {}
    for match in view.matches:
        for side in (match.home, match.away):
            match side.selector:
                case PoolRank(stage, pool, rank):
                    needed.setdefault((stage, pool), set()).add(rank)
                case StageRank(stage, rank):
                    needed.setdefault((stage, stage), set()).add(rank)
                case BestOfRank(stage, rank):
                    for state in view.pool_states(stage):
                        needed.setdefault((stage, state.id), set()).add(rank)
    return needed


def asked_facts(view: CompetitionView) -> tuple[AskedFacts, ...]:
    """The rows whose chain asks for facts that are not about a tie, or whose teams have got stars."""
    stars = list_stars(view.id)
    found = []
    for division in view.divisions:
        chains = {code for stage in view.stages_of(division.id) for code in view.rules_of(stage).tiebreak}
        asked = AskedFacts(
            division_id=division.id,
            name=division_name(view, division),
            teams=tuple((entry, view.labels[entry]) for entry in division.entries),
            fair_play="fair_play" in chains,
            ranking="ranking" in chains,
            has_stars=any(entry in stars for entry in division.entries),
        )
        if asked.fair_play or asked.ranking:
            found.append(asked)
    return tuple(found)


def kept_matches(view: CompetitionView) -> set[int]:
    """The printed numbers of the matches that stand though a correction gave them other teams."""
    values = session().scalars(
        select(Fact.value)
        .join(Division, Division.id == Fact.division_id)
        .where(Division.competition_id == view.id, Fact.kind == KEPT)
    )
    return {value["match"] for value in values}


def fact_lines(view: CompetitionView) -> list[FactLine]:
    """What people decided, newest first; stars stand with the teams."""
    facts = session().scalars(
        select(Fact)
        .join(Division, Division.id == Fact.division_id)
        .where(Division.competition_id == view.id, Fact.kind != STARS)
        .order_by(Fact.id.desc())
    )
    return [FactLine(fact.id, fact_text(view, fact), fact.at) for fact in facts]


def fact_text(view: CompetitionView, fact: Fact) -> str:
    """What was decided, in a line."""
    if fact.kind == KEPT:
        return _("Kamp %(number)s står, som den blev spillet", number=fact.value["match"])
    if "order" in fact.value:
        names = ", ".join(view.labels.get(entry, entry) for entry in fact.value["order"])
        return f"{order_names().get(fact.kind, fact.kind)}: {names}"
    team = view.labels.get(fact.value["entry"], fact.value["entry"])
    if fact.kind == "adjust":
        return _("%(team)s: %(number)s point", team=team, number=number_text(fact.value["number"], signed=True))
    name = {"fair_play": _("Fair play"), "no_shows": _("Udeblivelser")}.get(fact.kind, _("Koefficient"))
    return _("%(name)s for %(team)s: %(number)s", name=name, team=team, number=number_text(fact.value["number"]))
