"""A team's day as lines: the programme, its matches and what may come, as I and you would say them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from flask_babel import gettext as _

from core import clock
from core.site import row_text
from events.models import Event
from tournament.engine.selectors import members_of
from tournament.engine.values import Result, ResultKind
from tournament.match_rows import score_text
from tournament.naming import court_label, match_name, side_name, won_extra
from tournament.store_view import CompetitionView, MatchView, SideView
from tournament.team_ways import ways_on_from

LineState = Literal["done", "now", "planned"]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of the team's day: a match, a point of the programme, or what may come; some have no time yet.

    `is_about`: matches are called from a queue, and the time is about then.
    """

    starts_at: datetime | None
    text: str
    score: str
    state: LineState
    is_about: bool = False


def day_lines(
    view: CompetitionView | None, entries: Mapping[str, Sequence[MatchView]], event: Event, now: datetime
) -> tuple[DayLine, ...]:
    """A registration's day in order of time: the programme, the matches of each that it plays as, what may follow.

    Where it plays as several, each line says whom it is about.
    """
    made = [
        DayLine(item.starts_at, row_text(item, "text"), "", "done" if item.starts_at < now else "planned")
        for item in event.programme
    ]
    for entry, matches in entries.items() if view is not None else ():
        name = f"{view.labels.get(entry, entry)}: " if len(entries) > 1 else ""
        first_open = next((m for m in matches if m.is_to_play and clock.local(now).date() == event.starts_on), None)
        lines = [_match_line(view, match, entry, is_next=match is first_open) for match in matches if _is_shown(match)]
        lines += [_referee_line(match) for match in _refereed(view, entry)]
        lines += [DayLine(way.starts_at, way.text, "", "planned") for way in ways_on_from(view, entry, matches)]
        made += [replace(line, text=name + line.text, is_about=_is_about(view, line)) for line in lines]
    return tuple(sorted(made, key=_by_time))


def _refereed(view: CompetitionView, entry: str) -> list[MatchView]:
    """The matches that a team is still to referee."""
    return [match for match in view.matches if match.referee == entry and match.is_to_play and match.starts_at]


def _referee_line(match: MatchView) -> DayLine:
    text = _("I dømmer kamp %(number)s på %(court)s", number=match.number, court=court_label(match))
    return DayLine(match.starts_at, text, "", "planned")


def _is_about(view: CompetitionView, line: DayLine) -> bool:
    return view.is_next_free and line.state != "done"


def _by_time(line: DayLine) -> tuple[bool, float]:
    return line.starts_at is None, line.starts_at.timestamp() if line.starts_at else 0.0


def _is_shown(match: MatchView) -> bool:
    """Matches that have a time or are over; and a round that a team sits out."""
    return (match.starts_at is not None and not match.is_empty) or match.is_bye


def _match_line(view: CompetitionView, match: MatchView, entry: str, *, is_next: bool) -> DayLine:
    if match.is_bye:
        return DayLine(
            match.starts_at, _("%(match)s: I er oversidder. Tag en pause", match=match_name(view, match)), "", "done"
        )
    opponent = opponent_of(view, match, entry)
    if match.is_to_play:
        text = _("%(match)s mod %(team)s", match=match_name(view, match), team=opponent)
        if match.court is not None:
            facts = {"match": match_name(view, match), "court": court_label(match), "team": opponent}
            text = _("%(match)s på %(court)s mod %(team)s", **facts)
        with_whom = partners_of(view, match, entry)
        if with_whom:
            text = f"{text}. " + _("Makker: %(names)s", names=with_whom)
        return DayLine(match.starts_at, text, "", "now" if is_next else "planned")
    if view.get_division(match.division_id).shows == "no_results":
        return DayLine(match.starts_at, _("Spillede mod %(team)s", team=opponent), "", "done")
    score = own_score(match.result, is_home=match.home.has(entry))
    return DayLine(match.starts_at, _done_text(view, match, entry, opponent), score, "done")


def own_score(result: Result | None, *, is_home: bool) -> str:
    """The score with the team's own number first; "" where nothing was played."""
    if result is None:
        return ""
    if is_home or result.home is None or result.away is None:
        return score_text(result)
    return score_text(Result(result.kind, result.away, result.home, None, tuple((b, a) for a, b in result.sets)))


def _done_text(view: CompetitionView, match: MatchView, entry: str, opponent: str) -> str:
    result = match.result
    has_won = match.resolved.winner is not None and entry in members_of(match.resolved.winner)
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
        how = won_extra(view.get_stage(match.stage).result_kind)
        text = _("Vandt %(how)s over %(team)s") if has_won else _("Tabte %(how)s til %(team)s")
        return text % {"how": how, "team": opponent}
    text = _("Vandt over %(team)s") if has_won else _("Tabte til %(team)s")
    return text % {"team": opponent}


def opponent_of(view: CompetitionView, match: MatchView, entry: str) -> str:
    """Who the team meets, or where the other team will come from."""
    side: SideView = match.away if match.home.has(entry) else match.home
    return side_name(view, side)


def partners_of(view: CompetitionView, match: MatchView, entry: str) -> str:
    """With whom a person plays, where teams are made of people for one match; "" for a team."""
    side = match.home if match.home.has(entry) else match.away
    names = [view.labels.get(name, name) for name in members_of(side.entry or "") if name != entry]
    return ", ".join(names) if side.entry and side.has(entry) else ""
