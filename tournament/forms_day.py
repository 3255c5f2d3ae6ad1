"""The shape of a day as the office sets it up: its fields follow the competition's stages, teams and halls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from core.errors import RuleError
from core.forms import ChecksField, ClockField, CountField, Form, MomentField, TextField, required
from core.texts import read_number
from tournament.file_day_matches import Duration
from tournament.forms_day_checks import Clocks, list_problems
from tournament.planning import read_windows, windows_text
from tournament.planning_settings import DaySettings, Meal, StageStart, Stay

LONGEST_MATCH = 240
LONGEST_REST = 120
LONGEST_WALK = 60
LONGEST_WAIT = 480
MOST_REFEREES = 60
MOST_HALLS = 12

PARTS: Mapping[str, tuple[str, ...]] = {
    "time": ("start", "breaks"),
    "courts": ("walk_",),
    "matches": ("play_", "changeover_", "begins_", "after_", "same_last_round"),
    "rest": ("rest", "max_wait"),
    "meal": ("meal_",),
    "teams": ("first_", "leaves_", "others"),
    "held": (),
    "referees": ("referee",),
}
"""The parts of the page, and what the names of their fields begin with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a competition's day is asked about: keys with names, and the wishes without a field of their own.

    `windows` are the hours of all courts.
    """

    stages: Mapping[str, str]
    entries: Mapping[str, str]
    halls: tuple[str, ...]
    others: tuple[str, ...]
    windows: tuple[tuple[str, str], ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every two halls; none where there are more than anybody would walk between: they are hundreds of fields."""
        return list(combinations(self.halls, 2)) if len(self.halls) <= MOST_HALLS else []


