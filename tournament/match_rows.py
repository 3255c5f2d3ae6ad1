"""From the computed competition to rows of matches: lists, boards, a court's next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from tournament.bracket_shape import Part
from tournament.engine.values import Result, ResultKind
from tournament.naming import court_label, hall_and_court, match_name, referee_name, short_name, side_name, won_extra
from tournament.page_rows import CourtRow, MatchRow, Side
from tournament.store_view import CompetitionView, CourtView, MatchView, SideView, by_time

WALKOVERS = (ResultKind.WALKOVER_HOME, ResultKind.WALKOVER_AWAY)


def no_link(_match: MatchView) -> str:
    """The address of matches that lead nowhere."""
    return ""


def score_text(result: Result) -> str:
    """A result in figures: "3–1", "11–7, 9–11, 11–5"; "" where nothing was played."""
    if result.sets:
        return ", ".join(f"{home}–{away}" for home, away in result.sets)
    if result.kind is not ResultKind.PLAYED or result.home is None or result.away is None:
        return ""
    return f"{result.home}–{result.away}"


def short_score(result: Result) -> str:
    """A result in figures that fit a list on a phone: of several sets only how many each side won."""
    return score_text(replace(result, sets=()) if len(result.sets) > 1 else result)


def sets_text(result: Result) -> str:
    """The sets one by one, where there are several: "11–7, 9–11, 11–5"."""
    return score_text(result) if len(result.sets) > 1 else ""


def result_note(result: Result, kind: str = "goals") -> str:
    """What the figures do not say: a shoot-out, a team that did not come, a match that does not count."""
    if result.kind in WALKOVERS:
        return _("tabt uden kamp")
    if result.kind is ResultKind.BOTH_NO_SHOW:
        return _("ingen af holdene kom")
    if result.kind is ResultKind.ANNULLED:
        return _("tæller ikke med")
    return won_extra(kind) if result.shootout else ""


def match_note(view: CompetitionView, match: MatchView) -> str:
    """What is said beside a match: about its result, or that it is played only if it must be."""
    if match.is_called and match.is_to_play:
        return _("kaldt nu")
    if match.result is not None:
        shows_sets = view.get_division(match.division_id).shows != "no_results"
        note = result_note(match.result, view.get_stage(match.stage).result_kind)
        return ", ".join(filter(None, [sets_text(match.result) if shows_sets else "", note]))
    seat = view.find_seat(match)
    if seat is not None and seat.part is Part.DECIDER:
        return _("Blev ikke nødvendig") if match.is_empty else _("Spilles kun, hvis det bliver nødvendigt")
    return ""


def _side(view: CompetitionView, match: MatchView, name: str, own: str | None, *, shows_score: bool) -> Side:
    side: SideView = match.home if name == "home" else match.away
    result = match.result
    score = ""
    if shows_score and result is not None and result.kind is ResultKind.PLAYED:
        goals = result.home if name == "home" else result.away
        if len(result.sets) == 1:
            goals = result.sets[0][name == "away"]
        score = "" if goals is None else str(goals)
    elif shows_score and match.running is not None and match.state == "now":
        score = str(match.running[0 if name == "home" else 1])
    return Side(
        name=side_name(view, side),
        score=score,
        won=shows_score and match.resolved.winner is not None and match.resolved.winner == side.entry,
        own=own is not None and side.has(own),
        known=side.is_known,
    )


def match_row(
    view: CompetitionView, match: MatchView, *, own: str | None = None, link: Callable[[MatchView], str] = no_link
) -> MatchRow:
    """A match as pages show it; `own` is the reader's team, `link` gives where the match leads.

    Where a row is played without results its scores and winners are left out.
    """
    shows_score = view.get_division(match.division_id).shows != "no_results"
    result = match.result
    return MatchRow(
        key=match.key,
        number=match.number,
        stage=match_name(view, match),
        court=court_label(match),
        starts_at=match.starts_at,
        ends_at=match.ends_at,
        home=_side(view, match, "home", own, shows_score=shows_score),
        away=_side(view, match, "away", own, shows_score=shows_score),
        score=short_score(result) if result is not None and shows_score else "",
        note=match_note(view, match),
        state=match.state,
        href=link(match),
        short=short_name(view, match),
        referee=referee_name(view, match.referee) if match.is_to_play else "",
        is_about=view.is_next_free and match.state == "planned",
    )


def court_rows(view: CompetitionView, now: datetime, *, own: str | None = None) -> tuple[CourtRow, ...]:
    """Every court with what is on and what comes next."""
    return tuple(
        _court_row(view, court, now, own) for court in view.courts if view.is_next_free or view.on_court(court.id)
    )


def _court_row(view: CompetitionView, court: CourtView, now: datetime, own: str | None) -> CourtRow:
    matches = view.on_court(court.id)
    on = next((match for match in matches if match.state == "now"), None)
    coming = next((match for match in matches if match.is_to_play and match is not on), None)
    note = ""
    if view.is_next_free:
        note = _("Holdene er kaldt. De er på vej.") if coming is not None else _("Banen er fri lige nu.")
    elif coming is None:
        note = _("Der kommer flere kampe.") if view.awaits_draw else _("Alle kampe her er spillet.")
    elif coming.starts_at is not None and coming.starts_at <= now:
        note = _("Kampen begynder om lidt.")
    return CourtRow(
        name=hall_and_court(court),
        match=match_row(view, on, own=own) if on else None,
        next=match_row(view, coming, own=own) if coming else None,
        note=note,
    )


def all_rows(view: CompetitionView, *, own: str | None = None) -> tuple[MatchRow, ...]:
    """Every match in the order of the day, without those nobody plays."""
    return tuple(match_row(view, match, own=own) for match in sorted(view.matches, key=by_time) if not match.is_empty)
