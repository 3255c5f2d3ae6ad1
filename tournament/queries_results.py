"""What the office's pages of results show: every match, one match with its history, the teams."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core import clock
from core.db import session
from core.devices import Device
from core.people import User
from tournament.engine.values import Result
from tournament.match_rows import match_row, result_note, score_text
from tournament.models import ResultRow
from tournament.naming import side_name
from tournament.page_rows import MatchRow
from tournament.queries_facts import (
    AskedFacts,
    FactLine,
    SharedPlace,
    asked_facts,
    fact_lines,
    kept_matches,
    shared_places,
)
from tournament.queries_office import is_overdue
from tournament.result_ledger import list_result_rows
from tournament.stars import Stars, list_stars
from tournament.store import result_value
from tournament.store_cache import get_view
from tournament.store_view import CompetitionView, MatchView, by_time
from tournament.wording import number_text

FILTERS = ("all", "missing", "played", "coming")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entered result: the score in words, who, when, why, and what became of it.

    `fields` are those of the form that writes it again, none where it took a result back.
    """

    id: int
    text: str
    who: str
    at: datetime
    reason: str
    is_current: bool
    waits: bool
    fields: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team as the page lists it for being taken out or replaced; `stars` is what referees gave it, in words."""

    id: int
    name: str
    is_out: bool
    stars: str = ""


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The page "Resultater"."""

    view: CompetitionView
    rows: tuple[MatchRow, ...]
    counts: dict[str, int]
    chosen: str
    shared: tuple[SharedPlace, ...]
    facts: tuple[FactLine, ...]
    asked: tuple[AskedFacts, ...]
    teams: tuple[TeamLine, ...]


def results_page(event_id: int, slug: str, chosen: str) -> ResultsPage:
    """Every match of an event, filtered; MissingError where it has no competition."""
    view = get_view(event_id)
    now = clock.now()
    kinds = {match.id: kind_of(match, now) for match in view.matches if not match.is_empty}
    shown = [m for m in sorted(view.matches, key=by_time) if m.id in kinds and chosen in ("all", kinds[m.id])]
    kept = kept_matches(view)
    rows = (match_row(view, match, link=lambda m: result_address(slug, m)) for match in shown)
    return ResultsPage(
        view=view,
        rows=tuple(replace(row, note=kept_note(row.note)) if row.number in kept else row for row in rows),
        counts={**Counter(kinds.values()), "all": len(kinds)},
        chosen=chosen,
        shared=tuple(shared_places(view)),
        facts=tuple(fact_lines(view)),
        asked=asked_facts(view),
        teams=tuple(team_lines(view)),
    )


def kept_note(note: str) -> str:
    """What is said beside a match that stands with teams that a correction took away."""
    return ", ".join(filter(None, [note, _("står med de hold, der spillede")]))


def kind_of(match: MatchView, now: datetime) -> str:
    """Which list a match belongs to: its result is missing (or disputed), it is played, or it is still to come."""
    if match.is_disputed or is_overdue(match, now):
        return "missing"
    return "coming" if match.is_to_play else "played"


def result_address(slug: str, match: MatchView) -> str:
    """Where a match's result is written."""
    return url_for("tournament_office.result", slug=slug, number=match.number)


def history(view: CompetitionView, match: MatchView) -> list[HistoryLine]:
    """Every result a match ever had, the newest first."""
    kind = view.get_stage(match.stage).result_kind
    return [_line(row, kind, row.id == match.result_id) for row in reversed(list_result_rows(match.id))]


def _line(row: ResultRow, kind: str, is_current: bool) -> HistoryLine:
    if row.is_open:
        text = _("Resultatet blev taget tilbage")
    else:
        value = result_value(row)
        text = " ".join(filter(None, (score_text(value), result_note(value, kind))))
    waits = row.disputes_id is not None and row.settled_at is None
    fields = () if row.is_open else _fields_of(result_value(row))
    return HistoryLine(row.id, text, who(row.actor), row.at, row.reason, is_current, waits, fields)


def _fields_of(entered: Result) -> tuple[tuple[str, object], ...]:
    """A result as the office's form sends it; a set has two fields."""
    score = [("home", entered.home), ("away", entered.away), ("shootout", entered.shootout or "")]
    sets = [("set_home", home) for home, _away in entered.sets] + [("set_away", away) for _home, away in entered.sets]
    sent = [("kind", str(entered.kind)), *(sets or score)]
    return tuple((name, value) for name, value in sent if value is not None)


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


def team_lines(view: CompetitionView) -> Sequence[TeamLine]:
    """The teams by name."""
    withdrawn = view.state.competition.facts.withdrawn
    stars = list_stars(view.id)
    lines = [
        TeamLine(int(key[1:]), name, key in withdrawn, stars_text(stars[key]) if key in stars else "")
        for key, name in view.labels.items()
    ]
    return sorted(lines, key=lambda line: line.name.lower())


def stars_text(stars: Stars) -> str:
    """What a team got from the referees: "4½ af 5 i 2 kampe"."""
    average = number_text(round(stars.average, 2))
    return ngettext(
        "%(average)s af 5 i %(num)s kamp", "%(average)s af 5 i %(num)s kampe", stars.matches, average=average
    )


def teams_text(view: CompetitionView, match: MatchView) -> str:
    """Both sides of a match in one line."""
    return f"{side_name(view, match.home)} – {side_name(view, match.away)}"
