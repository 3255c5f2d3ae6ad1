"""The office's forms about one event: the shape of what is typed, and how it becomes a command's fields."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, TextAreaField, TimeField
from wtforms.validators import Length, Optional, Regexp

from core import clock
from core.errors import RuleError
from core.forms import Form, MomentField, TextField, required, strip
from core.language import in_language
from events.fields import Basics, OptionFields, Places, Texts, WhenWhere
from events.models import Event, Region, Season, Series, Sport, Venue
from events.naming import slug_of
from events.rules import KINDS, SCOPES, TIMINGS
from events.wording import kind_text, scope_text, timing_text

UID = Regexp(r"^[0-9a-f-]{36}$")
LONG_TEXT = Length(max=2000, message=_l("Skriv det kortere. Der er plads til 2000 tegn."))
LINE = Length(max=200, message=_l("Skriv det kortere. Der er plads til 200 tegn."))
NUMBER = Regexp(r"^\d{1,4}$", message=_l("Skriv et helt tal, eller lad feltet være tomt."))
MOST_OPTIONS = 4


class LongText(TextAreaField):
    """Several lines, stripped; may be left out."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, [Optional(), LONG_TEXT], filters=[strip], **options)


class SpotForm(Form):
    """When and where."""

    timing = RadioField(_l("Hvordan ligger det i tiden?"), default="timed")
    starts_at = MomentField(_l("Begynder"), [Optional()])
    ends_at = MomentField(_l("Slutter"), [Optional()])
    starts_on = DateField(_l("Første dag"), [Optional()])
    ends_on = DateField(_l("Sidste dag"), [Optional()])
    venue_id = SelectField(_l("Sted fra listen"), [Optional()], coerce=lambda value: int(value) if value else 0)
    place = TextField(_l("Eller skriv stedet"), [Optional(), LINE], description=_l("Fx Lokalt på værestedet"))
    city = TextField(_l("By"), [Optional(), LINE])
    region_id = SelectField(_l("Landsdel"), [Optional()], coerce=lambda value: int(value) if value else 0)

    def offer_places(self, venues: Sequence[Venue], regions: Sequence[Region]) -> None:
        """Fill the lists one chooses from."""
        self.timing.choices = [(timing, timing_text(timing)) for timing in TIMINGS]
        self.venue_id.choices = [
            ("", _l("Ikke fra listen")),
            *((venue.id, f"{venue.city}: {venue.name}") for venue in venues),
        ]
        self.region_id.choices = [
            ("", _l("Stedets landsdel")),
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


class BasicsForm(Form):
    """What it is and how one signs up."""

    title_da = TextField(_l("Navn på dansk"), [required(_l("Skriv, hvad det hedder.")), LINE])
    title_en = TextField(_l("Navn på engelsk"), [Optional(), LINE], description=_l("Uden det vises det danske."))
    kind = SelectField(_l("Hvad er det?"), description=_l("Det bestemmer, hvad siden viser."))
    sport_id = SelectField(_l("Sport"), coerce=int)
    season_id = SelectField(_l("Sæson"), coerce=int)
    series_id = SelectField(_l("Serie"), [Optional()], coerce=lambda value: int(value) if value else 0)
    scope = SelectField(_l("Hvem er det for?"))
    is_external = BooleanField(_l("Andre står for det. Vi viser det kun i kalenderen."))
    takes_sign_up = BooleanField(_l("Man skal melde til"), default=True)
    has_waiting_list = BooleanField(_l("Der er venteliste, når det er fyldt"), default=True)
    opens_at = MomentField(
        _l("Åbner for tilmelding"), [Optional()], description=_l("Tomt: straks det er i kalenderen.")
    )
    closes_at = MomentField(_l("Sidste tid for at melde til"), [Optional()], description=_l("Tomt: til det begynder."))
    change_until = MomentField(
        _l("Hold kan rettes til"), [Optional()], description=_l("Tomt: så længe man kan melde til.")
    )
    cancel_until = MomentField(_l("Afbud på siden til"), [Optional()], description=_l("Tomt: til det begynder."))
    format_text = TextField(_l("Spilleform"), [Optional(), LINE], description=_l("Fx 2 puljer og finale"))
    notes = LongText(_l("Kontorets noter"), description=_l("Kun kontoret kan læse dem."))

    def offer_lists(self, seasons: Sequence[Season], sports: Sequence[Sport], series: Sequence[Series]) -> None:
        """Fill the lists one chooses from."""
        self.kind.choices = [(kind, kind_text(kind)) for kind in KINDS]
        self.scope.choices = [(scope, scope_text(scope)) for scope in SCOPES]
        self.season_id.choices = [(season.id, season.name) for season in seasons]
        self.sport_id.choices = [(sport.id, in_language(sport.name_da, sport.name_en)) for sport in sports]
        self.series_id.choices = [
            ("", _l("Ingen serie")),
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


class TextsForm(Form):
    """What the event page says."""

    summary_da = LongText(_l("Kort fortalt, på dansk"), description=_l("En eller to sætninger øverst på siden."))
    summary_en = LongText(_l("Kort fortalt, på engelsk"))
    audience_da = LongText(_l("Hvem kan være med, på dansk"))
    audience_en = LongText(_l("Hvem kan være med, på engelsk"))
    food_da = LongText(_l("Mad, på dansk"))
    food_en = LongText(_l("Mad, på engelsk"))
    bring_da = LongText(_l("Hvad skal I have med, på dansk"))
    bring_en = LongText(_l("Hvad skal I have med, på engelsk"))
    fee_da = TextField(_l("Pris, på dansk"), [Optional(), LINE], description=_l("Tomt: gratis."))
    fee_en = TextField(_l("Pris, på engelsk"), [Optional(), LINE])
    contact_phone = TextField(
        _l("Telefon til stævnet"),
        [Optional(), Regexp(r"^[+\d ]{4,20}$", message=_l("Skriv et telefonnummer med tal."))],
        description=_l("Tomt: kontorets nummer."),
    )

    def texts(self) -> Texts:
        """The texts, as commands take them."""
        return Texts(**{name: getattr(self, name).data or "" for name in Texts.__dataclass_fields__})


class PlacesForm(Form):
    """How many there is room for. The numbered lines are meals and beds; an empty label is no line."""

    teams = TextField(_l("Hold"), [Optional(), NUMBER], description=_l("Tomt: ingen grænse."))
    people = TextField(_l("Mennesker i alt"), [Optional(), NUMBER], description=_l("Tomt: ingen grænse."))
    rows = TextField(
        _l("Rækker"), [Optional(), LINE], description=_l("Et bogstav for hver, fx A B. Med plads til 6 i A: A=6 B")
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
        labels = (_l("Hvad, på dansk"), _l("Hvad, på engelsk"), _l("Plads til"))
        setattr(PlacesForm, f"{kind}_{number}_da", TextField(labels[0], [Optional(), LINE]))
        setattr(PlacesForm, f"{kind}_{number}_en", TextField(labels[1], [Optional(), LINE]))
        setattr(PlacesForm, f"{kind}_{number}_cap", TextField(labels[2], [Optional(), NUMBER]))


_add_option_lines()


def _shown(cap: Any) -> str:
    return "" if cap is None or cap.cap is None else str(cap.cap)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


class ProgrammeForm(Form):
    """One line of the programme."""

    on = DateField(_l("Dag"), [required(_l("Vælg en dag."))])
    time = TimeField(_l("Klokken"), [required(_l("Skriv, hvad klokken er."))])
    text_da = TextField(_l("Hvad sker der, på dansk"), [required(_l("Skriv, hvad der sker.")), LINE])
    text_en = TextField(_l("Hvad sker der, på engelsk"), [Optional(), LINE])

    def starts_at(self) -> datetime:
        """The moment of the line."""
        return clock.wall(self.on.data, self.time.data)


class NoticeForm(Form):
    """News to those who come."""

    text_da = LongText(_l("Nyt, på dansk"), description=_l("Skriv kort. Det står øverst på siden."))
    text_en = LongText(_l("Nyt, på engelsk"))

    def validate_text_da(self, field: Any) -> None:
        """There must be something to say."""
        if not field.data:
            raise ValueError(_l("Skriv, hvad der er nyt."))


class ReasonForm(Form):
    """Why an event is cancelled or postponed: the sentence on its page."""

    reason_da = TextField(
        _l("Hvorfor, på dansk"),
        [required(_l("Skriv hvorfor. Det står på siden.")), LINE],
        description=_l("En sætning."),
    )
    reason_en = TextField(_l("Hvorfor, på engelsk"), [Optional(), LINE])


class CopyForm(Form):
    """A copy of an event on another day."""

    starts_on = DateField(_l("Første dag"), [required(_l("Vælg en dag."))])
    uid = HiddenField(validators=[Optional(), UID])
