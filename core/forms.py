"""Forms: the shape of what people type, with errors in the visitor's language and nothing lost."""

import re
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, IntegerField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput

from core import clock
from core.errors import Problem, RuleError
from core.language import clock_words
from core.texts import tidy_line, tidy_text

CLOCK = re.compile(r"(?:kl\.? *)?([01]?\d|2[0-3])(?:[.:]?([0-5]\d))?", re.ASCII | re.IGNORECASE)


def required(message: str | None = None) -> DataRequired:
    """A field that must be filled in, with a sentence that says what to write."""
    return DataRequired(message or lazy_gettext("Skriv noget her."))


class Form(FlaskForm):
    """The parent of every form: CSRF by the application, texts stripped, rule errors put beside their field."""

    def add_rule_error(self, error: RuleError) -> None:
        """Show what a command said: beside the field it names, else in the summary."""
        self.add_problem(error.problem, error.field)

    def add_problem(self, problem: Problem, field_name: str | None = None) -> None:
        """Show a problem beside a field, or over the form where the field is not in it."""
        field = self._fields.get(field_name) if field_name else None
        if field is None:
            self.form_errors.append(problem.text)
        else:
            field.errors = [*field.errors, problem.text]


def strip(value: str | None) -> str | None:
    """A text of several lines, tidied; a filter for text fields."""
    return tidy_text(value) if isinstance(value, str) else value


def _one_line(value: str | None) -> str | None:
    return tidy_line(value) if isinstance(value, str) else value


class TextField(StringField):
    """One line of text, tidied."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, filters=[_one_line], **options)


class CountField(IntegerField):
    """A count: a whole number, empty read as the default; the sentence says what to write."""

    data: int | None

    def __init__(self, label: Any = None, *, most: int, least: int = 0, **options: Any) -> None:
        message = lazy_gettext("Skriv et tal fra %(least)s til %(most)s.", least=least, most=most)
        super().__init__(label, [NumberRange(least, most, message)], **options)
        self.least = least
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; keep what was typed where it is none."""
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            self.data = self.least
            return
        if not typed.isascii() or not typed.lstrip("-").isdigit() or len(typed) > 9:
            self.data = None
            raise ValueError(lazy_gettext("Skriv et helt tal, for eksempel 8."))
        self.data = int(typed)


class ChecksField(SelectMultipleField):
    """Any number of choices, each a box to tick."""

    option_widget = CheckboxInput()


class MomentField(DateTimeLocalField):
    """A date and time on the wall in Copenhagen; `data` is an aware UTC time or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the wall time; one that the clock skips in spring is refused."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            naive = datetime.fromisoformat(typed)
            if not clock.is_in_reach(naive.date()):
                raise ValueError(typed)
        except ValueError:
            raise ValueError(lazy_gettext("Skriv dato og tid, for eksempel 2026-10-03 10:00.")) from None
        moment = clock.wall(naive.date(), naive.time())
        if clock.local(moment).replace(tzinfo=None) != naive:
            raise ValueError(lazy_gettext("Den time findes ikke. Uret stilles frem den nat."))
        self.data = moment

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return clock.local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class ClockField(StringField):
    """A clock on the wall as people write it: "10.30", "10:30", "kl. 9"; `data` is "10:30", None for an empty one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the clock; keep what was typed where it is none."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        found = CLOCK.fullmatch(typed)
        if found is None:
            raise ValueError(lazy_gettext("Skriv et klokkeslæt, for eksempel 10.30."))
        self.data = f"{int(found[1]):02}:{found[2] or '00'}"

    def take(self, clock: str | None) -> None:
        """Fill the field with a clock, in the place of what was typed."""
        self.data = clock
        self.raw_data = [clock_words(clock) if clock else ""]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return clock_words(self.data) if self.data else ""


class LoginForm(Form):
    """E-mail and password of an office account."""

    email = TextField(lazy_gettext("E-mail"), [required(lazy_gettext("Skriv din e-mail.")), Length(max=200)])
    password = PasswordField(
        lazy_gettext("Adgangskode"), [required(lazy_gettext("Skriv din adgangskode.")), Length(max=200)]
    )


class PasswordForm(Form):
    """A new password, twice, and the old one."""

    old = PasswordField(lazy_gettext("Din adgangskode nu"), [required(lazy_gettext("Skriv den, du har nu."))])
    new = PasswordField(lazy_gettext("Ny adgangskode"), [required(lazy_gettext("Skriv en ny.")), Length(max=200)])
    again = PasswordField(lazy_gettext("Ny adgangskode igen"), [required(lazy_gettext("Skriv den nye igen."))])

    def validate_again(self, field: PasswordField) -> None:
        """Both must be the same."""
        if field.data != self.new.data:
            raise ValidationError(lazy_gettext("De to er ikke ens. Skriv den nye igen."))


class PairForm(Form):
    """The code that pairs a tablet."""

    code = TextField(lazy_gettext("Kode"), [required(lazy_gettext("Skriv koden fra kontoret.")), Length(max=40)])
