"""What the office's pages of results show: every match, one match with its history, ties that people must decide."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import session
from core.devices import Device
from core.people import User
from tournament.match_rows import match_row, result_note, score_text
from tournament.models import Division, Fact, ResultRow
from tournament.naming import side_name, table_name
from tournament.page_rows import MatchRow
from tournament.queries_office import is_overdue
from tournament.results import list_result_rows
from tournament.store import result_value
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView, MatchView, by_time

FILTERS = ("all", "missing", "played", "coming")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entered result: the score in words, who, when, why, and what became of it."""

    id: int
    text: str
    who: str
    at: datetime
    reason: str
    is_current: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """Teams that share a rank which the competition needs decided, or that share it at all."""

    division_id: int
    table: str
    rank: int
    teams: tuple[tuple[str, str], ...]
    matters: bool

    @property
    def facts(self) -> str:
        """The entries as the form of a draw of lots sends them."""
        return ",".join(entry for entry, _name in self.teams)


@dataclass(frozen=True, slots=True)
class FactLine:
    """Something people decided beside the matches."""

    id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team as the page lists it for being taken out or replaced."""

    id: int
    name: str
    is_out: bool


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The page "Resultater"."""

    view: CompetitionView
    rows: tuple[MatchRow, ...]
    counts: dict[str, int]
    chosen: str
    shared: tuple[SharedPlace, ...]
    facts: tuple[FactLine, ...]
    teams: tuple[TeamLine, ...]


def results_page(event_id: int, slug: str, chosen: str) -> ResultsPage:
    """Every match of an event, filtered; MissingError where it has no competition."""
    view = get_view(event_id)
    now = clock.now()
    kinds = {match.id: kind_of(match, now) for match in view.matches if not match.is_empty}
    shown = [m for m in sorted(view.matches, key=by_time) if m.id in kinds and chosen in ("all", kinds[m.id])]
    return ResultsPage(
        view=view,
        rows=tuple(match_row(view, match, link=lambda m: result_address(slug, m)) for match in shown),
        counts={**Counter(kinds.values()), "all": len(kinds)},
        chosen=chosen,
        shared=tuple(shared_places(view)),
        facts=tuple(fact_lines(view)),
        teams=tuple(team_lines(view)),
    )


def kind_of(match: MatchView, now: datetime) -> str:
    """Which list a match belongs to: its result is missing (or disputed), it is played, or it is still to come."""
    if match.is_disputed or is_overdue(match, now):
        return "missing"
    return "coming" if match.is_to_play else "played"


def result_address(slug: str, match: MatchView) -> str:
    """Where a match's result is written."""
    return url_for("tournament_office.result", slug=slug, number=match.number)


def history(match: MatchView) -> list[HistoryLine]:
    """Every result a match ever had, the newest first."""
    rows = list_result_rows(match.id)
    return [_line(row, row.id == match.result_id) for row in reversed(rows)]


def _line(row: ResultRow, is_current: bool) -> HistoryLine:
    if row.is_open:
        text = _("Resultatet blev taget tilbage")
    else:
        value = result_value(row)
        text = " ".join(filter(None, (score_text(value), result_note(value))))
    waits = row.disputes_id is not None and row.settled_at is None
    return HistoryLine(row.id, text, who(row.actor), row.at, row.reason, is_current, waits)


def who(actor: str) -> str:
    """Who entered something, as the office may know it."""
    kind, _colon, number = actor.partition(":")
    if kind == "device" and number:
        device = session().get(Device, int(number))
        return device.label if device is not None else _("En dommer")
    if kind == "user" and number:
        user = session().get(User, int(number))
        return user.name if user is not None else _("Kontoret")
    return _("Systemet")


def shared_places(view: CompetitionView) -> list[SharedPlace]:
    """Ranks shared in pools that are played to the end; those that decide who goes on come first."""
    needed = needed_ranks(view)
    found = []
    for stage in view.stages:
        for pool in view.pool_states(stage.key):
            if not pool.complete:
                continue
            for rank in dict.fromkeys(row.rank for row in pool.rows):
                tied = [row.entry for row in pool.rows if row.rank == rank]
                if len(tied) > 1:
                    spans = set(range(rank, rank + len(tied)))
                    names = tuple((entry, view.labels.get(entry, entry)) for entry in tied)
                    matters = bool(spans & needed.get((stage.key, pool.id), set()))
                    found.append(SharedPlace(stage.division_id, table_name(view, stage, pool.id), rank, names, matters))
    return sorted(found, key=lambda place: not place.matters)


def needed_ranks(view: CompetitionView) -> dict[tuple[str, str], set[int]]:
    """The ranks of each pool that another match waits for."""
    needed: dict[tuple[str, str], set[int]] = {}
    for match in view.matches:
        for side in (match.home, match.away):
            stage, _colon, rest = str(side.selector).partition(":")
            pool, _colon, rank = rest.partition(":")
            if pool == "*":
                for state in view.pool_states(stage):
                    needed.setdefault((stage, state.id), set()).add(int(rank.partition("#")[0]))
            elif rank.isdigit():
                needed.setdefault((stage, pool), set()).add(int(rank))
    return needed


def fact_lines(view: CompetitionView) -> list[FactLine]:
    """What people decided, newest first."""
    facts = session().scalars(
        select(Fact)
        .join(Division, Division.id == Fact.division_id)
        .where(Division.competition_id == view.id)
        .order_by(Fact.id.desc())
    )
    return [FactLine(fact.id, _fact_text(view, fact), fact.at) for fact in facts]


def _fact_text(view: CompetitionView, fact: Fact) -> str:
    if "order" in fact.value:
        names = ", ".join(view.labels.get(entry, entry) for entry in fact.value["order"])
        return _("Lodtrækning: %(teams)s", teams=names)
    team = view.labels.get(fact.value["entry"], fact.value["entry"])
    number = fact.value["number"]
    if fact.kind == "fair_play":
        return _("Fair play for %(team)s: %(number)s", team=team, number=number)
    return _("%(team)s: %(number)s point", team=team, number=f"{number:+d}")


def team_lines(view: CompetitionView) -> Sequence[TeamLine]:
    """The teams by name."""
    withdrawn = view.state.competition.facts.withdrawn
    lines = [TeamLine(int(key[1:]), name, key in withdrawn) for key, name in view.labels.items()]
    return sorted(lines, key=lambda line: line.name.lower())


def teams_text(view: CompetitionView, match: MatchView) -> str:
    """Both sides of a match in one line."""
    return f"{side_name(view, match.home)} – {side_name(view, match.away)}"
