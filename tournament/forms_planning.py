"""The shape of what the office types about the day: settings, courts, a match's place, devices."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from core.forms import CountField, Form, MomentField, TextField, required
from tournament.planning import DaySettings, Duration, read_windows
from tournament.store_view import StageView

LONGEST_MATCH = 240
LONGEST_REST = 120


class DayForm(Form):
    """When the day begins and how it is paced; a stage's two durations are added by `day_form`."""

    start = MomentField(_("Første kamp"), [required(_("Skriv dato og tid."))])
    rest_minutes = CountField(
        _("Pause mellem et holds kampe"), most=LONGEST_REST, description=_("I minutter. 10 til 15 er godt.")
    )
    breaks = TextField(
        _("Pauser for alle"), [Optional(), Length(max=200)], description=_("For eksempel 12.00–12.30 til frokost.")
    )
    stages: Sequence[StageView] = ()

    def to_command(self) -> DaySettings:
        """The settings as the command takes them. Raises RuleError for breaks that cannot be read."""
        return DaySettings(
            start=self.start.data,
            rest_minutes=self.rest_minutes.data,
            breaks=tuple((opens, closes) for opens, closes in read_windows(self.breaks.data or "", "breaks")),
            durations={
                stage.key: Duration(self[f"play_{number}"].data, self[f"changeover_{number}"].data)
                for number, stage in enumerate(self.stages)
            },
        )


def day_form(stages: Sequence[StageView], names: Sequence[str], **values: Any) -> DayForm:
    """The form of a day with two fields for each stage, `play_<n>` and `changeover_<n>`; `names` are the stages'."""
    fields: dict[str, Any] = {"stages": stages}
    for number, name in enumerate(names):
        play = _("%(stage)s: minutter pr. kamp", stage=name)
        changeover = _("%(stage)s: minutter til at skifte hold", stage=name)
        fields[f"play_{number}"] = CountField(play, least=1, most=LONGEST_MATCH)
        fields[f"changeover_{number}"] = CountField(changeover, most=60)
    made: DayForm = type("DayFormOfStages", (DayForm,), fields)(**values)
    return made


class CourtForm(Form):
    """A court."""

    name = TextField(_("Navn"), [required(_("Skriv banens navn.")), Length(max=40)])
    hall = TextField(_("Hal"), [Optional(), Length(max=60)])
    windows = TextField(
        _("Åben"),
        [required(_("Skriv, hvornår banen er åben.")), Length(max=200)],
        description=_("For eksempel 10.00–12.00, 12.30–16.00."),
    )


class PlaceForm(Form):
    """Where and when a match is played."""

    court_id = SelectField(_("Bane"), coerce=int)
    starts_at = MomentField(_("Begynder"), [required(_("Skriv dato og tid."))])


class PublishForm(Form):
    """The draft that was looked at, and whether broken wishes are known."""

    number = HiddenField()
    despite = BooleanField(_("Jeg ved det. Vis programmet alligevel"))


class DeviceForm(Form):
    """A place for a tablet."""

    audience = RadioField(
        _("Hvad skal den bruges til?"),
        choices=[SelectChoice("referee", _("Dommer ved en bane")), SelectChoice("gate", _("Indgang"))],
        default="referee",
    )
    court_id = SelectField(_("Bane"), coerce=int)
    label = TextField(_("Indgangens navn"), [Optional(), Length(max=40)], description=_("For eksempel Dør A."))
