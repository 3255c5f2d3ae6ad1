"""Measured numbers as people write them and as pages show them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from core.errors import RuleError
from core.language import language
from tournament.units import Number, Unit, decimals_of, exact

MINUTE, HOUR = 60, 3600
LONGEST_TYPED = 24
FAILED = frozenset({"x", "-", "–"})
CLOCK = re.compile(r"(?:(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-9]{2})|([0-9]{1,6}))(?:[.,]([0-9]+))?")
PLAIN = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]+))?")
MINUTES_BY_POINT = re.compile(r"([0-9]{1,3})\.([0-9]{2},[0-9]+)")


def read_number(text: str, unit: Unit) -> int | float | None:
    """A number as people write it ("1:02,35", "12.5", "4 m"); None for an attempt that failed ("x", "-").

    Raises RuleError("tournament.mark_unclear").
    """
    typed = text.strip().lower()
    if typed in FAILED:
        return None
    if unit.tail:
        typed = re.sub(rf"\s*({unit.tail})$", "", typed)
    if unit.is_place:
        typed = typed.removeprefix("nr.").strip()
    number = _clock(typed) if unit.is_time else _plain(typed)
    if number is None or len(text) > LONGEST_TYPED:
        raise RuleError("tournament.mark_unclear", text=text.strip()[:LONGEST_TYPED], example=example(unit))
    return int(number) if number == int(number) else float(number)


def _plain(typed: str) -> Decimal | None:
    found = PLAIN.fullmatch(typed)
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None


def _clock(typed: str) -> Decimal | None:
    """Seconds of "1:02:03,4"; in "1.02,35" the point stands for the colon."""
    found = CLOCK.fullmatch(MINUTES_BY_POINT.sub(r"\1:\2", typed))
    if found is None or (found[3] and int(found[3]) >= MINUTE) or (found[1] and int(found[2]) >= MINUTE):
        return None
    whole = int(found[1] or 0) * HOUR + int(found[2] or 0) * MINUTE + int(found[3] or found[4])
    return Decimal(f"{whole}.{found[5] or 0}")


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of one stage are shown: in its unit, all with as many decimals as the finest of them."""

    unit: Unit
    decimals: int = 0

    def text(self, number: Number | None) -> str:
        """A number without its unit: "1:02,35", "12,50"; "–" where there is none."""
        if number is None:
            return "–"
        value = exact(number)
        decimals = max(self.decimals, decimals_of([number]))
        if not self.unit.is_time or value < MINUTE:
            shown = f"{value:.{decimals}f}"
        else:
            minutes, seconds = divmod(value, MINUTE)
            hours, minutes = divmod(int(minutes), MINUTE)
            width = 2 + (decimals + 1 if decimals else 0)
            shown = f"{minutes}:{seconds:0{width}.{decimals}f}"
            shown = f"{hours}:{shown.zfill(width + 3)}" if hours else shown
        return shown.replace(".", ",") if language() == "da" else shown

    def said(self, number: Number | None) -> str:
        """A number with its unit, as it is read aloud: "12,5 sek.", "1:02,35 min.", "4 kegler"."""
        if number is None:
            return _("Tæller ikke")
        return _with_unit(self.unit, self.text(number), number)


def _with_unit(unit: Unit, text: str, number: Number) -> str:
    match unit.code:
        case "seconds" if number >= HOUR:
            return _("%(time)s timer", time=text)
        case "seconds" if number >= MINUTE:
            return _("%(time)s min.", time=text)
        case "seconds":
            return _("%(time)s sek.", time=text)
        case "metres":
            return f"{text} m"
        case "kilometres":
            return f"{text} km"
        case "points":
            return _("%(points)s point", points=text)
        case "strokes":
            return _("%(number)s slag", number=text)
        case "pins":
            return ngettext("%(num)s kegle", "%(num)s kegler", int(number))
        case "place":
            return _("Nr. %(place)s", place=text)
    return text


def points_text(points: Number) -> str:
    """Points that may have been shared: "9", "8,5"."""
    shown = f"{float(points):.2f}".rstrip("0").rstrip(".")
    return shown.replace(".", ",") if language() == "da" else shown


def unit_name(unit: Unit) -> str:
    """What is measured, over a column and beside a field."""
    return {
        "seconds": _("Tid"),
        "metres": _("Meter"),
        "kilometres": _("Kilometer"),
        "points": _("Point"),
        "strokes": _("Slag"),
        "pins": _("Kegler"),
        "number": _("Tal"),
        "place": _("Plads"),
    }[unit.code]


def unit_short(unit: Unit) -> str:
    """What stands after a number on a tablet; "" where the number says it all."""
    return {
        "seconds": _("sek."),
        "metres": "m",
        "kilometres": "km",
        "points": _("point"),
        "strokes": _("slag"),
        "pins": _("kegler"),
    }.get(unit.code, "")


def example(unit: Unit) -> str:
    """How a number of the unit is written."""
    if unit.is_time:
        return _("62,35 eller 1:02,35")
    return "12,5" if unit.decimals else "12"
