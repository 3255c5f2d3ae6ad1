"""A team's day as lines: the programme, its matches and what may come, as I and you would say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask_babel import gettext as _

from core import clock
from core.site import row_text
from events.models import Event
from tournament.engine.outcome import PoolState
from tournament.engine.selectors import LoserOf, PoolRank, Selector, WinnerOf
from tournament.engine.values import Result, ResultKind
from tournament.match_rows import score_text
from tournament.naming import court_label, match_name, side_name
from tournament.store_view import CompetitionView, MatchView, SideView

LineState = Literal["done", "now", "planned"]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of the team's day: a match, a point of the programme, or what may come."""

    starts_at: datetime
    text: str
    score: str
    state: LineState


def day_lines(
    view: CompetitionView | None, entry: str | None, matches: Sequence[MatchView], event: Event, now: datetime
) -> tuple[DayLine, ...]:
    """The team's day in order of time: the programme, its matches, and where it may go from there."""
    made = [
        DayLine(item.starts_at, row_text(item, "text"), "", "done" if item.starts_at < now else "planned")
        for item in event.programme
    ]
    if view is not None and entry is not None:
        first_open = next((m for m in matches if m.is_to_play and clock.local(now).date() == event.starts_on), None)
        made += [
            _match_line(view, match, entry, match.starts_at, is_next=match is first_open)
            for match in matches
            if match.starts_at is not None and not match.is_empty
        ]
        made += _what_may_come(view, entry, matches)
    return tuple(sorted(made, key=lambda line: line.starts_at))


def _match_line(view: CompetitionView, match: MatchView, entry: str, starts_at: datetime, *, is_next: bool) -> DayLine:
    opponent = opponent_of(view, match, entry)
    if match.is_to_play:
        text = _(
            "%(match)s på %(court)s mod %(team)s",
            match=match_name(view, match),
            court=court_label(match),
            team=opponent,
        )
        return DayLine(starts_at, text, "", "now" if is_next else "planned")
    if view.get_division(match.division_id).shows == "no_results":
        return DayLine(starts_at, _("Spillede mod %(team)s", team=opponent), "", "done")
    score = _own_score(match.result, is_home=match.home.has(entry))
    return DayLine(starts_at, _done_text(match, entry, opponent), score, "done")


def _own_score(result: Result | None, *, is_home: bool) -> str:
    """The score with the team's own number first; "" where nothing was played."""
    if result is None or result.kind is not ResultKind.PLAYED or result.home is None or result.away is None:
        return ""
    if result.sets:
        return score_text(result)
    return f"{result.home}–{result.away}" if is_home else f"{result.away}–{result.home}"


def _done_text(match: MatchView, entry: str, opponent: str) -> str:
    result, has_won = match.result, match.resolved.winner == entry
    if result is None or result.kind is ResultKind.ANNULLED:
        return _("Kampen mod %(team)s tæller ikke med", team=opponent)
    if result.kind is ResultKind.BOTH_NO_SHOW:
        return _("Kampen mod %(team)s blev ikke spillet", team=opponent)
    if result.kind is not ResultKind.PLAYED:
        text = _("%(team)s kom ikke. I vandt") if has_won else _("Tabt uden kamp til %(team)s")
        return text % {"team": opponent}
    if match.resolved.winner is None or (result.home == result.away and not result.shootout):
        return _("Lige mod %(team)s", team=opponent)
    if result.shootout:
        text = _("Vandt efter straffespark over %(team)s") if has_won else _("Tabte efter straffespark til %(team)s")
    else:
        text = _("Vandt over %(team)s") if has_won else _("Tabte til %(team)s")
    return text % {"team": opponent}


def _what_may_come(view: CompetitionView, entry: str, matches: Sequence[MatchView]) -> list[DayLine]:
    """The matches the team can still reach: through the one it plays now, or through its pool."""
    ways: dict[Selector, str] = {}
    for match in (match for match in matches if match.is_to_play):
        ways |= {WinnerOf(match.key): _("Vinder I"), LoserOf(match.key): _("Taber I")}
    pool = pool_of(view, entry)
    if pool is not None and not pool[1].complete:
        ranks = range(1, len(pool[1].rows) + 1)
        ways |= {PoolRank(pool[0], pool[1].id, rank): _("Bliver I nr. %(rank)s", rank=rank) for rank in ranks}
    made = []
    for match in view.matches:
        for selector in (match.home.selector, match.away.selector):
            if selector in ways and match not in matches and match.starts_at is not None:
                where = ", ".join(part for part in (match_name(view, match), court_label(match)) if part)
                made.append(DayLine(match.starts_at, f"{ways[selector]}: {where}", "", "planned"))
    return made


def opponent_of(view: CompetitionView, match: MatchView, entry: str) -> str:
    """Who the team meets, or where the other team will come from."""
    side: SideView = match.away if match.home.has(entry) else match.home
    return side_name(view, side)


def pool_of(view: CompetitionView, entry: str) -> tuple[str, PoolState] | None:
    """The last stage with pools that the team plays in, and its table."""
    found = None
    for stage in (stage for stage in view.stages if not stage.is_measured):
        for pool in view.pool_states(stage.key):
            if any(row.entry == entry for row in pool.rows):
                found = stage.key, pool
    return found
