"""The live page of an event: what is on, what comes, who stands where, in frozen rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from core.language import clock_time, in_language, weekday
from core.site import earliest
from events.models import Event
from tournament.disciplines import DisciplineBlock, Together, discipline_blocks, disciplines_text, put_together
from tournament.mark_rows import newest_mark
from tournament.match_rows import all_rows, court_rows
from tournament.naming import division_name, is_of_people
from tournament.pace import LATEST_MINUTES, Pace, measure_pace
from tournament.page_rows import CourtRow, MatchRow, PlaceRow, StageBlock
from tournament.place_rows import find_champion, is_decided, place_rows
from tournament.stage_blocks import stage_blocks
from tournament.store_view import CompetitionView, DivisionView

Phase = Literal["unplanned", "before", "running", "over"]


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """A row of the competition on the live page; `heading` is "" where there is only one.

    `disciplines` are what is measured, and every discipline where the row plays several.
    """

    key: str
    heading: str
    champion: str | None
    blocks: tuple[StageBlock, ...]
    places: tuple[PlaceRow, ...]
    is_decided: bool
    note: str
    disciplines: tuple[DisciplineBlock, ...]


@dataclass(frozen=True, slots=True)
class LivePage:
    """Everything the live page shows; `announce` is read aloud when it is another than before.

    `together` are several disciplines put together, None where they are not.
    """

    title: str
    slug: str
    place: str
    phase: Phase
    state_text: str
    summary: str
    own: str
    courts: tuple[CourtRow, ...]
    divisions: tuple[DivisionPage, ...]
    coming: tuple[MatchRow, ...]
    played: tuple[MatchRow, ...]
    announce: str
    changes_at: datetime | None
    together: Together | None = None


def phase_of(view: CompetitionView | None, now: datetime) -> Phase:
    """Where the day is: no plan yet, nothing begun, under way, everything played and measured."""
    if view is None or not (view.is_shown or view.measured):
        return "unplanned"
    to_measure = [stage for stage in view.measured if not view.state.get_stage(stage.key).complete]
    if not any(match.is_to_play for match in view.matches) and not to_measure and not view.awaits_draw:
        return "over"
    has_begun = bool(view.marks) or any(m.state == "now" or m.result_id is not None for m in view.matches)
    starts_at = first_start(view)
    return "running" if has_begun or (starts_at is not None and starts_at <= now) else "before"


def first_start(view: CompetitionView) -> datetime | None:
    """When the first match of the day begins."""
    return min((match.starts_at for match in view.matches if match.starts_at is not None), default=None)


def pace_text(pace: Pace) -> str:
    """How the day keeps its times, in one sentence."""
    if not pace.late:
        return _("Vi holder tiden.") if pace.courts else ""
    if pace.minutes >= LATEST_MINUTES:
        return _("Vi er over en time forsinket. Hør efter i hallen.")
    if pace.is_everywhere:
        return _("Ca. %(minutes)s min forsinket.", minutes=pace.minutes)
    if len(pace.late) == 1:
        court, minutes = pace.late[0]
        return _("%(court)s er ca. %(minutes)s min forsinket.", court=court, minutes=minutes)
    return _("Nogle baner er op til %(minutes)s min forsinket.", minutes=pace.minutes)


def summary_text(view: CompetitionView, phase: Phase, pace: Pace) -> str:
    """How many teams, how far the day is and whether it keeps its times."""
    teams = ngettext("%(num)s hold.", "%(num)s hold.", len(view.labels))
    if view.stages and all(is_of_people(view, stage) for stage in view.stages):
        teams = ngettext("%(num)s deltager.", "%(num)s deltagere.", len(view.labels))
    if view.measured:
        teams = f"{teams} {disciplines_text(view)}"
    if not view.is_shown:
        return teams
    matches = [match for match in view.matches if match.state != "off"]
    done = sum(not match.is_to_play for match in matches)
    if phase == "over":
        return f"{teams} " + _("Alle %(count)s kampe er spillet.", count=len(matches))
    starts_at = first_start(view)
    if phase == "before" and starts_at is not None:
        first = _("Første kamp er %(day)s kl. %(time)s.", day=weekday(starts_at), time=clock_time(starts_at))
        return f"{teams} {first}"
    counted = _("%(done)s af %(count)s kampe er spillet.", done=done, count=len(matches))
    return " ".join(part for part in (teams, counted, pace_text(pace)) if part)


def state_text_of(phase: Phase) -> str:
    """The phase in a word, beside its icon."""
    texts = {
        "unplanned": _("Planen kommer"),
        "before": _("Snart i gang"),
        "running": _("I gang"),
        "over": _("Slut"),
    }
    return texts[phase]


def place_of(event: Event) -> str:
    """Where it is: the venue and its town."""
    return ", ".join(part for part in (event.place, event.city) if part)


def live_page(event: Event, view: CompetitionView | None, now: datetime, own: str | None = None) -> LivePage:
    """The live page at a moment; `own` is the entry that the reader follows."""
    phase = phase_of(view, now)
    known = {
        "title": in_language(event.title_da, event.title_en),
        "slug": event.slug,
        "place": place_of(event),
        "phase": phase,
        "state_text": state_text_of(phase),
    }
    if view is None or phase == "unplanned":
        return LivePage(
            **known, summary="", own="", courts=(), divisions=(), coming=(), played=(), announce="", changes_at=None
        )
    pace = measure_pace(view, now)
    own = own if own in view.labels else None
    rows = all_rows(view, own=own) if view.is_shown else ()
    played = tuple(reversed([row for row in rows if row.state not in ("planned", "now")]))
    return LivePage(
        **known,
        summary=summary_text(view, phase, pace),
        own=view.labels.get(own, "") if own else "",
        courts=court_rows(view, now, own=own) if phase != "over" else (),
        divisions=tuple(_division_page(view, division, own) for division in view.divisions),
        coming=tuple(row for row in rows if row.state in ("planned", "now")),
        played=played,
        announce=announcement(view),
        changes_at=earliest(view.next_change, pace.changes_at),
        together=put_together(view, frozenset([own] if own else [])),
    )


def announcement(view: CompetitionView) -> str:
    """What came last, a result or a mark, as a sentence."""
    if not view.marks:
        return newest_result(view)
    at, text = newest_mark(view)
    newer = any(match.result_at is not None and match.result_at > at for match in view.matches)
    return newest_result(view) if newer else text


def newest_result(view: CompetitionView) -> str:
    """The result that came last, as a sentence; "" while there is none or the row does not show them."""
    with_result = [match for match in view.matches if match.result_at is not None]
    newest = max(with_result, key=lambda match: (match.result_at, match.result_id), default=None)
    if newest is None or view.get_division(newest.division_id).shows == "no_results":
        return ""
    row = next(row for row in all_rows(view) if row.key == newest.key)
    return _(
        "Kamp %(number)s er slut: %(home)s – %(away)s %(score)s.",
        number=row.number,
        home=row.home.name,
        away=row.away.name,
        score=" ".join(part for part in (row.score, row.note) if part),
    )


def _division_page(view: CompetitionView, division: DivisionView, own: str | None) -> DivisionPage:
    is_planned = view.is_shown
    disciplines = discipline_blocks(view, division, frozenset([own] if own else []))
    notes = {
        "no_table": _("Her spiller vi for sjov. Derfor viser vi ikke stillingen."),
        "no_results": _("Her spiller vi for sjov. Derfor viser vi ikke resultater."),
    }
    # Of several disciplines none is the whole row.
    is_one = len(disciplines) < 2
    has_matches = any(not stage.is_measured for stage in view.stages_of(division.id))
    return DivisionPage(
        key=division.key,
        heading=division_name(view, division),
        champion=find_champion(view, division) if is_one else None,
        blocks=stage_blocks(view, division, own=own) if is_planned else (),
        places=place_rows(view, division, own=own) if is_one and has_matches and is_planned else (),
        is_decided=is_decided(view, division),
        note=notes.get(division.shows, ""),
        disciplines=disciplines,
    )
