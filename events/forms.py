"""The office's forms about one event: the shape of what is typed, and how it becomes a command's fields."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from core import clock
from core.errors import RuleError
from core.forms import Form, MomentField, TextField, required, strip
from core.language import in_language
from events.fields import Basics, OptionFields, Places, Texts, WhenWhere
from events.fields_typed import ClockField, DayField
from events.forms_watched import WatchedForm
from events.models import Event, Region, Season, Series, Sport, Venue
from events.naming import slug_of
from events.rules import KINDS, SCOPES, TIMINGS
from events.wording import kind_text, scope_text, timing_text

UID = Regexp(r"^[0-9a-f-]{36}$")
LONG_TEXT = Length(max=2000, message=_("Skriv det kortere. Der er plads til 2000 tegn."))
LINE = Length(max=200, message=_("Skriv det kortere. Der er plads til 200 tegn."))
NUMBER = Regexp(r"^\d{0,4}$", message=_("Skriv et helt tal, eller lad feltet være tomt."))
MOST_OPTIONS = 4


class LongText(TextAreaField):
    """Several lines, stripped; may be left out."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, [Optional(), LONG_TEXT], filters=[strip], **options)


class SpotForm(WatchedForm):
    """When and where."""

    timing = RadioField(_("Hvordan ligger det i tiden?"), default="timed")
    starts_at = MomentField(_("Begynder"))
    ends_at = MomentField(_("Slutter"))
    starts_on = DayField(_("Første dag"))
    ends_on = DayField(_("Sidste dag"))
    venue_id = SelectField(_("Sted fra listen"), [Optional()], coerce=lambda value: int(value) if value else 0)
    place = TextField(_("Eller skriv stedet"), [Optional(), LINE], description=_("Fx Lokalt på værestedet"))
    city = TextField(_("By"), [Optional(), LINE])
    region_id = SelectField(_("Landsdel"), [Optional()], coerce=lambda value: int(value) if value else 0)

    def offer_places(self, venues: Sequence[Venue], regions: Sequence[Region]) -> None:
        """Fill the lists one chooses from."""
        self.timing.choices = [(timing, timing_text(timing)) for timing in TIMINGS]
        self.venue_id.choices = [
            ("", _("Ikke fra listen")),
            *((venue.id, f"{venue.city}: {venue.name}") for venue in venues),
        ]
        self.region_id.choices = [
            ("", _("Stedets landsdel")),
            *((region.id, in_language(region.name_da, region.name_en)) for region in regions),
        ]

    def spot(self) -> WhenWhere:
        """When and where, as commands take it."""
        return WhenWhere(
            timing=self.timing.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            venue_id=self.venue_id.data or None,
            place=self.place.data or "",
            city=self.city.data or "",
            region_id=self.region_id.data or None,
        )


