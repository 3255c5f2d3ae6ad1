"""The shape of what people type at sign-up, at the gate and in the office."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import Length, Optional, ValidationError

from core.errors import Problem, RuleError
from core.forms import ClockField, CountField, Form, TextField, required
from core.language import in_language
from teams.registrations import Change
from teams.rules import MOST_PEOPLE, MOST_TEAMS, Room, wish_problems
from teams.sign_up import TeamWish
from teams.wording import ARRIVALS, MEMBER_KINDS, arrival_words, member_kind_words, row_words

MAIL = re.compile(r"[\w.!#$%&'*+/^`{|}~-]+@[\w-]+(\.[\w-]+)+")
LEAST_DIGITS = 8
USUAL_HEADCOUNT = "8"


def check_phone(_form: Form, field: TextField) -> None:
    """A phone number has at least eight digits; spaces and a country's number in front are fine."""
    typed = field.data or ""
    if typed and (re.search(r"[^0-9+() -]", typed) or sum(sign.isdigit() for sign in typed) < LEAST_DIGITS):
        raise ValidationError(_("Skriv et nummer med 8 tal, for eksempel 12 34 56 78."))


def check_mail(_form: Form, field: TextField) -> None:
    """An e-mail looks like one."""
    if field.data and not MAIL.fullmatch(field.data):
        raise ValidationError(_("Skriv en e-mail, for eksempel navn@sted.dk."))


class WhoForm(Form):
    """Step 1: the place and its team leader. A phone that is left out is the place's own."""

    organisation = TextField(lazy_gettext("Værested"), [required(lazy_gettext("Skriv jeres sted.")), Length(max=120)])
    leader = TextField(lazy_gettext("Holdleder"), [required(lazy_gettext("Skriv et fornavn.")), Length(max=60)])
    phone = TextField(lazy_gettext("Telefon"), [Optional(), Length(max=30), check_phone])
    email = TextField(lazy_gettext("E-mail"), [Optional(), Length(max=120), check_mail])


class TeamForm(Form):
    """Step 2, one team; team_form_class adds its row and what it can order."""

    name = TextField(lazy_gettext("Holdets navn"), [required(lazy_gettext("Skriv holdets navn.")), Length(max=40)])
    headcount = CountField(lazy_gettext("Folk i alt"), least=1, most=MOST_PEOPLE, default=int(USUAL_HEADCOUNT))
    arrival = SelectField(lazy_gettext("Hvornår kommer I?"))
    here_from = ClockField(lazy_gettext("Vi kan først være der kl."), [Optional()])
    leaves_at = ClockField(lazy_gettext("Vi skal hjem kl."), [Optional()])

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.arrival.choices = [(key, arrival_words(key)) for key in ARRIVALS]
        row = self._fields.get("row")
        if row is not None:
            row.choices = [(key, row_words(key)) for key in self.row_keys]

    row_keys: Sequence[str] = ()

    @property
    def option_fields(self) -> list[CountField]:
        """The meals and beds, in the order of the event."""
        return [field for name, field in self._fields.items() if name.startswith("option_")]

    @property
    def options(self) -> dict[int, int]:
        """What was ordered, by the number of a cap."""
        found = {name: field.data or 0 for name, field in self._fields.items() if name.startswith("option_")}
        return {int(name.removeprefix("option_")): amount for name, amount in found.items()}

    @property
    def chosen_row(self) -> str:
        """The row, empty where the event has none."""
        row = self._fields.get("row")
        return (row.data or "") if row is not None else ""

    def to_wish(self, token: str, code: str) -> TeamWish:
        """The team as the command takes it."""
        return TeamWish(
            name=self.name.data or "",
            headcount=self.headcount.data or 0,
            token=token,
            code=code,
            row=self.chosen_row,
            arrival=self.arrival.data or "",
            here_from=self.here_from.data or "",
            leaves_at=self.leaves_at.data or "",
            options=self.options,
        )

    def to_change(self) -> Change:
        """The team as the command of a change takes it."""
        return Change(
            name=self.name.data or "",
            headcount=self.headcount.data or 0,
            row=self.chosen_row,
            arrival=self.arrival.data or "",
            here_from=self.here_from.data or "",
            leaves_at=self.leaves_at.data or "",
            options=self.options,
        )

    def check_against(self, rooms: Sequence[Room]) -> bool:
        """Judge the answers by the rules of a sign-up; False where a field has an error."""
        if not self.validate():
            return False
        for name, problem in wish_problems(self.to_wish("", "").wish, rooms, self.row_keys):
            self.add_problem(problem, name)
        return not self.errors


class CodeForm(Form):
    """The short code on the card: what changing and cancelling ask for."""

    code = TextField(
        lazy_gettext("Kode på kortet"), [required(lazy_gettext("Skriv koden fra kortet.")), Length(max=20)]
    )


def team_form_class(rows: Sequence[str], rooms: Iterable[Room], *, with_code: bool = False) -> type[TeamForm]:
    """The form of one team at an event with these rows and caps."""
    fields: dict[str, Any] = {"row_keys": tuple(rows)}
    for room in rooms:
        if room.kind in ("meal", "bed"):
            label = in_language(room.label_da, room.label_en)
            fields[f"option_{room.cap_id}"] = CountField(label, most=MOST_PEOPLE, default=0)
    if rows:
        fields["row"] = RadioField(lazy_gettext("Hvilken række vil I spille i?"), [Optional()], validate_choice=False)
    bases = (CodeForm, TeamForm) if with_code else (TeamForm,)
    return type("EventTeamForm", bases, fields)


