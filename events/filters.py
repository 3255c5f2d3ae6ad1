"""The calendar's filter as chips and lists, with only what there is something of."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from core.language import in_language, month_name
from events.cards import sport_name
from events.models import Event
from events.queries import FilterNames, months_of
from events.rules import KINDS
from events.search import CalendarFilter
from events.wording import kind_text

QUICK_CHIPS = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    text: str
    is_chosen: bool
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the filter with its values."""

    name: str
    title: str
    choices: list[Choice]


def chips_of(events: Sequence[Event], wanted: CalendarFilter, names: FilterNames) -> list[tuple[str, str, bool, str]]:
    """The quick chips for the sports with most events, each a link: (text, address, is current, icon)."""
    counts: dict[str, int] = {}
    for event in events:
        counts[event.sport.slug] = counts.get(event.sport.slug, 0) + 1
    usual = sorted(names.sports, key=lambda sport: -counts.get(sport.slug, 0))[:QUICK_CHIPS]
    everything = (_("Alle"), url_for("events_public.calendar"), wanted.is_empty, "")
    return [
        everything,
        *(
            (
                _capital(in_language(sport.name_da, sport.name_en)),
                url_for("events_public.calendar", sport=sport.slug),
                wanted == CalendarFilter(sport=(sport.slug,)),
                f"sport-{sport.icon}",
            )
            for sport in usual
            if counts.get(sport.slug)
        ),
    ]


def filter_groups(events: Sequence[Event], wanted: CalendarFilter, names: FilterNames) -> list[Group]:
    """The whole filter, with the values that some event has or that are chosen already."""
    sports = {event.sport.slug: (sport_name(event), f"sport-{event.sport.icon}") for event in events}
    regions = {event.region.slug for event in events if event.region}
    kinds = {event.kind for event in events}
    months = {month: event.starts_on for event in events for month in months_of(event)[:1]}
    return [
        Group(
            "sport",
            _("Sport"),
            [
                Choice(sport.slug, sports[sport.slug][0], sport.slug in wanted.sport, sports[sport.slug][1])
                for sport in names.sports
                if sport.slug in sports
            ],
        ),
        Group(
            "region",
            _("Sted"),
            [
                Choice(region.slug, in_language(region.name_da, region.name_en), region.slug in wanted.region)
                for region in names.regions
                if region.slug in regions
            ],
        ),
        Group(
            "kind",
            _("Slags"),
            [Choice(kind, kind_text(kind), kind in wanted.kind) for kind in KINDS if kind in kinds],
        ),
        Group(
            "month",
            _("Måned"),
            [Choice(key, _capital(month_name(months[key])), key in wanted.month) for key in sorted(months)],
        ),
    ]


def filter_title(wanted: CalendarFilter, names: FilterNames) -> str:
    """What a filter shows, as a title: "Petanque, Sjælland"; empty for everything."""
    sports = {sport.slug: in_language(sport.name_da, sport.name_en) for sport in names.sports}
    regions = {region.slug: in_language(region.name_da, region.name_en) for region in names.regions}
    parts = [sports.get(slug, slug) for slug in wanted.sport]
    parts += [regions.get(slug, slug) for slug in wanted.region]
    parts += [kind_text(kind) if kind in KINDS else kind for kind in wanted.kind]
    parts += [f"“{wanted.text}”"] if wanted.text else []
    return _capital(", ".join(parts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
