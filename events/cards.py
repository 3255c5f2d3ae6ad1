"""Events as they stand in the calendar: cards by month, the week strip, the chips; ready for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from core import clock
from core.language import in_language, month_name
from core.site import earliest, row_text
from events.facts import next_change, status_now
from events.models import Event
from events.states import place_line
from events.wording import Tag, bib_foot, tag_of


@dataclass(frozen=True, slots=True)
class Card:
    """One event in a list."""

    slug: str
    title: str
    where: str
    starts_on: date
    foot: str
    icon: str
    tag: Tag
    is_now: bool
    is_past: bool
    is_cancelled: bool
    is_moved: bool

    @property
    def bib_kind(self) -> str:
        """The kind of its date bib."""
        return "today" if self.is_now else "past" if self.is_past else ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its events; those that are past are folded away."""

    name: str
    key: str
    past: list[Card]
    coming: list[Card]

    @property
    def count(self) -> int:
        """How many events it has."""
        return len(self.past) + len(self.coming)


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week strip."""

    on: date
    is_today: bool
    cards: list[Card]


def card_of(event: Event) -> Card:
    """An event, with sport and caps loaded, as a card in the visitor's language."""
    status = status_now(event)
    today = clock.today()
    return Card(
        slug=event.slug,
        title=row_text(event, "title"),
        where=" · ".join(part for part in (sport_name(event), place_line(event)) if part),
        starts_on=event.starts_on,
        foot=bib_foot(event),
        icon=event.sport.icon,
        tag=tag_of(event, status),
        # A window of weeks is not what is on just now: yellow stays for the day's own events.
        is_now=event.timing != "window"
        and (status.name == "running" or (event.starts_on == today and not status.is_over)),
        is_past=status.name == "finished" or event.ends_on < today,
        is_cancelled=event.state == "cancelled",
        is_moved=event.is_moved,
    )


def sport_name(event: Event) -> str:
    """The sport's name with a capital, in the visitor's language."""
    name = in_language(event.sport.name_da, event.sport.name_en)
    return name[:1].upper() + name[1:]


def months_of_cards(events: Sequence[Event]) -> list[Month]:
    """Events by the month they begin in."""
    months: dict[str, Month] = {}
    for event in events:
        key = f"{event.starts_on:%Y-%m}"
        name = month_name(event.starts_on)
        month = months.setdefault(key, Month(name[:1].upper() + name[1:], key, [], []))
        card = card_of(event)
        (month.past if card.is_past else month.coming).append(card)
    return list(months.values())


def week_strip(events: Sequence[Event]) -> list[WeekDay]:
    """The seven days of this week with what is on; long windows are not news every day and stay out."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    shown = [event for event in events if event.timing != "window" and event.state != "cancelled"]
    return [
        WeekDay(on, on == today, [card_of(event) for event in shown if event.starts_on <= on <= event.ends_on])
        for on in days
    ]


def next_calendar_change(events: Sequence[Event]) -> datetime | None:
    """When a page with these events would change by the clock alone: a deadline, a start, an end, midnight."""
    return earliest(clock.midnight_after(clock.now()), *(next_change(event) for event in events))


def span_text(events: Sequence[Event]) -> str:
    """From when to when some events go: "fra oktober 2026 til september 2027"; empty for none."""
    if not events:
        return ""
    first, last = min(event.starts_on for event in events), max(event.starts_on for event in events)
    return _("fra %(first)s til %(last)s", first=month_name(first), last=month_name(last))
