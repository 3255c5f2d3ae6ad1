"""The shape of a result as people write it: a score, or the points of each set; for the referee and for the office."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from core.forms import Form, TextField
from tournament.engine.values import AWAY, HOME, Result, ResultKind, SideName
from tournament.played_on import PlayedOn
from tournament.rules import MOST_GOALS
from tournament.scoring import result_in_sets

KINDS = [
    SelectChoice("played", _("Kampen er spillet")),
    SelectChoice("walkover_home", _("Kun hjemmeholdet kom")),
    SelectChoice("walkover_away", _("Kun udeholdet kom")),
    SelectChoice("both_no_show", _("Ingen af holdene kom")),
    SelectChoice("annulled", _("Kampen tæller ikke med")),
]
SHOOTOUTS = [
    SelectChoice("", _("Ingen afgørelse")),
    SelectChoice("home", _("Hjemmeholdet vandt")),
    SelectChoice("away", _("Udeholdet vandt")),
]


def read_points(typed: str) -> int | None:
    """Points as they are typed: a whole number, None for nothing; ValueError with a sentence for anything else."""
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or int(typed[:9]) > MOST_GOALS:
        raise ValueError(_("Skriv et helt tal, for eksempel 3."))
    return int(typed)


class ScoreField(IntegerField):
    """Goals or points of a side: a whole number, None where nothing was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; keep what was typed where it is none."""
        self.data = None
        self.data = read_points(valuelist[0].strip() if valuelist else "")


class SetPointsField(Field):
    """The points of one side, set by set: as many fields of one name as the page has; what is left empty is None."""

    data: list[int | None]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read every number; keep what was typed where one is none."""
        self.data = []
        for typed in valuelist:
            self.data.append(None)
            self.data[-1] = read_points(typed.strip())

    def shown(self, number: int) -> str:
        """What stands in the field of a set (from 0): as typed, or as stored."""
        values = self.raw_data if self.raw_data else self.data or []
        value = values[number] if number < len(values) else None
        return "" if value is None else str(value)


def sets_of(home: list[int | None] | None, away: list[int | None] | None) -> tuple[tuple[int, int], ...]:
    """The sets that both sides have points in, up to the first that nobody has any in.

    ValueError with a sentence where only one side has points.
    """
    sets: list[tuple[int, int]] = []
    for number, (one, other) in enumerate(zip(home or [], away or [], strict=False), start=1):
        if one is None and other is None:
            continue
        if one is None or other is None or number > len(sets) + 1:
            raise ValueError(_("Skriv begge tal i sæt %(number)s.", number=len(sets) + 1))
        sets.append((one, other))
    return tuple(sets)


def set_values(sets: Sequence[tuple[int, int]]) -> dict[str, object]:
    """What stored sets fill a form with."""
    return {"set_home": [home for home, _away in sets], "set_away": [away for _home, away in sets]}


def played_on_of(word: str | None) -> PlayedOn:
    """What a form says of matches that were played with the wrong teams; they stand where it says nothing."""
    return "again" if word == "again" else "annul" if word == "annul" else "keep"


def side_of(word: str | None) -> SideName | None:
    """The side that a word of a form names."""
    return HOME if word == HOME else AWAY if word == AWAY else None


class SetsForm(Form):
    """A result by its sets, in forms that also take a plain score; `in_sets` says which of the two is meant."""

    set_home = SetPointsField(_("Sæt, første hold"))
    set_away = SetPointsField(_("Sæt, andet hold"))
    in_sets = False

    def validate_set_home(self, field: SetPointsField) -> None:
        """Both sides have points in every set that was played."""
        if self.in_sets and not field.errors and not self.set_away.errors:
            try:
                sets_of(field.data, self.set_away.data)
            except ValueError as fault:
                raise ValidationError(str(fault)) from None

    def result_by_sets(self) -> Result:
        """The result that the sets make."""
        return result_in_sets(sets_of(self.set_home.data, self.set_away.data))


class ResultForm(SetsForm):
    """A result written by hand in the office."""

    kind = RadioField(_("Hvad skete der?"), choices=KINDS, default="played")
    home = ScoreField(_("Hjemme"))
    away = ScoreField(_("Ude"))
    shootout = RadioField(_("Når det står lige"), choices=SHOOTOUTS, default="")
    reason = TextField(_("Hvorfor rettes det?"), [Optional(), Length(max=200)])

    def validate_home(self, field: ScoreField) -> None:
        """A match that was played has a score."""
        needs_score = self.kind.data == "played" and not self.in_sets
        if needs_score and field.data is None and not field.errors:
            raise ValidationError(_("Skriv tallet."))

    def validate_away(self, field: ScoreField) -> None:
        """A match that was played has a score."""
        self.validate_home(field)

    def to_result(self) -> Result:
        """The result as the command takes it."""
        kind = ResultKind(self.kind.data)
        if kind is not ResultKind.PLAYED:
            return Result(kind)
        if self.in_sets:
            return self.result_by_sets()
        return Result(kind, self.home.data, self.away.data, side_of(self.shootout.data))

    @staticmethod
    def values_of(known: Result | None) -> dict[str, object]:
        """What a match's result fills the form with."""
        if known is None:
            return {"kind": "played", "shootout": ""}
        return {
            "kind": str(known.kind),
            "home": known.home,
            "away": known.away,
            "shootout": known.shootout or "",
            **set_values(known.sets),
        }