class DayForm(Form):
    """A day; `day_form` adds what goes by stage, team and pair of halls."""

    version = HiddenField()
    start = MomentField(_("Første kamp"), [required(_("Skriv dato og tid."))])
    breaks = TextField(
        _("Pauser for alle"),
        [Optional(), Length(max=200)],
        description=_("For eksempel 12.00–12.30 til frokost, 15.00–15.15 til præmier."),
    )
    rest = CountField(
        _("Pause mellem et holds kampe"), most=LONGEST_REST, description=_("I minutter. 10 til 15 er godt.")
    )
    rest_other = CountField(
        _("Pause, når holdet skifter disciplin"), most=LONGEST_REST, description=_("I minutter. 20 er godt.")
    )
    max_wait = CountField(
        _("Længste ventetid mellem to kampe"), most=LONGEST_WAIT, description=_("I minutter. 0 betyder ingen grænse.")
    )
    max_wait_is_hard = BooleanField(_("Ingen må vente længere"))
    same_last_round = BooleanField(_("Sidste runde i en pulje begynder samtidig"))
    meal_who = RadioField(
        _("Hvem spiser på skift?"),
        choices=[
            SelectChoice("", _("Ingen")),
            SelectChoice("all", _("Alle hold")),
            SelectChoice("some", _("Nogle hold")),
        ],
        default="",
    )
    meal_from = ClockField(_("Der er mad fra kl."), [Optional()])
    meal_until = ClockField(_("Der er mad til kl."), [Optional()])
    meal_minutes = CountField(_("Minutter til at spise"), most=120, least=5, default=30)
    meal_entries = ChecksField(_("Hvilke hold?"))
    referees = RadioField(
        _("Hvem dømmer?"),
        choices=[
            SelectChoice("", _("Det står ikke i programmet")),
            SelectChoice("teams", _("Holdene dømmer for hinanden")),
            SelectChoice("people", _("Frivillige dommere")),
        ],
        default="",
    )
    referee_count = CountField(
        _("Hvor mange dommere?"), most=MOST_REFEREES, description=_("De hedder Dommer 1, Dommer 2 og så videre.")
    )
    others = ChecksField(_("Andre ønsker"))
    asked: Asked

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, and then whether they can be meant together."""
        is_valid: bool = super().validate(extra_validators)
        if self.start.data is None:
            return False
        for name, text in list_problems(self.data, self.asked.entries, self._clocks):
            self[name].errors = [*self[name].errors, text]
            is_valid = False
        return is_valid

    @property
    def _clocks(self) -> Clocks:
        return Clocks(self.start.data, self.asked.windows)

    def to_command(self, known: DaySettings) -> DaySettings:
        """The settings as the command takes them; `known` are those of before. Raises RuleError."""
        stages = list(self.asked.stages)
        return DaySettings(
            start=self.start.data,
            rest_minutes=self.rest.data or 0,
            rest_other=self.rest_other.data or 0,
            breaks=tuple((opens, closes) for opens, closes in read_windows(self.breaks.data or "", "breaks")),
            durations={
                stage: Duration(self[f"play_{number}"].data, self[f"changeover_{number}"].data)
                for number, stage in enumerate(stages)
            },
            max_wait=self.max_wait.data or None,
            max_wait_is_hard=bool(self.max_wait_is_hard.data),
            walks={"|".join(pair): self[f"walk_{n}"].data or 0 for n, pair in enumerate(self.asked.pairs)}
            or known.walks,
            meal=self._meal(),
            stays={
                entry: Stay(self[f"first_{entry}"].data, self[f"leaves_{entry}"].data) for entry in self.asked.entries
            },
            stage_starts={
                stage: StageStart(self[f"begins_{number}"].data, self[f"after_{number}"].data or None)
                for number, stage in enumerate(stages)
            },
            others=tuple(wish for number, wish in enumerate(known.others) if str(number) in (self.others.data or ())),
            same_last_round=bool(self.same_last_round.data),
            referees=self.referees.data or "",
            referee_count=self.referee_count.data or 0,
        )

    @property
    def seen_version(self) -> int:
        """The version of the competition that the form was filled from; 0 where it does not say."""
        return read_number(self.version.data) or 0

    @property
    def open_parts(self) -> frozenset[str]:
        """The parts in which something was typed that is not stored, or is wrong: they are not folded away."""
        return frozenset(
            part
            for part, names in PARTS.items()
            for field in self
            if field.name.startswith(names)
            and (field.errors or (field.raw_data is not None and field.data != field.object_data))
        )

    @property
    def faulty_entries(self) -> frozenset[str]:
        """The teams with a time that cannot be read."""
        names = {name: entry for entry in self.asked.entries for name in (f"first_{entry}", f"leaves_{entry}")}
        return frozenset(entry for name, entry in names.items() if self[name].errors)

    @property
    def is_stale(self) -> bool:
        """Whether somebody changed the day after the form was filled."""
        return _("tournament.day_changed_meanwhile") in self.form_errors

    def see_version(self, version: int) -> None:
        """The version as it is now: who has been told that it changed may save on top of it."""
        self.version.process_data(str(version))

    def take_stays(self, stays: Mapping[str, Stay], *, only: str | None = None) -> None:
        """Fill in what teams wrote when they signed up: of one team, or of all whose fields are empty.

        Of all, those who come before the first match need no field for it.
        """
        for entry in self.asked.entries:
            fields = self[f"first_{entry}"], self[f"leaves_{entry}"]
            is_meant = entry == only or (only is None and not any(field.data for field in fields))
            if entry in stays and is_meant:
                first, leaves = stays[entry].first, stays[entry].leaves
                is_here = only is None and first and self.start.data and self._clocks.is_before(first)
                for field, at in zip(fields, (None if is_here else first, leaves), strict=True):
                    field.take(at)

    def _meal(self) -> Meal | None:
        if not self.meal_who.data:
            return None
        begins, ends = self.meal_from.data, self.meal_until.data
        if not begins or not ends:
            raise RuleError("tournament.meal_without_time", field="meal_until" if begins else "meal_from")
        entries = None if self.meal_who.data == "all" else tuple(self.meal_entries.data or ())
        return Meal(begins, ends, self.meal_minutes.data or 0, entries)


def day_form(asked: Asked, known: DaySettings, version: int) -> DayForm:
    """The form of a day, filled with what is known.

    Per stage it has `play_<n>`, `changeover_<n>`, `begins_<n>` and `after_<n>`, per team `first_<key>` and
    `leaves_<key>`, per two halls `walk_<n>`.
    """
    fields: dict[str, Any] = {"asked": asked}
    for number, (stage, name) in enumerate(asked.stages.items()):
        fields |= _stage_fields(number, name, [(key, other) for key, other in asked.stages.items() if key != stage])
    for entry, name in asked.entries.items():
        fields[f"first_{entry}"] = ClockField(gettext("%(team)s kommer kl.", team=name), [Optional()])
        fields[f"leaves_{entry}"] = ClockField(gettext("%(team)s skal hjem kl.", team=name), [Optional()])
    for number, (one, other) in enumerate(asked.pairs):
        label = gettext("Minutter at gå mellem %(one)s og %(other)s", one=one, other=other)
        fields[f"walk_{number}"] = CountField(label, most=LONGEST_WALK)
    kind: type[DayForm] = type("DayFormOfCompetition", (DayForm,), fields)
    form = kind(data=_values(asked, known, version))
    form.meal_entries.choices = [SelectChoice(entry, name) for entry, name in asked.entries.items()]
    form.others.choices = [SelectChoice(str(number), text) for number, text in enumerate(asked.others)]
    return form


def _stage_fields(number: int, name: str, others: Sequence[tuple[str, str]]) -> dict[str, Any]:
    choices = [SelectChoice("", gettext("Så snart det kan")), *(SelectChoice(key, other) for key, other in others)]
    return {
        f"play_{number}": CountField(
            gettext("%(stage)s: minutter pr. kamp", stage=name), least=1, most=LONGEST_MATCH, default=1
        ),
        f"changeover_{number}": CountField(gettext("%(stage)s: minutter til at skifte hold", stage=name), most=60),
        f"begins_{number}": ClockField(gettext("%(stage)s: tidligst kl.", stage=name), [Optional()]),
        f"after_{number}": SelectField(gettext("%(stage)s: begynder efter", stage=name), choices=choices),
    }


def _values(asked: Asked, known: DaySettings, version: int) -> dict[str, Any]:
    """What is known, by the names of the fields."""
    values: dict[str, Any] = {
        "version": str(version),
        "start": known.start,
        "breaks": windows_text(known.breaks),
        "rest": known.rest_minutes,
        "rest_other": known.rest_minutes if known.rest_other is None else known.rest_other,
        "max_wait": known.max_wait or 0,
        "max_wait_is_hard": known.max_wait_is_hard,
        "same_last_round": known.same_last_round,
        "referees": known.referees,
        "referee_count": known.referee_count,
        "others": [str(number) for number in range(len(known.others))],
        "meal_minutes": 30,
    }
    for number, stage in enumerate(asked.stages):
        begins = known.stage_starts.get(stage, StageStart())
        length = known.durations[stage]
        values |= {f"play_{number}": length.play, f"changeover_{number}": length.changeover}
        values |= {f"begins_{number}": begins.first, f"after_{number}": begins.after or ""}
    for entry in asked.entries:
        stay = known.stays.get(entry, Stay())
        values |= {f"first_{entry}": stay.first, f"leaves_{entry}": stay.leaves}
    for number, pair in enumerate(asked.pairs):
        either = (known.walks.get("|".join(order)) for order in (pair, pair[::-1]))
        values[f"walk_{number}"] = next((minutes for minutes in either if minutes is not None), 0)
    if known.meal:
        values |= {"meal_from": known.meal.begins, "meal_until": known.meal.ends, "meal_minutes": known.meal.minutes}
        values |= {
            "meal_who": "all" if known.meal.entries is None else "some",
            "meal_entries": list(known.meal.entries or ()),
        }
    return values
