"""Fields for days, clocks and degrees as Danes type them, with errors in the visitor's language."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, DecimalField, TimeField

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