class OfficeTeamForm(WhoForm, TeamForm):
    """A team that the office signs up: place, leader and team on one page."""

    client_id = HiddenField()


def office_form_class(rows: Sequence[str], rooms: Iterable[Room]) -> type[OfficeTeamForm]:
    """The office's form of a new team at an event with these rows and caps."""
    kind = team_form_class(rows, rooms)
    return type("EventOfficeTeamForm", (OfficeTeamForm, kind), {})


class TeamForms:
    """Several teams on one page, with their errors in one summary."""

    def __init__(self, forms: Sequence[TeamForm]) -> None:
        self.forms = list(forms)
        self.form_errors: list[str] = []

    @classmethod
    def of_answers(cls, kind: type[TeamForm], answers: Sequence[Mapping[str, str]]) -> "TeamForms":
        """The forms of some teams as they were typed."""
        made = []
        for number, typed in enumerate(answers):
            prefix = f"team-{number}-"
            data = MultiDict({prefix + name: value for name, value in typed.items()})
            made.append(kind(data or None, prefix=prefix, meta={"csrf": False}))
        return cls(made)

    def __iter__(self) -> Iterator[Any]:
        for form in self.forms:
            yield from form

    @property
    def errors(self) -> list[str]:
        """Every error on the page."""
        found = list(self.form_errors)
        for field in self:
            found += list(field.errors)
        return found

    def check_against(self, rooms: Sequence[Room]) -> bool:
        """Judge all teams; False where anything is wrong."""
        good = [form.check_against(rooms) for form in self.forms]
        names: set[str] = set()
        for form in self.forms:
            name = (form.name.data or "").casefold()
            if name and name in names:
                form.add_problem(Problem("teams.team_name_twice"), "name")
            names.add(name)
        return all(good) and not self.errors

    def add_rule_error(self, error: RuleError) -> None:
        """Show what the command said beside its field ("team-1-name"), else in the summary."""
        for form in self.forms:
            prefix = form.name.name.removesuffix("name")
            if error.field and error.field.startswith(prefix):
                form.add_problem(error.problem, error.field.removeprefix(prefix))
                return
        self.form_errors.append(error.text)


def typed_teams(data: Mapping[str, str]) -> list[dict[str, str]]:
    """The teams of a posted page as they were typed, in order, without what is no field of a team."""
    found: dict[int, dict[str, str]] = {}
    for key, value in data.items():
        parts = key.split("-", 2)
        if len(parts) == 3 and parts[0] == "team" and parts[1].isascii() and parts[1].isdigit():
            number = int(parts[1])
            if number < MOST_TEAMS:
                found.setdefault(number, {})[parts[2][:40]] = value[:120]
    return [found[number] for number in sorted(found)]


class FindTeamForm(Form):
    """Find one's team by the code on the card, or by what a scanner reads from it."""

    code = TextField(
        lazy_gettext("Kode på kortet"), [required(lazy_gettext("Skriv koden fra kortet.")), Length(max=200)]
    )


class GuestsForm(Form):
    """Guests at the door."""

    headcount = CountField(lazy_gettext("Hvor mange er de?"), least=1, most=200, default=1)


class HeadcountForm(Form):
    """How many of a team are here."""

    headcount = CountField(lazy_gettext("Hvor mange er her?"), least=1, most=MOST_PEOPLE)


class LateTeamForm(Form):
    """A team that nobody signed up, at the door."""

    organisation = TextField(
        lazy_gettext("Hvor kommer de fra?"), [required(lazy_gettext("Skriv stedets navn.")), Length(max=120)]
    )
    name = TextField(lazy_gettext("Holdets navn"), [required(lazy_gettext("Skriv holdets navn.")), Length(max=40)])
    headcount = CountField(lazy_gettext("Hvor mange er de?"), least=1, most=MOST_PEOPLE, default=int(USUAL_HEADCOUNT))


class OrganisationForm(Form):
    """A member place."""

    name = TextField(lazy_gettext("Navn"), [required(lazy_gettext("Skriv stedets navn.")), Length(max=100)])
    kind = SelectField(lazy_gettext("Slags"))
    municipality = TextField(lazy_gettext("Kommune"), [Optional(), Length(max=60)])
    region_id = SelectField(lazy_gettext("Egn"), coerce=int)
    contact_name = TextField(lazy_gettext("Kontakt"), [Optional(), Length(max=60)])
    contact_phone = TextField(lazy_gettext("Telefon"), [Optional(), Length(max=30), check_phone])
    contact_email = TextField(lazy_gettext("E-mail"), [Optional(), Length(max=120), check_mail])

    def __init__(self, *arguments: Any, regions: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.kind.choices = [(kind, member_kind_words(kind)) for kind in MEMBER_KINDS]
        self.region_id.choices = [(0, _("Ikke valgt")), *regions]


class ImportForm(Form):
    """A spreadsheet of members."""

    file = FileField(lazy_gettext("Regneark"))
    updates = BooleanField(lazy_gettext("Ret også dem, vi har i forvejen"))

    def validate_file(self, field: FileField) -> None:
        """A file must be chosen."""
        if not field.data or not field.data.filename:
            raise ValidationError(_("Vælg en fil."))
