"""Forms of an event that two people of the office may have open at the same time."""

from datetime import date, datetime

from flask_babel import gettext
from wtforms import HiddenField, RadioField, SelectField

from core.errors import Problem
from core.forms import Form
from core.language import day, moment
from events.models import Event
from events.stamps import COLUMNS, changed_since, read_stamps, stamps_of, write_stamps


class WatchedForm(Form):
    """A form of an event that somebody else may have saved meanwhile: it carries stamps of what it was filled from."""

    seen = HiddenField()

    def watch(self, event: Event) -> None:
        """Carry the stamps of the event as it is now: what is there now has been shown."""
        names = [name for name in self._fields if name in COLUMNS]
        self.seen.process_data(write_stamps(stamps_of(event, [*names, "state"])))

    @property
    def is_stale(self) -> bool:
        """Whether somebody saved after the form was filled."""
        return Problem("events.changed_meanwhile").text in self.form_errors

    def list_changes(self, event: Event) -> list[tuple[str, str]]:
        """What the other one changed: the question and what stands there now."""
        changed = changed_since(event, read_stamps(self.seen.data))
        return [(str(self[name].label.text), self._words(name, event)) for name in changed if name in self]

    def _words(self, name: str, event: Event) -> str:
        value = getattr(event, name)
        if isinstance(self[name], RadioField | SelectField):
            chosen = {str(key): str(words) for key, words in self[name].choices}
            return chosen.get(str(value or ""), "")
        if isinstance(value, bool):
            return gettext("Ja") if value else gettext("Nej")
        if isinstance(value, datetime):
            return moment(value)
        return day(value) if isinstance(value, date) else str(value or "")
