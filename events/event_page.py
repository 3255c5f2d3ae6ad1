"""An event's public page: its facts and the one button that changes with the state."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from core.language import clock_time, day
from core.site import current_settings, phone_link, row_text
from events.facts import status_now
from events.models import Event
from events.rules import PLAYED, Status
from events.states import place_line
from events.wording import moved_text, when_text

MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do on the page: a link, and the line under it. `is_now` makes it the yellow button."""

    text: str
    href: str
    line: str
    icon: str = ""
    is_now: bool = True


@dataclass(frozen=True, slots=True)
class EventPage:
    """What the page shows beside the row itself."""

    status: Status
    when: str
    where: str
    map_href: str
    moved: str
    reason: str
    action: Action
    phone: str
    phone_href: str
    shows_teams: bool
    programme: list[tuple[str, list[tuple[str, str]]]]


def event_page(event: Event) -> EventPage:
    """The page of an event loaded with everything (queries.get_event), in the visitor's language."""
    status = status_now(event)
    phone = event.contact_phone or current_settings().phone
    return EventPage(
        status=status,
        when=when_text(event),
        where=place_line(event),
        map_href=_map_href(event),
        moved=moved_text(event) if event.is_moved else "",
        reason=row_text(event, "state_reason"),
        action=_action(event, status, phone),
        phone=phone,
        phone_href=phone_link(phone),
        shows_teams=event.takes_sign_up and event.state != "cancelled" and status.name != "not_open",
        programme=_programme(event),
    )


def _map_href(event: Event) -> str:
    """A link to a map, which nobody is sent to before they press it; empty where there is no place."""
    venue = event.venue
    if venue is None:
        return ""
    if venue.latitude is not None and venue.longitude is not None:
        spot = {"mlat": f"{venue.latitude:.5f}", "mlon": f"{venue.longitude:.5f}"}
        return f"{MAP}?{urlencode(spot)}#map=16/{venue.latitude:.5f}/{venue.longitude:.5f}"
    return f"{MAP}search?{urlencode({'query': f'{venue.address or venue.name}, {venue.city}'})}"


def _action(event: Event, status: Status, phone: str) -> Action:
    sign_up = url_for("teams_public.sign_up", slug=event.slug) if status.takes_sign_up else ""
    latest = _("Senest %(day)s", day=day(event.closes_at)) if event.closes_at else ""
    call = phone_link(phone)
    if status.name in ("open", "few"):
        return Action(_("Meld til") if event.kind in ("course", "camp") else _("Meld hold til"), sign_up, latest)
    if status.name == "waiting":
        return Action(_("Skriv jer på ventelisten"), sign_up, latest or _("Vi ringer, når der er plads."))
    if status.name in ("running", "finished") and event.kind in PLAYED:
        live = url_for("tournament_public.live", slug=event.slug)
        text = _("Følg kampene") if status.name == "running" else _("Se resultater")
        return Action(text, live, "", "court", is_now=status.name == "running")
    if status.name in ("cancelled", "postponed", "finished"):
        return Action(_("Find et andet stævne"), url_for("events_public.calendar"), "", "calendar", is_now=False)
    if status.name in ("not_open", "announced"):
        feed = url_for("events_public.event_feed", slug=event.slug)
        opens = _("I kan melde til fra %(day)s", day=_moment(event)) if status.name == "not_open" else ""
        return Action(_("Sæt det i kalenderen"), feed, opens, "calendar", is_now=False)
    line = _("Tilmeldingen er lukket. Ring, så ser vi, om der er plads.")
    return Action(_("Ring til os"), call, line, "phone", is_now=False)


def _moment(event: Event) -> str:
    if event.opens_at is None:
        return ""
    return _("%(day)s kl. %(time)s", day=day(event.opens_at), time=clock_time(event.opens_at))


def _programme(event: Event) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lines of the programme by day; the day is named only where there are several."""
    days: dict[str, list[tuple[str, str]]] = {}
    for item in event.programme:
        name = day(item.starts_at) if event.starts_on != event.ends_on else ""
        days.setdefault(name, []).append((clock_time(item.starts_at), row_text(item, "text")))
    return list(days.items())
