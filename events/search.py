"""What a visitor wants to see of the calendar, as it stands in an address that can be shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from events.folding import fold, found_in

PLAIN = ("sport", "region", "kind", "month")


class Arguments(Protocol):
    """The query of an address, as Flask gives it."""

    def getlist(self, key: str) -> list[str]:
        """All values of one name."""


@dataclass(frozen=True, slots=True)
class CalendarFilter:
    """Chosen sports, regions, kinds, months ("2026-11") and words; nothing chosen means everything."""

    sport: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """True where nothing is chosen."""
        return self == CalendarFilter()

    def query(self) -> dict[str, list[str] | str]:
        """The filter as the values of an address, always in the same order."""
        found: dict[str, list[str] | str] = {name: list(getattr(self, name)) for name in PLAIN if getattr(self, name)}
        return {**found, "text": self.text} if self.text else found

    def only(self, **chosen: str) -> "CalendarFilter":
        """This filter with some parts replaced by one value each, "" for all."""
        return replace(self, **{name: (value,) if value else () for name, value in chosen.items()})

    def feed(self) -> "CalendarFilter":
        """The part of it that a calendar can follow for years: no single months."""
        return replace(self, month=())


@dataclass(frozen=True, slots=True)
class Found:
    """What of an event a filter looks at; `words` is everything one can search for."""

    sport: str
    region: str
    kind: str
    months: tuple[str, ...]
    words: str


def read_filter(query: Arguments, names: Mapping[str, Mapping[str, str]]) -> CalendarFilter:
    """The filter of an address. `names` maps, per part, folded names to slugs, so `?region=Fyn` style names work.

    A value that nothing is called stays as it is and finds nothing.
    """
    parts = {
        part: tuple(sorted({_slug(value, names.get(part, {})) for value in query.getlist(part) if value.strip()}))
        for part in PLAIN
    }
    text = " ".join(" ".join(query.getlist("text")).split())[:80]
    return CalendarFilter(**parts, text=text)


def _slug(value: str, names: Mapping[str, str]) -> str:
    return names.get(fold(value.strip()), value.strip().lower())


def matches(wanted: CalendarFilter, found: Found) -> bool:
    """True where an event is one of those wanted."""
    return (
        _chosen(wanted.sport, (found.sport,))
        and _chosen(wanted.region, (found.region,))
        and _chosen(wanted.kind, (found.kind,))
        and _chosen(wanted.month, found.months)
        and found_in(wanted.text, found.words)
    )


def _chosen(wanted: tuple[str, ...], has: Iterable[str]) -> bool:
    return not wanted or any(value in wanted for value in has)