class BasicsForm(WatchedForm):
    """What it is and how one signs up."""

    title_da = TextField(_("Navn på dansk"), [required(_("Skriv, hvad det hedder.")), LINE])
    title_en = TextField(_("Navn på engelsk"), [Optional(), LINE], description=_("Uden det vises det danske."))
    kind = SelectField(_("Hvad er det?"), description=_("Det bestemmer, hvad siden viser."))
    sport_id = SelectField(_("Sport"), coerce=int)
    season_id = SelectField(_("Sæson"), coerce=int)
    series_id = SelectField(_("Serie"), [Optional()], coerce=lambda value: int(value) if value else 0)
    scope = SelectField(_("Hvem er det for?"))
    is_external = BooleanField(_("Andre står for det. Vi viser det kun i kalenderen."))
    takes_sign_up = BooleanField(_("Man skal melde til"), default=True)
    has_waiting_list = BooleanField(_("Der er venteliste, når det er fyldt"), default=True)
    opens_at = MomentField(_("Åbner for tilmelding"), [Optional()], description=_("Tomt: straks det er i kalenderen."))
    closes_at = MomentField(_("Sidste tid for at melde til"), [Optional()], description=_("Tomt: til det begynder."))
    change_until = MomentField(
        _("Hold kan rettes til"), [Optional()], description=_("Tomt: så længe man kan melde til.")
    )
    cancel_until = MomentField(_("Afbud på siden til"), [Optional()], description=_("Tomt: til det begynder."))
    format_text = TextField(_("Spilleform"), [Optional(), LINE], description=_("Fx 2 puljer og finale"))
    notes = LongText(_("Kontorets noter"), description=_("Kun kontoret kan læse dem."))

    def offer_lists(self, seasons: Sequence[Season], sports: Sequence[Sport], series: Sequence[Series]) -> None:
        """Fill the lists one chooses from."""
        self.kind.choices = [(kind, kind_text(kind)) for kind in KINDS]
        self.scope.choices = [(scope, scope_text(scope)) for scope in SCOPES]
        self.season_id.choices = [(season.id, season.name) for season in seasons]
        self.sport_id.choices = [(sport.id, in_language(sport.name_da, sport.name_en)) for sport in sports]
        self.series_id.choices = [
            ("", _("Ingen serie")),
            *((row.id, f"{in_language(row.name_da, row.name_en)}, {row.season.name}") for row in series),
        ]

    def basics(self) -> Basics:
        """What it is, as commands take it."""
        return Basics(
            season_id=self.season_id.data,
            sport_id=self.sport_id.data,
            kind=self.kind.data,
            title_da=self.title_da.data,
            title_en=self.title_en.data or "",
            series_id=self.series_id.data or None,
            scope=self.scope.data,
            is_external=self.is_external.data,
            takes_sign_up=self.takes_sign_up.data,
            has_waiting_list=self.has_waiting_list.data,
            opens_at=self.opens_at.data,
            closes_at=self.closes_at.data,
            change_until=self.change_until.data,
            cancel_until=self.cancel_until.data,
            format_text=self.format_text.data or "",
            notes=self.notes.data or "",
        )


class EventForm(BasicsForm, SpotForm):
    """A new event or a draft: everything at once. `uid` makes a second sending find the first."""

    uid = HiddenField(validators=[Optional(), UID])


class TextsForm(WatchedForm):
    """What the event page says."""

    summary_da = LongText(_("Kort fortalt, på dansk"), description=_("En eller to sætninger øverst på siden."))
    summary_en = LongText(_("Kort fortalt, på engelsk"))
    audience_da = LongText(_("Hvem kan være med, på dansk"))
    audience_en = LongText(_("Hvem kan være med, på engelsk"))
    food_da = LongText(_("Mad, på dansk"))
    food_en = LongText(_("Mad, på engelsk"))
    bring_da = LongText(_("Hvad skal I have med, på dansk"))
    bring_en = LongText(_("Hvad skal I have med, på engelsk"))
    fee_da = TextField(_("Pris, på dansk"), [Optional(), LINE], description=_("Tomt: gratis."))
    fee_en = TextField(_("Pris, på engelsk"), [Optional(), LINE])
    contact_phone = TextField(
        _("Telefon til stævnet"),
        [Optional(), Regexp(r"^[+\d ]{4,20}$", message=_("Skriv et telefonnummer med tal."))],
        description=_("Tomt: kontorets nummer."),
    )

    def texts(self) -> Texts:
        """The texts, as commands take them."""
        return Texts(**{name: getattr(self, name).data or "" for name in Texts.__dataclass_fields__})


