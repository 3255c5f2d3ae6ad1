"""The shape of what the office types about the day: courts, a match's place, its referee, devices."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from core.forms import ChecksField, Form, MomentField, TextField, required


class CourtForm(Form):
    """A court."""

    name = TextField(_("Navn"), [required(_("Skriv banens navn.")), Length(max=40)])
    hall = TextField(_("Hal"), [Optional(), Length(max=60)])
    windows = TextField(
        _("Åben"),
        [required(_("Skriv, hvornår banen er åben.")), Length(max=200)],
        description=_("For eksempel 10.00–12.00, 12.30–16.00."),
    )
    everywhere = BooleanField(_("Samme tider på alle baner"))
    stages = ChecksField(_("Hvad spilles her?"), description=_("Alt spilles her, hvis du ikke vælger noget."))


class PlaceForm(Form):
    """Where and when a match is played."""

    court_id = SelectField(_("Bane"), coerce=int)
    starts_at = MomentField(_("Begynder"), [required(_("Skriv dato og tid."))])


class RefereeForm(Form):
    """Who referees a match."""

    referee = SelectField(_("Dommer"))


class PublishForm(Form):
    """The draft that was looked at, and whether broken wishes are known."""

    number = HiddenField()
    seen = HiddenField()
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
