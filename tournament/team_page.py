"""A team's own page: the next match, the day line, the standing, the meals; in frozen rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask_babel import gettext as _

from core import clock
from core.site import row_text
from events.facts import begins_at, ends_at
from events.models import Event
from teams.models import Registration
from tournament.page_rows import MatchRow
from tournament.place_rows import is_decided
from tournament.store_view import CompetitionView
from tournament.team_day import DayLine, day_lines
from tournament.team_marks import TeamMarks, team_marks
from tournament.team_messages import list_messages
from tournament.team_parts import NextMatch, Standing, TeamPart, division_of, team_parts

TeamPhase = Literal["waiting", "off", "before", "day", "over"]


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything a team's page shows. The header's match is the soonest of its `parts`, one for each it plays as.

    `own` is the number of the first of them for the live page, "" before the draw.
    """

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
    plays_as: str
    parts: tuple[TeamPart, ...]
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
    parts = team_parts(view, entries, event, now)
    decided = view is not None and bool(entries) and all(is_decided(view, division_of(view, e)) for e in entries)
    phase = phase_of(registration, event, now, is_decided=decided)
    first = parts[0] if parts else None
    standing = first.standing if first is not None and len(parts) == 1 else None
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
        headline=_headline(registration, event, phase, standing, queue, parts),
        next_match=first.next_match if first is not None else None,
        on_now=first.on_now if first is not None else None,
        late_text=first.late_text if first is not None else "",
        plays_as=first.name if first is not None and (len(parts) > 1 or first.name != registration.name) else "",
        parts=parts,
        lines=day_lines(view, {part.entry: part.matches for part in parts}, event, now),
        standing=standing,
        orders=tuple((row_text(line.cap, "label"), line.quantity) for line in registration.options if line.quantity),
        news=tuple(
            sorted(
                (*((notice.at, row_text(notice, "text")) for notice in event.notices), *list_messages(entries)),
                key=lambda told: told[0],
                reverse=True,
            )
        ),
        own=first.own if first is not None else "",
        phone=event.contact_phone,
        measured=team_marks(view, entries),
    )


def _headline(
    registration: Registration,
    event: Event,
    phase: TeamPhase,
    standing: Standing | None,
    queue: int,
    parts: tuple[TeamPart, ...],
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
    if parts and all(part.has_played_all for part in parts):
        return _("I har spillet alle jeres kampe.")
    if any(part.waits for part in parts):
        return _("I venter på jeres næste kamp.")
    return _("I er med.")
