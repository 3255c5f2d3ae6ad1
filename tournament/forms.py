"""The shape of what the office types about a competition: rows, stages, teams, results."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from core.forms import CountField, Form, TextField, required
from tournament.engine.values import Result, ResultKind
from tournament.rules import MOST_GOALS, MOST_POOLS
from tournament.setup import OWN_CHAIN, DivisionRules
from tournament.setup_stages import StageChoice

MOST_POINTS = 20
LONGEST_NAME = 60

PRESETS = [
    SelectChoice("dbu_indoor", _l("DBU indefodbold")),
    SelectChoice("uefa", _l("UEFA: indbyrdes kampe først")),
    SelectChoice("fifa", _l("FIFA: målforskel først")),
    SelectChoice("petanque", _l("Petanque: sejre først")),
    SelectChoice("street_football", _l("Gadefodbold")),
    SelectChoice(OWN_CHAIN, _l("Som den er nu")),
]
SHOWS = [
    SelectChoice("all", _l("Resultater og stilling")),
    SelectChoice("no_table", _l("Kun resultater. Vis ikke stilling")),
    SelectChoice("no_results", _l("Hverken resultater eller stilling")),
]
COMPARES = [
    SelectChoice("per_match", _l("Point pr. kamp")),
    SelectChoice("total", _l("Alle point i alt")),
    SelectChoice("drop_last", _l("Uden kampen mod det sidste hold")),
]
KINDS = [
    SelectChoice("played", _l("Kampen er spillet")),
    SelectChoice("walkover_home", _l("Kun hjemmeholdet kom")),
    SelectChoice("walkover_away", _l("Kun udeholdet kom")),
    SelectChoice("both_no_show", _l("Ingen af holdene kom")),
]
SHOOTOUTS = [
    SelectChoice("", _l("Ingen straffespark")),
    SelectChoice("home", _l("Hjemmeholdet vandt")),
    SelectChoice("away", _l("Udeholdet vandt")),
]


class ScoreField(IntegerField):
    """Goals or points of a side: a whole number, None where nothing was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; keep what was typed where it is none."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not typed.isascii() or not typed.isdigit() or int(typed) > MOST_GOALS:
            raise ValueError(_l("Skriv et helt tal, for eksempel 3."))
        self.data = int(typed)


class DivisionForm(Form):
    """A row's rules."""

    name = TextField(_l("Rækkens navn"), [Optional(), Length(max=LONGEST_NAME)])
    preset = SelectField(_l("Når hold står lige"), choices=PRESETS)
    win = CountField(_l("Point for en sejr"), most=MOST_POINTS)
    draw = CountField(_l("Point for uafgjort"), most=MOST_POINTS)
    loss = CountField(_l("Point for et nederlag"), most=MOST_POINTS)
    has_shootout = BooleanField(_l("Uafgjort afgøres på straffespark"))
    shootout_win = CountField(_l("Point for sejr på straffespark"), most=MOST_POINTS)
    shootout_loss = CountField(_l("Point for nederlag på straffespark"), most=MOST_POINTS)
    has_walkover_score = BooleanField(_l("Tabt uden kamp giver mål"))
    walkover_for = CountField(_l("Mål til det hold, der kom"), most=MOST_GOALS)
    walkover_against = CountField(_l("Mål til det hold, der ikke kom"), most=MOST_GOALS)
    shows = RadioField(_l("Det ser gæster"), choices=SHOWS)

    def to_command(self) -> DivisionRules:
        """The rules as the command takes them."""
        return DivisionRules(
            name=self.name.data or "",
            preset=self.preset.data,
            win=self.win.data,
            draw=self.draw.data,
            loss=self.loss.data,
            shootout_win=self.shootout_win.data if self.has_shootout.data else None,
            shootout_loss=self.shootout_loss.data if self.has_shootout.data else None,
            walkover=(self.walkover_for.data, self.walkover_against.data) if self.has_walkover_score.data else None,
            shows=self.shows.data,
        )

    @staticmethod
    def values_of(name: str, shows: str, rules: dict[str, Any], preset: str) -> dict[str, Any]:
        """What a stored row fills the form with."""
        points = rules.get("points", {})
        walkover = rules.get("walkover")
        return {
            "name": name,
            "preset": preset,
            "shows": shows,
            "win": points.get("win", 3),
            "draw": points.get("draw", 1),
            "loss": points.get("loss", 0),
            "has_shootout": "shootout_win" in points,
            "shootout_win": points.get("shootout_win", 2),
            "shootout_loss": points.get("shootout_loss", 1),
            "has_walkover_score": walkover is not None,
            "walkover_for": walkover[0] if walkover else 3,
            "walkover_against": walkover[1] if walkover else 0,
        }


