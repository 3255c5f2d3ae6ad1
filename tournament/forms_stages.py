"""The shape of what the office chooses about a way of playing: wishes, a format with its own options, what follows."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from core.forms import ChecksField, CountField, Form, TextField, required
from core.language import in_language
from tournament.engine.formats.format import Ground, Option
from tournament.engine.formats.registry import get_format
from tournament.engine.values import OptionValue
from tournament.offers import Goal, Wanted
from tournament.rules import MOST_POOLS
from tournament.scheme import StageChoice

OPTION = "option_"
MOST_GOING_ON = 64
HOURS = range(1, 13)

GOALS = [
    SelectChoice(Goal.ALIKE.value, _("Alle spiller lige mange kampe")),
    SelectChoice(Goal.ONE_WINNER.value, _("Der findes én vinder")),
    SelectChoice(Goal.EVERY_PLACE.value, _("Alle får en plads")),
    SelectChoice(Goal.EVEN_MATCHES.value, _("Kampene er jævnbyrdige")),
    SelectChoice(Goal.NEW_PARTNERS.value, _("Man får nye makkere hver gang")),
]
COMPARES = [
    SelectChoice("per_match", _("Point pr. kamp")),
    SelectChoice("total", _("Alle point i alt")),
    SelectChoice("drop_last", _("Uden kampen mod det sidste hold")),
]
FINALS = [
    SelectChoice("0", _("Intet slutspil")),
    SelectChoice("1", _("Ét slutspil for de bedste")),
    SelectChoice("2", _("A og B: alle spiller videre")),
    SelectChoice("3", _("A, B og C")),
    SelectChoice("4", _("A, B, C og D")),
]
FINAL_FORMATS = [
    SelectChoice("knockout", _("Vinderen går videre, taberen er ude")),
    SelectChoice("placement", _("Alle spiller videre om hver plads")),
    SelectChoice("double_elimination", _("Ude efter to nederlag")),
]
TAKES = [
    SelectChoice("teams", _("Hold")),
    SelectChoice("people", _("Hver for sig: alle, der er meldt til, spiller selv")),
    SelectChoice("mixed", _("Blandede hold: vi trækker hold af dem, der er meldt til")),
]
OVERALL_BY = [
    SelectChoice("entry", _("Hvert hold")),
    SelectChoice("organisation", _("Hvert værested")),
]
WORDS: Mapping[str, Any] = {
    "low": _("Det laveste tal"),
    "high": _("Det højeste tal"),
    "best": _("Det bedste forsøg"),
    "sum": _("Alle forsøg lagt sammen"),
    "shared": _("De deler pladsen"),
    "last": _("Det sidste forsøg afgør"),
    "seconds": _("Tid"),
    "metres": _("Meter"),
    "kilometres": _("Kilometer"),
    "points": _("Point"),
    "strokes": _("Slag"),
    "pins": _("Kegler"),
    "number": _("Et tal"),
    "place": _("Kun placeringen"),
    "single": _("Én finale"),
    "reset": _("To finaler, hvis den, der har tabt én gang, vinder den første"),
}


class StageForm(Form):
    """How a row is played, without the options of a format: `form_for` adds those."""

    format_code = "round_robin"

    pool_count = CountField(_("Antal puljer"), least=1, most=MOST_POOLS)
    finals = SelectField(_("Hvad sker der bagefter?"), choices=FINALS, coerce=int, default=1)
    per_pool = CountField(_("Hold videre fra hver pulje"), most=MOST_GOING_ON)
    best_next = CountField(
        _("Flere videre, de bedste af de næste"), most=32, description=_("For eksempel de bedste toere.")
    )
    compare = SelectField(_("De bedste findes ved"), choices=COMPARES, default="per_match")
    final_format = SelectField(_("I slutspillet"), choices=FINAL_FORMATS, default="knockout")
    bronze = BooleanField(_("Kamp om tredjepladsen"))
    second_pools = CountField(
        _("Nye puljer i hvert slutspil"), most=16, description=_("Skriv 0, når de går direkte til slutspillet.")
    )
    has_consolation = BooleanField(_("De, der taber deres første kamp i slutspillet, får et slutspil til"))

    @property
    def has_pools(self) -> bool:
        """Whether the teams stand in pools."""
        return get_format(self.format_code).ground is Ground.POOLS

    @property
    def can_have_finals(self) -> bool:
        """Whether something can come after it."""
        return not get_format(self.format_code).is_elimination

    @property
    def option_fields(self) -> list[Any]:
        """The fields of the format's own options."""
        return [field for field in self if field.name.startswith(OPTION)]

    def to_command(self) -> StageChoice:
        """The choice as the command takes it."""
        options = {field.name.removeprefix(OPTION): field.data for field in self.option_fields}
        has_finals = self.can_have_finals and bool(self.finals.data) and bool(self.per_pool.data)
        if not has_finals:
            return StageChoice(self._pools, self.format_code, options, bronze=False)
        return StageChoice(
            pool_count=self._pools,
            format=self.format_code,
            options=options,
            per_pool=self.per_pool.data,
            best_next=self.best_next.data or 0,
            finals=self.finals.data,
            second_pools=self.second_pools.data or 0,
            has_consolation=self.has_consolation.data,
            final_format=self.final_format.data,
            bronze=self.bronze.data,
            compare=self.compare.data,
        )

    @property
    def _pools(self) -> int:
        return self.pool_count.data or 1 if self.has_pools else 1

    @staticmethod
    def values_of(choice: StageChoice) -> dict[str, Any]:
        """What a choice fills the form with."""
        known = {name: getattr(choice, name) for name in StageChoice.__dataclass_fields__ if name != "options"}
        known["finals"] = choice.finals if choice.has_finals else 0
        return known | {f"{OPTION}{code}": value for code, value in choice.options.items()}


