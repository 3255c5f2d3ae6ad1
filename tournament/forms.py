"""The shape of what the office types about the teams of a competition."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from core.forms import Form, TextField, required

LONGEST_NAME = 60


class EntryForm(Form):
    """A team in the competition."""

    label = TextField(_("Holdets navn"), [required(_("Skriv holdets navn.")), Length(max=LONGEST_NAME)])
    division_id = SelectField(_("Række"), coerce=int)
    seed = IntegerField(
        _("Seedning"),
        [Optional(), NumberRange(1, 999, _("Skriv et tal fra 1."))],
        description=_("1 er det stærkeste hold. De bedste kommer i hver sin pulje."),
    )
    pot = IntegerField(
        _("Lag"),
        [Optional(), NumberRange(1, 99, _("Skriv et tal fra 1."))],
        description=_("Hold i samme lag deles ligeligt ud på puljerne."),
    )


class LateTeamForm(Form):
    """A team that came late."""

    label = TextField(_("Holdets navn"), [required(_("Skriv holdets navn.")), Length(max=LONGEST_NAME)])
    organisation = TextField(_("Værested"), [Optional(), Length(max=120)])
    division_id = SelectField(_("Række"), coerce=int)


class ReplaceForm(Form):
    """Who takes a team's place."""

    reserve_id = SelectField(_("Hold, der venter"), coerce=int)
    label = TextField(_("Eller et nyt hold"), [Length(max=LONGEST_NAME)])
    organisation = TextField(_("Det nye holds værested"), [Optional(), Length(max=120)])

    # `Optional` would end the questions at an empty field, and this one is about an empty field.
    def validate_label(self, field: TextField) -> None:
        """One of the two is needed."""
        if not field.data and not self.reserve_id.data:
            raise ValidationError(_("Vælg et hold, eller skriv et navn."))


class PolicyForm(Form):
    """What happens to the matches of a team that withdraws."""

    policy = RadioField(
        _("Hvad skal der ske med holdets kampe?"),
        choices=[
            SelectChoice("forfeit", _("De kampe, der er tilbage, tabes uden kamp")),
            SelectChoice("annul", _("Alle holdets kampe tæller ikke med")),
        ],
    )