class PlacesForm(Form):
    """How many there is room for. The numbered lines are meals and beds; an empty label is no line."""

    teams = TextField(_("Hold i alt"), [Optional(), NUMBER], description=_("Tomt: ingen grænse."))
    people = TextField(_("Mennesker i alt"), [Optional(), NUMBER], description=_("Tomt: ingen grænse."))
    rows = TextField(
        _("Rækker"), [Optional(), LINE], description=_("Et bogstav for hver, fx A B. Med plads til 6 i A: A=6 B")
    )

    @staticmethod
    def lines() -> list[tuple[str, int]]:
        """The lines of meals and beds: (kind, number)."""
        return [(kind, number) for kind in ("meal", "bed") for number in range(1, MOST_OPTIONS + 1)]

    def line(self, kind: str, number: int) -> tuple[Any, Any, Any]:
        """The three fields of a line: Danish, English, how many."""
        names = (f"{kind}_{number}_da", f"{kind}_{number}_en", f"{kind}_{number}_cap")
        return (self[names[0]], self[names[1]], self[names[2]])

    def fill(self, event: Event) -> None:
        """Show what the event has."""
        caps = {cap.kind: cap for cap in event.caps if cap.kind in ("teams", "people")}
        self.teams.data, self.people.data = _shown(caps.get("teams")), _shown(caps.get("people"))
        rows = [cap for cap in event.caps if cap.kind == "row"]
        self.rows.data = " ".join(row.key if row.cap is None else f"{row.key}={row.cap}" for row in rows)
        for kind in ("meal", "bed"):
            options = [cap for cap in event.caps if cap.kind == kind][:MOST_OPTIONS]
            for number, cap in enumerate(options, 1):
                danish, english, count = self.line(kind, number)
                danish.data, english.data, count.data = cap.label_da, cap.label_en, _shown(cap)

    def places(self, event: Event) -> Places:
        """The places, as commands take them; a line keeps its key as long as its Danish label is the same."""
        keys = {(cap.kind, cap.label_da): cap.key for cap in event.caps}
        options = []
        for kind, number in self.lines():
            danish, english, count = (field.data or "" for field in self.line(kind, number))
            if danish:
                key = keys.get((kind, danish)) or slug_of(danish)
                options.append(OptionFields(kind, key, danish, english, _number(count)))
        if len({(option.kind, option.key) for option in options}) < len(options):
            raise RuleError("events.option_twice")
        return Places(_number(self.teams.data), _number(self.people.data), self._rows(), tuple(options))

    def _rows(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for part in re.split(r"[\s,]+", (self.rows.data or "").upper().strip()):
            letter, _sign, number = part.partition("=")
            if letter and not re.fullmatch(r"[A-ZÆØÅ]", letter):
                raise RuleError("events.bad_row", field="rows", value=part)
            if letter:
                found[letter] = _number(number)
        return found


def _add_option_lines() -> None:
    """WTForms reads fields from the class: three for each line."""
    for kind, number in PlacesForm.lines():
        labels = (_("Hvad, på dansk"), _("Hvad, på engelsk"), _("Plads til"))
        setattr(PlacesForm, f"{kind}_{number}_da", TextField(labels[0], [LINE]))
        setattr(PlacesForm, f"{kind}_{number}_en", TextField(labels[1], [LINE]))
        setattr(PlacesForm, f"{kind}_{number}_cap", TextField(labels[2], [NUMBER]))


_add_option_lines()


def _shown(cap: Any) -> str:
    return "" if cap is None or cap.cap is None else str(cap.cap)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


class ProgrammeForm(Form):
    """One line of the programme."""

    on = DayField(_("Dag"), [required(_("Vælg en dag."))])
    time = ClockField(_("Klokken"), [required(_("Skriv, hvad klokken er."))])
    text_da = TextField(_("Hvad sker der, på dansk"), [required(_("Skriv, hvad der sker.")), LINE])
    text_en = TextField(_("Hvad sker der, på engelsk"), [Optional(), LINE])

    def starts_at(self) -> datetime:
        """The moment of the line."""
        return clock.wall(self.on.data, self.time.data)


class NoticeForm(Form):
    """News to those who come."""

    text_da = TextAreaField(
        _("Nyt, på dansk"),
        [required(_("Skriv, hvad der er nyt.")), LONG_TEXT],
        filters=[strip],
        description=_("Skriv kort. Det står øverst på siden."),
    )
    text_en = LongText(_("Nyt, på engelsk"))


class ReasonForm(Form):
    """Why an event is cancelled or postponed: the sentence on its page."""

    reason_da = TextField(
        _("Hvorfor, på dansk"),
        [required(_("Skriv hvorfor. Det står på siden.")), LINE],
        description=_("En sætning."),
    )
    reason_en = TextField(_("Hvorfor, på engelsk"), [Optional(), LINE])


class CopyForm(Form):
    """A copy of an event on another day."""

    starts_on = DayField(_("Første dag"), [required(_("Vælg en dag."))])
    uid = HiddenField(validators=[Optional(), UID])