@cache
def form_for(code: str) -> type[StageForm]:
    """The form of a format, with a field for each of its options. ValueError for an unknown format."""
    fields = {f"{OPTION}{option.code}": option_field(option) for option in get_format(code).options if is_asked(option)}
    return type(f"StageForm_{code}", (StageForm,), {**fields, "format_code": code})


def is_asked(option: Option) -> bool:
    """Whether there is anything to choose."""
    return not option.choices or len(option.choices) > 1


def option_field(option: Option) -> Any:
    """A field for an option of a format, with its limits and default."""
    label = LazyString(in_language, option.name.da, option.name.en)
    if isinstance(option.default, bool):
        return BooleanField(label, default=option.default)
    if isinstance(option.default, int):
        return CountField(label, least=option.low or 0, most=option.high or 99, default=option.default)
    words = [SelectChoice(choice, WORDS.get(choice, choice)) for choice in option.choices]
    return SelectField(label, choices=words, default=option.default)


def defaults_of(code: str) -> Mapping[str, OptionValue]:
    """The options of a format as they are when nobody says anything."""
    return {option.code: option.default for option in get_format(code).options if is_asked(option)}


class WantedForm(Form):
    """What the office wants of a day; asked for in the address, so it can be shown and sent on."""

    goals = ChecksField(_("Hvad er vigtigt?"), choices=GOALS)
    hours = SelectField(
        _("Så længe har I"),
        choices=[SelectChoice("0", _("Det er lige meget")), *(SelectChoice(str(h), f"{h} t") for h in HOURS)],
        coerce=int,
        default=0,
    )
    courts = CountField(_("Antal baner"), least=1, most=60)
    least_matches = CountField(_("Kampe til hvert hold, mindst"), most=20)

    def to_wanted(self) -> Wanted:
        """The wishes as the offers take them."""
        goals = frozenset(Goal(goal) for goal in self.goals.data or () if goal in set(Goal))
        minutes = (self.hours.data or 0) * 60 or None
        return Wanted(goals, minutes, self.courts.data or 1, self.least_matches.data or 0)


class TakesForm(Form):
    """Who plays in a row."""

    takes = RadioField(_("Hvem spiller?"), choices=TAKES)


class WishForm(Form):
    """Who would like to be drawn together."""

    entries = ChecksField(_("Vil gerne sammen"), coerce=int)


class DisciplineForm(Form):
    """One of several disciplines."""

    name_da = TextField(_("Navn"), [required(_("Skriv et navn.")), Length(max=60)])
    name_en = TextField(_("Navn på engelsk"), [Optional(), Length(max=60)])
    sport_id = SelectField(_("Sport"), coerce=int)
    everybody = BooleanField(_("Alle hold er med"), default=True)
    entries = ChecksField(_("Kun de her"), coerce=int)

    @property
    def chosen(self) -> list[int] | None:
        """The teams that take part, None for all."""
        return None if self.everybody.data else list(self.entries.data or ())


class OverallForm(Form):
    """How several disciplines are put together."""

    order = RadioField(
        _("Hvad afgør, hvem der vinder?"),
        choices=[
            SelectChoice("medals", _("Medaljer: flest guld, så sølv, så bronze")),
            SelectChoice("points", _("Point for hver plads, lagt sammen")),
        ],
        default="medals",
    )
    points = TextField(
        _("Point for pladserne"), [Optional(), Length(max=200)], description=_("Fra nr. 1 og ned, med mellemrum.")
    )
    started = CountField(_("Point for at være med"), most=99)
    by = RadioField(_("Hvem får medaljer og point?"), choices=OVERALL_BY, default="entry")

    def validate_points(self, field: TextField) -> None:
        """Whole numbers, in order of the places."""
        self.points_list()

    def points_list(self) -> list[int]:
        """The points of the places, first place first. ValidationError where something is no number."""
        words = (self.points.data or "").replace(",", " ").replace("-", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) <= 4 for word in words):
            raise ValidationError(_("Skriv hele tal med mellemrum, for eksempel 10 8 6 5."))
        return [int(word) for word in words]
