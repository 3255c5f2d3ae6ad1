"""What cannot be meant on the page that sets a day up: clocks that would be those of the next day, choices left open.

A day's clock that lies before its first match is on the next day, so that one may play past midnight. Where no court
is open so late it is a slip, or a wish that is kept anyhow, and the field says so.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from core import clock
from core.errors import RuleError
from core.language import clock_time, clock_words
from tournament.file_clock import DayClock
from tournament.planning import read_windows

LONGEST_SPAN = 12 * 60
"""A break or a time to eat that is longer has its two clocks the wrong way round."""

Problem = tuple[str, str]
"""The name of a field, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a day from its first match to the last closing of its courts."""

    start: datetime
    windows: Sequence[Sequence[str]]

    @property
    def _day(self) -> DayClock:
        return DayClock(clock.local(self.start).replace(tzinfo=None))

    def is_before(self, written: str) -> bool:
        """Whether a clock is before the first match and no court is open so late that it could be on the next day."""
        wall = clock.local(self.start)
        closes = max((self._day.span(*window)[1] for window in self.windows), default=0)
        return written < f"{wall:%H:%M}" and self._day.minutes(written) >= closes

    def minutes(self, written: str) -> int:
        """Minutes from the first match to a clock."""
        return self._day.minutes(written)

    def is_backwards(self, begins: str, ends: str) -> bool:
        """Whether a span goes on into the next day, as nobody means it."""
        return self.span_minutes(begins, ends) > LONGEST_SPAN

    def span_minutes(self, begins: str, ends: str) -> int:
        """How long a span is."""
        first, last = self._day.span(begins, ends)
        return last - first

    @property
    def first(self) -> str:
        """When the first match is, in words."""
        return clock_time(self.start)


def list_problems(data: Mapping[str, Any], entries: Collection[str], clocks: Clocks) -> Iterator[Problem]:
    """Every field of a day with something that cannot be meant; `data` are the values of the form by field."""
    for name, value in data.items():
        if name.startswith("begins_") and value and clocks.is_before(value):
            yield name, _("Det er før første kamp kl. %(time)s. Lad feltet stå tomt.", time=clocks.first)
    for entry in entries:
        yield from _stay(entry, data[f"first_{entry}"], data[f"leaves_{entry}"], clocks)
    yield from _breaks(data["breaks"] or "", clocks)
    if data["meal_who"]:
        yield from _meal(data, clocks)
    if data["referees"] == "people" and not data["referee_count"]:
        yield "referee_count", _("Skriv, hvor mange dommere der er.")


def _stay(entry: str, first: str | None, leaves: str | None, clocks: Clocks) -> Iterator[Problem]:
    if first and clocks.is_before(first):
        yield f"first_{entry}", _("Det er før første kamp kl. %(time)s. Lad feltet stå tomt.", time=clocks.first)
    elif leaves and (clocks.is_before(leaves) or clocks.minutes(leaves) <= (clocks.minutes(first) if first else 0)):
        yield f"leaves_{entry}", _("Holdet skal hjem kl. %(time)s og når ikke at spille.", time=clock_words(leaves))


def _breaks(written: str, clocks: Clocks) -> Iterator[Problem]:
    try:
        breaks = read_windows(written)
    except RuleError:
        return
    for begins, ends in breaks:
        if clocks.is_backwards(begins, ends):
            words = {"from": clock_words(begins), "until": clock_words(ends)}
            yield (
                "breaks",
                _("Pausen kl. %(from)s–%(until)s varer til næste dag. Skriv den første tid først.", **words),
            )


def _meal(data: Mapping[str, Any], clocks: Clocks) -> Iterator[Problem]:
    begins, ends = data["meal_from"], data["meal_until"]
    if begins and ends and clocks.is_backwards(begins, ends):
        yield "meal_until", _("Skriv et tidspunkt, der er senere end det første.")
    elif begins and ends and clocks.span_minutes(begins, ends) < (data["meal_minutes"] or 0):
        yield "meal_minutes", _("Så længe er der ikke mad.")
    if data["meal_who"] == "some" and not data["meal_entries"]:
        yield "meal_entries", _("Vælg de hold, der spiser på skift.")
