"""A team's own page: the next match, the day line, the standing, the meals; in frozen rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from core import clock
from core.site import row_text
from events.facts import begins_at, ends_at
from events.models import Event
from teams.models import Registration
from tournament.engine.outcome import Row
from tournament.match_rows import is_decided, match_row, why_text
from tournament.naming import court_number, court_word, match_name
from tournament.pace import lateness
from tournament.page_rows import MatchRow
from tournament.store_view import CompetitionView, MatchView
from tournament.team_day import DayLine, day_lines, opponent_of, pool_of
from tournament.team_marks import TeamMarks, overall_row, overall_text, team_marks
from tournament.wording import number_text, reason_text

SOON = timedelta(hours=3)

TeamPhase = Literal["waiting", "off", "before", "day", "over"]


@dataclass(frozen=True, slots=True)
class NextMatch:
    """The next match, as macro next_match names it; `minutes` None where it is far off."""

    starts_at: datetime
    minutes: int | None
    court: str
    court_word: str
    opponent: str
    stage: str
    way: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the team stands, in a heading and its reason."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything a team's page shows. `own` is the entry's number for the live page, "" before the draw."""

    team: str
    organisation: str
    event_title: str
    slug: str
    starts_on: datetime
    ends_at: datetime
    place: str
    way: str
    phase: TeamPhase
    headline: str
    next_match: NextMatch | None
    on_now: MatchRow | None
    late_text: str
    lines: tuple[DayLine, ...]
    standing: Standing | None
    orders: tuple[tuple[str, int], ...]
    news: tuple[tuple[datetime, str], ...]
    own: str
    phone: str
    measured: TeamMarks | None


def phase_of(registration: Registration, event: Event, now: datetime, *, is_decided: bool) -> TeamPhase:
    """Where the team is: without a place, off, before the day, on it, or after it."""
    if registration.state in ("waiting", "asked", "offered"):
        return "waiting"
    if registration.state != "confirmed" or event.state in ("cancelled", "postponed"):
        return "off"
    if event.state == "finished" or now >= ends_at(event) or is_decided:
        return "over"
    is_today = clock.local(now).date() >= event.starts_on
    return "day" if is_today else "before"


def team_page(
    registration: Registration, event: Event, view: CompetitionView | None, now: datetime, *, queue: int = 0
) -> TeamPage:
    """The page of a team at a moment; `event` with venue, programme and notices, `queue` its place in the queue."""
    entries = view.registrations.get(registration.id, ()) if view is not None else ()
    entry = next(iter(entries), None)
    matches = view.of_entry(entry) if view is not None and entry is not None and view.is_published else ()
    decided = view is not None and entry is not None and is_decided(view, view.get_division(_division_id(view, entry)))
    phase = phase_of(registration, event, now, is_decided=decided)
    upcoming = next((m for m in matches if m.is_to_play), None)
    on_now = upcoming if upcoming is not None and upcoming.state == "now" else None
    standing = _standing(view, entry) if view is not None and entry is not None else None
    return TeamPage(
        team=registration.name,
        organisation=registration.organisation.name,
        event_title=row_text(event, "title"),
        slug=event.slug,
        starts_on=begins_at(event),
        ends_at=ends_at(event),
        place=", ".join(part for part in (event.place, event.city) if part),
        way=row_text(event.venue, "way") if event.venue is not None else "",
        phase=phase,
        headline=_headline(registration, event, phase, standing, queue, has_played_all=bool(matches) and not upcoming),
        next_match=_next(view, upcoming, entry, event, now) if view and entry and upcoming and not on_now else None,
        on_now=match_row(view, on_now, own=entry) if view is not None and on_now is not None else None,
        late_text=_late_text(view, upcoming, now) if view is not None and upcoming is not None else "",
        lines=day_lines(view, entry, matches, event, now),
        standing=standing,
        orders=tuple((row_text(line.cap, "label"), line.quantity) for line in registration.options if line.quantity),
        news=tuple((notice.at, row_text(notice, "text")) for notice in event.notices),
        own=entry.removeprefix("e") if entry else "",
        phone=event.contact_phone,
        measured=team_marks(view, entries),
    )


def _division_id(view: CompetitionView, entry: str) -> int:
    return next(division.id for division in view.divisions if entry in division.entries)


def _headline(
    registration: Registration,
    event: Event,
    phase: TeamPhase,
    standing: Standing | None,
    queue: int,
    *,
    has_played_all: bool,
) -> str:
    if phase == "waiting":
        return (
            _("I er nr. %(number)s på ventelisten.", number=queue) if queue else _("Kontoret ser på jeres tilmelding.")
        )
    if event.state == "cancelled":
        return _("Stævnet er aflyst.")
    if event.state == "postponed":
        return _("Stævnet er udsat.")
    if phase == "off":
        return _("I har meldt afbud.") if registration.state == "withdrawn" else _("I har ikke en plads.")
    if phase == "over":
        return standing.title if standing is not None else _("Tak for i dag.")
    return _("I har spillet alle jeres kampe.") if has_played_all else _("I er med.")


def _next(view: CompetitionView, match: MatchView, entry: str, event: Event, now: datetime) -> NextMatch | None:
    if match.starts_at is None or match.court is None:
        return None
    left = match.starts_at - now
    minutes = max(0, -(-int(left.total_seconds()) // 60)) if left < SOON else None
    hall = match.court.hall
    way = row_text(event.venue, "way") if event.venue is not None else ""
    return NextMatch(
        starts_at=match.starts_at,
        minutes=minutes,
        court=court_number(match.court.name),
        court_word=court_word(view),
        opponent=opponent_of(view, match, entry),
        stage=match_name(view, match),
        way=" ".join(part for part in (f"{hall}." if hall else "", way) if part),
    )


def _late_text(view: CompetitionView, match: MatchView, now: datetime) -> str:
    """How late the court of the next match is, so that nobody runs for nothing."""
    if match.court is None:
        return ""
    minutes, _changes_at = lateness(view.on_court(match.court.id), now)
    if not minutes:
        return ""
    return _("%(court)s er ca. %(minutes)s min forsinket.", court=match.court.name, minutes=minutes)


def _standing(view: CompetitionView, entry: str) -> Standing | None:
    division = view.get_division(_division_id(view, entry))
    if division.shows != "all":
        return None
    overall = overall_row(view, (entry,)) if is_decided(view, division) else None
    if overall is not None:
        return Standing(_("I blev nr. %(places)s", places=overall.rank), overall_text(overall))
    state = next((found for found in view.state.divisions if found.division == division.key), None)
    place = next((found for found in state.places if found.entry == entry), None) if state else None
    if place is not None and is_decided(view, division):
        places = str(place.first) if place.first == place.last else f"{place.first}–{place.last}"
        return Standing(_("I blev nr. %(places)s", places=places), f"{reason_text(place.reason)}.")
    found = pool_of(view, entry)
    if found is None:
        return None
    pool = found[1]
    row: Row = next(row for row in pool.rows if row.entry == entry)
    if not row.played:
        return None
    text = ngettext(
        "I har %(points)s point efter %(num)s kamp.",
        "I har %(points)s point efter %(num)s kampe.",
        row.played,
        points=number_text(row.points),
    )
    why = why_text(view, pool, pool.rows.index(row))
    title = _("Nr. %(rank)s i pulje %(pool)s", rank=row.rank, pool=pool.id)
    return Standing(title, f"{text} {why}." if why else text)
