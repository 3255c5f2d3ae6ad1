"""What a referee's screen shows: the courts it is paired for, their matches, and what may be done with each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _

from core.errors import MissingError, RuleError
from core.language import clock_time
from tournament.engine.selectors import LoserOf, Selector, WinnerOf
from tournament.engine.values import Result, ResultKind
from tournament.match_rows import match_note, match_row, short_score
from tournament.naming import court_label, hall_and_court, match_name, side_name, won_extra
from tournament.page_rows import MatchRow, Side
from tournament.scoring import Scoring
from tournament.store_cache import find_view
from tournament.store_view import CompetitionView, CourtView, MatchView, by_time

PRACTICE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a referee's device is for: "event:5:court:12", "event:5:hall:Hal 2", or the whole event "event:5"."""

    event_id: int
    court_id: int | None = None
    hall: str | None = None

    def covers(self, court: CourtView | None) -> bool:
        """Whether a court is one of the device's; a match without a court yet is only the whole event's."""
        if self.court_id is None and self.hall is None:
            return True
        if court is None:
            return False
        return court.id == self.court_id if self.court_id is not None else court.hall == self.hall


def read_scope(text: str) -> Scope:
    """Read a device's scope; MissingError where it is none of a referee's."""
    parts = text.split(":", 3)
    if parts[0] != "event" or len(parts) not in (2, 4) or not parts[1].isdigit():
        raise MissingError
    if len(parts) == 2:
        return Scope(int(parts[1]))
    if parts[2] == "court" and parts[3].isdigit():
        return Scope(int(parts[1]), court_id=int(parts[3]))
    if parts[2] == "hall":
        return Scope(int(parts[1]), hall=parts[3])
    raise MissingError


@dataclass(frozen=True, slots=True)
class Duty:
    """The courts of a device and their matches in the order of the day."""

    event_id: int
    view: CompetitionView | None
    courts: tuple[CourtView, ...]
    matches: tuple[MatchView, ...]

    def on_court(self, court: CourtView) -> list[MatchView]:
        """The matches of one of the courts."""
        return [match for match in self.matches if match.court == court]

    def get_match(self, match_id: int) -> MatchView:
        """A match of these courts.

        MissingError where the event has no such match, RuleError("tournament.not_this_court") where it is another
        court's.
        """
        if self.view is None:
            raise MissingError
        match = self.view.get_match(match_id)
        if match not in self.matches:
            raise RuleError("tournament.not_this_court", number=match.number, court=court_label(match) or "–")
        return match


def get_duty(scope_text: str) -> Duty:
    """The duty of a device by its scope."""
    scope = read_scope(scope_text)
    view = find_view(scope.event_id)
    if view is None or not view.is_published:
        return Duty(scope.event_id, view, (), ())
    courts = tuple(court for court in view.courts if scope.covers(court))
    matches = [match for match in view.matches if scope.covers(match.court) and not match.is_empty]
    return Duty(scope.event_id, view, courts, tuple(sorted(matches, key=by_time)))


def find_next(matches: Sequence[MatchView]) -> MatchView | None:
    """The match under way, else the first still to be played."""
    under_way = (match for match in matches if match.state == "now")
    return next(under_way, None) or next((match for match in matches if match.is_to_play), None)


def may_undo(duty: Duty, match: MatchView) -> bool:
    """Whether a referee may take a result back: the last of its court, and no later match there has begun."""
    if match.result_id is None or match.state != "done":
        return False
    here = [other for other in duty.matches if other.court == match.court]
    later = here[here.index(match) + 1 :]
    return not any(other.state == "now" or other.result_id is not None for other in later)


@dataclass(frozen=True, slots=True)
class MatchScreen:
    """One match on the screen: its row, what was seen of it, and what may be done."""

    id: int
    row: MatchRow
    seen: int
    scoring: Scoring
    sets: tuple[tuple[int, int], ...]
    may_undo: bool
    is_ready: bool
    outcome: str
    onward: tuple[str, ...]
    next_row: MatchRow | None


def match_screen(duty: Duty, match: MatchView) -> MatchScreen:
    """A match as the referee sees it."""
    view = duty.view
    if view is None:
        raise MissingError
    here = [other for other in duty.matches if other.court == match.court and other.id != match.id]
    following = find_next(here)
    names = side_name(view, match.home), side_name(view, match.away)
    return MatchScreen(
        id=match.id,
        row=screen_row(view, match),
        seen=match.result_id or 0,
        scoring=view.scoring(match),
        sets=match.result.sets if match.result else (),
        may_undo=may_undo(duty, match),
        is_ready=match.home.is_known and match.away.is_known,
        outcome=outcome_text(names[0], names[1], match.result, view.get_stage(match.stage).result_kind)
        if match.result
        else "",
        onward=onward_texts(view, match),
        next_row=screen_row(view, following) if following else None,
    )


