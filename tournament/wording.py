"""The engine's codes and numbers put into words.

Pages call these with nothing but the facts and get the visitor's language. A command has no visitor:
`both_languages` renders the same sentence in Danish, which the messages are written in, and in English from the
compiled catalogue; it needs no application context.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask_babel import gettext

from tournament.engine.correction import Reach
from tournament.engine.formats.format import Counted, MatchCount
from tournament.engine.outcome import Decision, Note, Number, Place

Say = Callable[..., str]
"""Like gettext: a Danish message and the named blanks in it, to a text in some language."""

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


def both_languages(render: Callable[[Say], str]) -> dict[str, str]:
    """The same sentence as `text_da` and `text_en`; `render` is one of the functions below given what to say with."""
    return {"text_da": render(say_danish), "text_en": render(say_english)}


def say_danish(message: str, **blanks: object) -> str:
    """The message itself, which is Danish."""
    return message % blanks if blanks else message


def say_english(message: str, **blanks: object) -> str:
    """The message from the English catalogue; as it is where the catalogue is not compiled."""
    text = english_catalogue().gettext(message)
    return text % blanks if blanks else text


@cache
def english_catalogue() -> NullTranslations:
    """The compiled English texts of this room."""
    return Translations.load(CATALOGUES, ["en"], domain="tournament")


def number_text(number: Number | None, *, signed: bool = False, _: Say = gettext) -> str:
    """A number as a table shows it: whole, with a half, or with two decimals; a sign for differences.

    "–" where it is undefined.
    """
    if number is None:
        return "–"
    whole, rest = divmod(abs(Fraction(number)), 1)
    sign = "−" if number < 0 else "+" if signed and number > 0 else ""
    if rest == Fraction(1, 2):
        return f"{sign}{whole or ''}½"
    if rest:
        whole, hundredths = divmod(round(abs(Fraction(number)) * 100), 100)
        return sign + _("%(whole)s,%(decimals)s", whole=whole, decimals=f"{hundredths:02d}")
    return f"{sign}{whole}"


def decided_text(decision: Decision, team_above: str, _: Say = gettext, *, kind: str = "") -> str:
    """Why a row stands below the one above it, whose team is named; `kind` is what the sport counts."""
    signed = decision.criterion in ("goal_diff", "h2h_goal_diff", "point_diff")
    facts = {
        "team": team_above,
        "above": number_text(decision.above, signed=signed, _=_),
        "here": number_text(decision.here, signed=signed, _=_),
    }
    if decision.score is not None and decision.score[0] > decision.score[1]:
        above, here = decision.score
        return _("%(team)s var bedst i indbyrdes kamp: %(above)s–%(here)s", team=team_above, above=above, here=here)
    sentences = {**_table_sentences(facts, _), **_head_to_head_sentences(facts, _), **_fact_sentences(facts, _)}
    return {**sentences, **_other_counts(kind, facts, _)}[decision.criterion]


def _other_counts(kind: str, facts: dict[str, str], _: Say) -> dict[str, str]:
    """The sentences that name goals, where the sport counts something else."""
    if kind == "sets":
        return {
            "goal_diff": _("%(team)s er foran på forskel i sæt: %(above)s mod %(here)s", **facts),
            "goals_for": _("%(team)s er foran på vundne sæt: %(above)s mod %(here)s", **facts),
            "point_diff": _("%(team)s er foran på forskel i bolde: %(above)s mod %(here)s", **facts),
            "points_for": _("%(team)s er foran på vundne bolde: %(above)s mod %(here)s", **facts),
        }
    if kind == "legs":
        return {
            "goal_diff": _("%(team)s er foran på forskel i spil: %(above)s mod %(here)s", **facts),
            "goals_for": _("%(team)s er foran på vundne spil: %(above)s mod %(here)s", **facts),
        }
    if kind == "goals":
        return {
            "point_diff": _("%(team)s er foran på målforskel: %(above)s mod %(here)s", **facts),
            "points_for": _("%(team)s er foran på scorede mål: %(above)s mod %(here)s", **facts),
        }
    if kind == "points":
        return {
            "goal_diff": _("%(team)s er foran på forskel i point: %(above)s mod %(here)s", **facts),
            "goals_for": _("%(team)s er foran på vundne point: %(above)s mod %(here)s", **facts),
            "shootout": _("%(team)s vandt den ekstra omgang", team=facts["team"]),
        }
    return {}


def first_text(criterion: str, kind: str, _: Say = gettext) -> str:
    """Why the first row stands first, by the criterion that put the next one below it."""
    difference = {
        "sets": _("Bedste forskel i sæt"),
        "legs": _("Bedste forskel i spil"),
        "points": _("Bedste forskel i point"),
    }
    balls = {**difference, "sets": _("Bedste forskel i bolde")}
    head_to_head = criterion.startswith("h2h_")
    return {
        "points": _("Flest point"),
        "wins": _("Flest sejre"),
        "losses": _("Færrest nederlag"),
        "goal_diff": difference.get(kind, _("Bedste målforskel")),
        "point_diff": balls.get(kind, _("Bedste målforskel")),
        "buchholz": _("Har mødt de stærkeste"),
        "buchholz_cut1": _("Har mødt de stærkeste"),
        "median_buchholz": _("Har mødt de stærkeste"),
        "opponents_points": _("Har mødt de stærkeste"),
        "fine_buchholz": _("Bedste fine korrektion"),
        "sonneborn_berger": _("Har slået de stærkeste"),
        "fair_play": _("Mest fair play"),
        "no_shows": _("Færrest udeblivelser"),
        "playoff": _("Vandt omkampen"),
        "lots": _("Blev trukket først"),
        "ranking": _("Står højest på ranglisten"),
    }.get(criterion, _("Bedst i indbyrdes kampe") if head_to_head else "")


def _table_sentences(facts: dict[str, str], _: Say) -> dict[str, str]:
    """A sentence for each criterion that is summed over the whole table."""
    return {
        "points": _("%(team)s er foran på point: %(above)s mod %(here)s", **facts),
        "no_shows": _("%(team)s er foran med færre udeblivelser: %(above)s mod %(here)s", **facts),
        "wins": _("%(team)s er foran på sejre: %(above)s mod %(here)s", **facts),
        "losses": _("%(team)s har tabt færre kampe: %(above)s mod %(here)s", **facts),
        "goal_diff": _("%(team)s er foran på målforskel: %(above)s mod %(here)s", **facts),
        "goals_for": _("%(team)s er foran på scorede mål: %(above)s mod %(here)s", **facts),
        "goal_average": _("%(team)s er foran på mål for og imod: %(above)s mod %(here)s", **facts),
        "away_goals": _("%(team)s er foran på mål ude: %(above)s mod %(here)s", **facts),
        "away_wins": _("%(team)s er foran på sejre ude: %(above)s mod %(here)s", **facts),
        "point_diff": _("%(team)s er foran på forskel i point: %(above)s mod %(here)s", **facts),
        "points_for": _("%(team)s er foran på vundne point: %(above)s mod %(here)s", **facts),
        "buchholz": _("%(team)s mødte stærkere hold: %(above)s mod %(here)s i korrektion", **facts),
        "buchholz_cut1": _("%(team)s mødte stærkere hold uden det svageste: %(above)s mod %(here)s", **facts),
        "median_buchholz": _("%(team)s mødte stærkere hold i midten: %(above)s mod %(here)s", **facts),
        "fine_buchholz": _("%(team)s er foran på fin korrektion: %(above)s mod %(here)s", **facts),
        "sonneborn_berger": _("%(team)s slog stærkere hold: %(above)s mod %(here)s", **facts),
        "opponents_points": _("%(team)s mødte stærkere hold: %(above)s mod %(here)s point", **facts),
    }


def _head_to_head_sentences(facts: dict[str, str], _: Say) -> dict[str, str]:
    """A sentence for each head-to-head criterion."""
    return {
        "h2h_points": _("%(team)s er foran på point i indbyrdes kampe: %(above)s mod %(here)s", **facts),
        "h2h_wins": _("%(team)s er foran på sejre i indbyrdes kampe: %(above)s mod %(here)s", **facts),
        "h2h_goal_diff": _("%(team)s er foran på målforskel i indbyrdes kampe: %(above)s mod %(here)s", **facts),
        "h2h_goals_for": _("%(team)s er foran på mål i indbyrdes kampe: %(above)s mod %(here)s", **facts),
        "h2h_away_goals": _("%(team)s er foran på mål ude i indbyrdes kampe: %(above)s mod %(here)s", **facts),
        "h2h_points_for": _("%(team)s er foran på vundne point i indbyrdes kampe: %(above)s mod %(here)s", **facts),
    }


def _fact_sentences(facts: dict[str, str], _: Say) -> dict[str, str]:
    """A sentence for each criterion that people decided."""
    team = facts["team"]
    return {
        "fair_play": _("%(team)s er foran på fair play: %(above)s mod %(here)s", **facts),
        "coefficient": _("%(team)s er foran på koefficient: %(above)s mod %(here)s", **facts),
        "ranking": _("%(team)s står højere på ranglisten", team=team),
        "playoff": _("%(team)s vandt omkampen", team=team),
        "shootout": _("%(team)s vandt på straffespark", team=team),
        "lots": _("%(team)s blev trukket først", team=team),
        "status": _("Har intet resultat og står sidst"),
        "last_attempt": _("%(team)s var bedst i det sidste forsøg", team=team),
        "mark": _("%(team)s har det bedste resultat: %(above)s mod %(here)s", **facts),
        "gold": _("%(team)s har flere guldmedaljer: %(above)s mod %(here)s", **facts),
        "silver": _("%(team)s har flere sølvmedaljer: %(above)s mod %(here)s", **facts),
        "bronze": _("%(team)s har flere bronzemedaljer: %(above)s mod %(here)s", **facts),
        "withdrawn": _("Holdet er trukket ud og står sidst"),
    }


def reason_text(reason: Note, _: Say = gettext) -> str:
    """Why a team has its place."""
    facts = reason.facts
    match reason.code:
        case "final_won":
            return _("Vandt finalen")
        case "lost_final":
            return _("Tabte finalen")
        case "bronze_won":
            return _("Vandt bronzekampen")
        case "bronze_lost":
            return _("Tabte bronzekampen")
        case "lost_semi_final":
            return _("Tabte semifinalen")
        case "lost_quarter_final":
            return _("Tabte kvartfinalen")
        case "lost_round":
            return _("Tabte i 1/%(number)s-finalen", number=int(str(facts["round_of"])) // 2)
        case "second_loss":
            return _("Tabte for anden gang")
        case "placement_won":
            return _("Vandt kampen om plads %(place)s", place=facts["first"])
        case "placement_lost":
            return _("Tabte i kampene om pladserne")
        case "pool_rank":
            return _("Nr. %(rank)s i pulje %(pool)s", rank=facts["rank"], pool=facts["pool"])
        case "table_rank":
            return _("Nr. %(rank)s i stillingen", rank=facts["rank"])
        case "not_placed":
            return _("Spiller ikke med endnu")
    return _("Ikke afgjort endnu")


def place_text(place: Place, _: Say = gettext) -> str:
    """A place and its reason: "Nr. 5–8: Tabte kvartfinalen"."""
    places = str(place.first) if place.first == place.last else f"{place.first}–{place.last}"
    return _("Nr. %(places)s: %(reason)s", places=places, reason=reason_text(place.reason, _))


def match_count_text(count: MatchCount, _: Say = gettext) -> str:
    """How much a form of play asks of each and of the day: "Alle spiller 4 kampe, 40 kampe i alt."."""
    if not count.total:
        return _("Der er ingen kampe.")
    each = str(count.most) if count.least == count.most else f"{count.least}–{count.most}"
    match count.counted:
        case Counted.STARTS:
            total = _("1 resultat") if count.total == 1 else _("%(count)s resultater", count=count.total)
            return _("Alle får målt et resultat, %(total)s i alt.", total=total)
        case Counted.HEATS:
            total = _("1 heat") if count.total == 1 else _("%(count)s heat", count=count.total)
            return _("Alle starter en gang, %(total)s i alt.", total=total)
    blanks = {
        "each": _("1 kamp") if each == "1" else _("%(count)s kampe", count=each),
        "total": _("1 kamp") if count.total == 1 else _("%(count)s kampe", count=count.total),
    }
    if count.least == count.most:
        return _("Alle spiller %(each)s, %(total)s i alt.", **blanks)
    return _("Hvert hold spiller %(each)s, %(total)s i alt.", **blanks)


def reach_text(reach: Reach, _: Say = gettext) -> str:
    """How far a correction or a withdrawal reaches."""
    return {
        Reach.NOTHING: _("Intet ændrer sig."),
        Reach.NUMBERS: _("Kun tallene i stillingen ændrer sig."),
        Reach.OPEN_MATCH: _("Et andet hold går videre. Den næste kamp er ikke begyndt."),
        Reach.PLAYED_MATCH: _("Et andet hold går videre. Den næste kamp er i gang eller spillet."),
    }[reach]


def note_text(note: Note, _: Say = gettext) -> str:
    """What the engine has to say about a draw or a state; ValueError for a code without words."""
    facts = note.facts
    match note.code:
        case "draw_sizes" if facts["least"] == facts["most"]:
            return _("%(pools)s puljer med %(least)s hold i hver.", pools=facts["pools"], least=facts["least"])
        case "draw_sizes":
            return _("%(pools)s puljer med %(least)s eller %(most)s hold i hver.", **facts)
        case "draw_clashes":
            return _(
                "To hold fra samme sted er i samme pulje %(clashes)s gange. Det kan ikke blive færre.",
                clashes=facts["clashes"],
            )
        case "line_clashes":
            return _(
                "To hold fra samme sted møder hinanden i første runde %(clashes)s gange.", clashes=facts["clashes"]
            )
        case "rank_is_shared":
            return _(
                "Flere hold deler plads %(rank)s i pulje %(pool)s. Du skal afgøre, hvem der er bedst.",
                rank=facts["rank"],
                pool=facts["pool"],
            )
        case "swiss_meet_again":
            return _(
                "Hold, der har mødtes, møder hinanden igen i %(pairs)s kampe. Det kan ikke undgås.",
                pairs=facts["pairs"],
            )
        case "swiss_few_teams":
            return _("Med %(teams)s hold er det bedre, at alle møder alle.", teams=facts["teams"])
        case "poule_of_five":
            return _("Fem hold er én pulje, hvor alle møder alle.")
        case "heats_drawn":
            return _("%(heats)s heat med højst %(lanes)s baner.", **facts)
        case "people_cannot_be_split":
            return _("%(people)s personer kan ikke deles i hold på to og tre, der går op.", people=facts["people"])
        case "supermelee_sizes":
            return _("%(doublets)s hold på to og %(triplets)s hold på tre i hver runde.", **facts)
        case "partners_again":
            return _("Makkere spiller sammen igen %(pairs)s gange. Det var ikke til at undgå.", pairs=facts["pairs"])
        case "mixed_sizes":
            return _("%(teams)s hold med %(least)s til %(most)s på hvert.", **facts)
        case "wishes_open":
            return _("%(wishes)s ønsker om at være sammen kunne ikke opfyldes.", wishes=facts["wishes"])
        case "all_rounds_drawn":
            return _("Alle %(rounds)s runder er trukket.", rounds=facts["rounds"])
        case "round_not_finished":
            return _("Runde %(round)s er ikke færdig.", round=facts["round"])
        case "too_few_teams":
            return _("Der skal være mindst %(least)s hold. Der er %(teams)s.", **facts)
        case "draw_needs_shootout":
            return _("Kamp %(match)s endte lige. Skriv, hvem der vandt på straffespark.", match=facts["match"])
    raise ValueError(f"no words for {note.code!r}")