class StageForm(Form):
    """How a row is played."""

    pool_count = CountField(_l("Antal puljer"), least=1, most=MOST_POOLS)
    legs = CountField(_l("Kampe mod hver modstander"), least=1, most=4)
    per_pool = CountField(
        _l("Hold videre fra hver pulje"), most=8, description=_l("Skriv 0, når der ikke er slutspil.")
    )
    best_next = CountField(
        _l("Flere videre, de bedste af de næste"), most=32, description=_l("For eksempel de bedste toere.")
    )
    compare = SelectField(_l("De bedste findes ved"), choices=COMPARES)
    bronze = BooleanField(_l("Kamp om tredjepladsen"))

    def to_command(self) -> StageChoice:
        """The choice as the command takes it."""
        return StageChoice(
            pool_count=self.pool_count.data,
            legs=self.legs.data,
            per_pool=self.per_pool.data,
            best_next=self.best_next.data if self.per_pool.data else 0,
            bronze=self.bronze.data,
            compare=self.compare.data,
        )


class EntryForm(Form):
    """A team in the competition."""

    label = TextField(_l("Holdets navn"), [required(_l("Skriv holdets navn.")), Length(max=LONGEST_NAME)])
    division_id = SelectField(_l("Række"), coerce=int)
    seed = IntegerField(
        _l("Seedning"),
        [Optional(), NumberRange(1, 999, _l("Skriv et tal fra 1."))],
        description=_l("1 er det stærkeste hold. De bedste kommer i hver sin pulje."),
    )
    pot = IntegerField(
        _l("Lag"),
        [Optional(), NumberRange(1, 99, _l("Skriv et tal fra 1."))],
        description=_l("Hold i samme lag deles ligeligt ud på puljerne."),
    )


class LateTeamForm(Form):
    """A team that came late."""

    label = TextField(_l("Holdets navn"), [required(_l("Skriv holdets navn.")), Length(max=LONGEST_NAME)])
    organisation = TextField(_l("Værested"), [Optional(), Length(max=120)])
    division_id = SelectField(_l("Række"), coerce=int)


class ReplaceForm(Form):
    """Who takes a team's place."""

    reserve_id = SelectField(_l("Hold, der venter"), coerce=int)
    label = TextField(_l("Eller et nyt hold"), [Optional(), Length(max=LONGEST_NAME)])
    organisation = TextField(_l("Det nye holds værested"), [Optional(), Length(max=120)])

    def validate_label(self, field: TextField) -> None:
        """One of the two is needed."""
        if not field.data and not self.reserve_id.data:
            raise ValidationError(_l("Vælg et hold, eller skriv et navn."))


class PolicyForm(Form):
    """What happens to the matches of a team that withdraws."""

    policy = RadioField(
        _l("Hvad skal der ske med holdets kampe?"),
        choices=[
            SelectChoice("forfeit", _l("De kampe, der er tilbage, tabes uden kamp")),
            SelectChoice("annul", _l("Alle holdets kampe tæller ikke med")),
        ],
    )


class ResultForm(Form):
    """A result written by hand."""

    kind = RadioField(_l("Hvad skete der?"), choices=KINDS, default="played")
    home = ScoreField(_l("Hjemme"))
    away = ScoreField(_l("Ude"))
    shootout = RadioField(_l("Straffespark"), choices=SHOOTOUTS, default="")
    reason = TextField(_l("Hvorfor rettes det?"), [Optional(), Length(max=200)])

    def validate_home(self, field: ScoreField) -> None:
        """A match that was played has a score."""
        if self.kind.data == "played" and field.data is None and not field.errors:
            raise ValidationError(_l("Skriv tallet."))

    def validate_away(self, field: ScoreField) -> None:
        """A match that was played has a score."""
        self.validate_home(field)

    def to_command(self) -> Result:
        """The result as the command takes it."""
        kind = ResultKind(self.kind.data)
        if kind is not ResultKind.PLAYED:
            return Result(kind)
        shootout = {"home": "home", "away": "away"}.get(self.shootout.data)
        return Result(kind, self.home.data, self.away.data, shootout)  # type: ignore[arg-type]  # the dict gives both words


class NumberFactForm(Form):
    """A number people decided for a team: points taken away or given."""

    entry = SelectField(_l("Hold"))
    number = IntegerField(
        _l("Point"),
        [NumberRange(-99, 99, _l("Skriv et tal fra -99 til 99."))],
        description=_l("Skriv -3 for at trække tre point fra."),
    )


class LotsForm(Form):
    """A draw of lots: who was drawn first, second and so on among teams that are level."""

    order = TextField(_l("Rækkefølge efter lodtrækning"), [required(_l("Vælg en rækkefølge."))])