def screen_row(view: CompetitionView, match: MatchView) -> MatchRow:
    """A match for the pad: its key is the row number that the inbox takes; a referee always sees the score."""
    row = match_row(view, match)
    running = match.running or (0, 0)
    result = match.result
    if result is not None and result.kind is ResultKind.PLAYED:
        running = (result.home or 0, result.away or 0)
    return replace(
        row,
        key=str(match.id),
        ends_at=row.ends_at if row.state == "now" else None,
        home=replace(row.home, score=str(running[0])),
        away=replace(row.away, score=str(running[1])),
        score=short_score(result) if result else "",
        note=match_note(view, match) if result else "",
    )


def typed_screen(screen: MatchScreen, home: Sequence[str], away: Sequence[str]) -> MatchScreen:
    """The screen with what was typed, so that a wrong number is mended and not lost."""
    row = replace(
        screen.row,
        home=replace(screen.row.home, score=next(iter(home or ()), "")),
        away=replace(screen.row.away, score=next(iter(away or ()), "")),
    )
    return replace(screen, row=row)


def outcome_text(home: str, away: str, result: Result, kind: str = "goals") -> str:
    """Who won, as it is read aloud."""
    if result.kind is ResultKind.BOTH_NO_SHOW:
        return _("Ingen af holdene kom.")
    if result.kind is ResultKind.ANNULLED:
        return _("Kampen tæller ikke med.")
    if result.kind is not ResultKind.PLAYED:
        return _("%(team)s vinder uden kamp.", team=home if result.kind is ResultKind.WALKOVER_HOME else away)
    if result.shootout:
        return _("%(team)s vandt %(how)s.", team=home if result.shootout == "home" else away, how=won_extra(kind))
    if result.home is None or result.away is None or result.home == result.away:
        return _("Det blev lige.")
    return _("%(team)s vandt.", team=home if result.home > result.away else away)


def onward_texts(view: CompetitionView, match: MatchView) -> tuple[str, ...]:
    """Where the winner and the loser of an elimination match go on, in sentences; nothing in a pool."""
    texts = []
    for selector, form in (
        (WinnerOf(match.key), _("Vinderen går til %(match)s.")),
        (LoserOf(match.key), _("Taberen går til %(match)s.")),
    ):
        following = _fed_by(view, selector)
        if following is not None:
            texts.append(form % {"match": _when_and_where(view, following)})
    return tuple(texts)


def _fed_by(view: CompetitionView, selector: Selector) -> MatchView | None:
    return next((m for m in view.matches if selector in (m.home.selector, m.away.selector)), None)


def _when_and_where(view: CompetitionView, match: MatchView) -> str:
    parts = [match_name(view, match)]
    if match.starts_at is not None:
        parts.append(_("kl. %(time)s", time=clock_time(match.starts_at)))
    if match.court is not None:
        parts.append(court_label(match))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class CourtScreen:
    """A court on the first screen: what is next there, and its whole day; it `waits` for the office to call one."""

    name: str
    match: MatchScreen | None
    rows: tuple[MatchRow, ...]
    done: int
    waits: bool = False


def court_screens(duty: Duty) -> tuple[CourtScreen, ...]:
    """The first screen: every court of the device with its next match."""
    if duty.view is None:
        return ()
    made = []
    for court in duty.courts:
        matches = duty.on_court(court)
        upcoming = find_next(matches)
        made.append(
            CourtScreen(
                name=hall_and_court(court),
                match=match_screen(duty, upcoming) if upcoming else None,
                rows=tuple(screen_row(duty.view, match) for match in matches),
                done=sum(not match.is_to_play for match in matches),
                waits=duty.view.is_next_free and any(match.is_to_play for match in duty.view.matches),
            )
        )
    return tuple(made)


def practice_match(starts_at: datetime) -> MatchRow:
    """The made-up match to practise on; it is in no database and goes nowhere."""
    return MatchRow(
        key="practice",
        number=0,
        stage=_("Øvekamp"),
        court=_("Øvebane"),
        starts_at=starts_at,
        ends_at=starts_at + PRACTICE,
        home=Side(_("De Blå"), "0"),
        away=Side(_("De Gule"), "0"),
        state="now",
    )
