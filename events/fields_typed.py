"""Fields for days, clocks, degrees and lists of points as Danes type them, with errors in the visitor's language."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, DecimalField, StringField, TimeField

from core import clock


class DayField(DateField):
    """A date; empty is None, and whether that will do is for the rules to say."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date as the browser's field writes it."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata(valuelist)
            if self.data is not None and not clock.is_in_reach(self.data):
                raise ValueError(valuelist[0])
        except ValueError:
            self.data = None
            raise ValueError(_("Skriv en dato, for eksempel 2026-10-03.")) from None


class ClockField(TimeField):
    """A time of day; a full stop will do for the colon."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read "9.30" as well as "09:30"."""
        self.data = None
        try:
            super().process_formdata([value.strip().replace(".", ":") for value in valuelist])
        except ValueError:
            raise ValueError(_("Skriv, hvad klokken er, for eksempel 9.30.")) from None


class DegreesField(DecimalField):
    """A coordinate in degrees; a decimal comma will do for the point."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read "55,49" as well as "55.49"."""
        self.data = None
        try:
            super().process_formdata([str(value).strip().replace(",", ".") for value in valuelist])
        except ValueError:
            raise ValueError(_("Skriv et tal, for eksempel 55,49.")) from None


class PointsField(StringField):
    """Whole numbers in a row, the first place first; `data` is a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read "10 8 6" as well as "10, 8, 6" and "10-8-6"."""
        words = re.findall(r"[^\s,;.–-]+", valuelist[0] if valuelist else "")
        self.data = []
        if any(not re.fullmatch(r"[0-9]{1,6}", word) for word in words):
            raise ValueError(_("Skriv hele tal med luft imellem, fx 10 8 6 5 4 3 2 1."))
        self.data = [int(word) for word in words]

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else " ".join(str(points) for points in self.data or ())
