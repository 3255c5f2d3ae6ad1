"""What the planner has to say, put into words: conflicts, broken rules, matches without a place, the bound.

`finding_text` gives the visitor's language; `finding_in_both` is for commands, which have no visitor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import gettext

from core.language import language
from tournament.timetable.codes import Code
from tournament.timetable.model import At, Fact, Finding, Ref
from tournament.wording import Say, both_languages, say_english
from tournament.wording_options import what_helps, what_is_asked

Blanks = dict[str, object]


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What the ids in a finding are called, and when on the wall minute 0 is.

    A thing without a name is called by its id; a match by its number or id, without the word "kamp". `english` are
    the names of what is called otherwise in English.
    """

    start: datetime
    names: Mapping[Ref, str] = field(default_factory=dict)
    english: Mapping[Ref, str] = field(default_factory=dict)

    def call(self, ref: Ref, _: Say) -> str:
        """What a thing is called in the language of a sentence."""
        is_english = _ is say_english or (_ is gettext and language() == "en")
        named = self.names.get(ref, ref.id)
        return self.english.get(ref, named) if is_english else named


def finding_text(finding: Finding, names: PlanNames, _: Say = gettext) -> str:
    """One or two sentences that say the finding; ValueError for a code without words."""
    blanks: Blanks = {key: _word(fact, names, _) for key, fact in finding.facts.items()}
    for sentences in (_place, _team, _order, _wish, _repair, _day, _sum, _no_place, _bound, what_is_asked, what_helps):
        if text := sentences(finding, blanks, _):
            return text
    raise ValueError(f"no words for {finding.code!r}")


def finding_in_both(finding: Finding, names: PlanNames) -> dict[str, str]:
    """The finding as `text_da` and `text_en`."""
    return both_languages(lambda say: finding_text(finding, names, say))


def fact_text(fact: Fact, names: PlanNames) -> str:
    """A fact of a finding in the visitor's language: a clock, a name, a number."""
    return _word(fact, names, gettext)


def _word(fact: Fact | Finding, names: PlanNames, _: Say) -> str:
    if isinstance(fact, Finding):
        return finding_text(fact, names, _)
    if isinstance(fact, At):
        wall = names.start + timedelta(minutes=fact.minutes)
        return _("%(hours)s.%(minutes)s", hours=f"{wall.hour:02}", minutes=f"{wall.minute:02}")
    if isinstance(fact, Ref):
        return names.call(fact, _)
    if isinstance(fact, tuple) and fact and isinstance(fact[0], Finding):
        return " ".join(_word(part, names, _) for part in fact)
    if isinstance(fact, tuple):
        return ", ".join(_word(ref, names, _) for ref in fact)
    return str(fact)


def _number(finding: Finding, key: str) -> int:
    fact = finding.facts.get(key, 0)
    return fact if isinstance(fact, int) else 0


def _matches(finding: Finding, _: Say) -> str:
    count = _number(finding, "count")
    return _("1 kamp") if count == 1 else _("%(count)s kampe", count=count)


def _courts(finding: Finding, _: Say) -> str:
    count = _number(finding, "courts")
    return _("1 bane") if count == 1 else _("%(count)s baner", count=count)


def _place(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    match finding.code:
        case Code.UNKNOWN_MATCH:
            return _("Kamp %(match)s skal ikke have en plads i programmet.", **blanks)
        case Code.UNKNOWN_COURT:
            return _("%(court)s findes ikke. Kamp %(match)s skal have en anden bane.", **blanks)
        case Code.PLACED_TWICE:
            return _("Kamp %(match)s står to gange i programmet.", **blanks)
        case Code.MISSING:
            return _("Kamp %(match)s mangler i programmet.", **blanks)
        case Code.OFF_GRID | Code.PIN_OFF_GRID:
            return _("Kamp %(match)s begynder kl. %(start)s. Kampe begynder kun hvert %(grid)s. minut.", **blanks)
        case Code.BEFORE_START:
            return _("Kamp %(match)s begynder, før dagen begynder.", **blanks)
        case Code.COURT_NOT_FOR_STAGE:
            return _("%(court)s tager ikke kampe fra %(stage)s.", **blanks)
        case Code.OUTSIDE_WINDOW:
            return _("%(court)s er ikke åben for kamp %(match)s kl. %(start)s–%(end)s.", **blanks)
        case Code.IN_BREAK:
            return _("Kamp %(match)s kl. %(start)s rammer pausen kl. %(from)s–%(until)s.", **blanks)
        case Code.COURT_TAKEN:
            return _("%(court)s er optaget af kamp %(other)s til kl. %(free)s.", **blanks)
        case Code.FROZEN_MOVED:
            return _("Kamp %(match)s er spillet eller i gang. Den kan ikke flyttes.", **blanks)
    return None


def _team(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    match finding.code:
        case Code.TEAM_BUSY:
            return _("%(who)s spiller også kamp %(other)s på den tid.", **blanks)
        case Code.TEAM_REST:
            return _(
                "%(who)s får %(has)s minutter mellem kamp %(other)s og kamp %(match)s. Der skal være %(needs)s.",
                **blanks,
            )
        case Code.PERSON_BUSY:
            return _("En spiller er med i både kamp %(other)s og kamp %(match)s på den tid.", **blanks)
        case Code.PERSON_REST:
            return _(
                "En spiller får %(has)s minutter mellem kamp %(other)s og kamp %(match)s. Der skal være %(needs)s.",
                **blanks,
            )
        case Code.PERSON_AGAINST_SELF:
            return _("En spiller er med på begge hold i kamp %(match)s.", **blanks)
        case Code.WAIT_TOO_LONG:
            return _(
                "%(who)s venter %(has)s minutter mellem kamp %(other)s og kamp %(match)s. Højst %(most)s er tilladt.",
                **blanks,
            )
        case Code.REFEREE_UNKNOWN:
            return _("Dommeren %(who)s til kamp %(match)s findes ikke.", **blanks)
        case Code.REFEREE_BUSY:
            return _("%(who)s kan ikke dømme kamp %(match)s. Kamp %(other)s er på samme tid.", **blanks)
    return None


def _order(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    match finding.code:
        case Code.FEEDER_NOT_ENDED | Code.AFTER_NOT_ENDED:
            return _(
                "Kamp %(match)s venter på kamp %(other)s. Den kan tidligst begynde kl. %(earliest)s.",
                **blanks,
            )
        case Code.FEEDER_NOT_PLACED | Code.AFTER_NOT_PLACED | Code.WAITS_FOR_UNPLACED:
            return _("Kamp %(match)s venter på kamp %(other)s, som ikke har fået en tid.", **blanks)
        case Code.NOT_SAME_TIME:
            return _("Kamp %(match)s og kamp %(other)s skal begynde samtidig.", **blanks)
        case Code.CIRCLE:
            return _("Kampene %(matches)s venter på hinanden i ring.", **blanks)
    return None


def _wish(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    match finding.code:
        case Code.TOO_EARLY:
            return _("%(whom)s spiller tidligst kl. %(not_before)s.", **blanks)
        case Code.TOO_LATE:
            return _("%(whom)s skal være færdig kl. %(leaves)s. Kamp %(match)s slutter kl. %(end)s.", **blanks)
        case Code.NO_MEAL:
            return _("%(who)s får ikke %(minutes)s minutter til at spise kl. %(from)s–%(until)s.", **blanks)
        case Code.MEAL_TOO_SHORT:
            return _(
                "%(who)s skal have %(minutes)s minutter til at spise. Kl. %(from)s–%(until)s er kortere.", **blanks
            )
        case Code.PIN_COURT:
            return _("Kamp %(match)s holdes fast på %(court)s.", **blanks)
        case Code.PIN_START:
            return _("Kamp %(match)s holdes fast kl. %(start)s.", **blanks)
    return None


def _repair(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    match finding.code:
        case Code.NO_STARTS_NOW:
            return _("Kamp %(match)s står kl. %(start)s. Ingen kamp begynder før kl. %(until)s.", **blanks)
        case Code.BEFORE_SLACK:
            return _("Kamp %(match)s er meldt ud til kl. %(first)s. Den må ikke begynde før.", **blanks)
        case Code.AFTER_SLACK:
            return _("Kamp %(match)s må ikke flyttes længere end til kl. %(last)s.", **blanks)
        case Code.COURT_CLOSED:
            return _("%(court)s er lukket, når kamp %(match)s spilles.", **blanks)
        case Code.STILL_PLACED:
            return _("Kamp %(match)s står i programmet, men holdet er trukket ud.", **blanks)
        case Code.MOVED_UNTRUE:
            return _("Listen over flyttede kampe passer ikke for kamp %(match)s.", **blanks)
    return None


def _day(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    match finding.code:
        case Code.NO_COURT:
            return _("Ingen bane tager kampe fra %(stage)s.", **blanks)
        case Code.NO_START:
            return _("Kamp %(match)s kan ikke ligge noget sted. Tiderne udelukker hinanden.", **blanks)
        case Code.PINS_COLLIDE:
            return _(
                "Kamp %(match)s kl. %(start)s og kamp %(other)s kl. %(other_start)s holdes fast og støder sammen.",
                **blanks,
            )
        case Code.SAME_TIME_CLASH:
            return _("Kamp %(match)s og kamp %(other)s kan ikke begynde samtidig. %(who)s er med i begge.", **blanks)
        case Code.SAME_TIME_COURTS:
            sums: Blanks = blanks | {"count": _matches(finding, _), "courts": _courts(finding, _)}
            return _("%(count)s skal begynde samtidig, men der er kun %(courts)s.", **sums)
        case Code.REST_OVER_WAIT:
            return _(
                "Et hold skal have %(minutes)s minutters pause mellem to kampe, men må højst vente %(most)s.", **blanks
            )
        case Code.CHAIN_TOO_LONG:
            return _("Kampene %(matches)s følger efter hinanden. De når det ikke før kl. %(by)s.", **blanks)
    return None


def _sum(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    sums: Blanks = blanks | {"count": _matches(finding, _), "courts": _courts(finding, _)}
    match finding.code:
        case Code.TEAM_STAY:
            return _(
                "%(who)s skal nå %(count)s mellem kl. %(from)s og %(by)s. Med pauser kræver det tid til kl. %(needs)s.",
                **sums,
            )
        case Code.COURTS_FULL if _number(finding, "reach") >= _number(finding, "count"):
            return _("%(count)s skal spilles kl. %(from)s–%(by)s. Det har %(courts)s ikke tid til.", **sums)
        case Code.COURTS_FULL if finding.facts.get("from") == At(0):
            return _("%(count)s skal være spillet kl. %(by)s, men %(courts)s når %(reach)s.", **sums)
        case Code.COURTS_FULL:
            return _("%(count)s skal spilles kl. %(from)s–%(by)s, men %(courts)s når %(reach)s.", **sums)
        case Code.NO_PLAN:
            return _("Alle muligheder er prøvet. Intet program holder alt det, der er skrevet ind.")
    return None


def _no_place(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    match finding.code:
        case Code.NO_TIME_LEFT:
            return _("Der er ingen tid tilbage til kamp %(match)s.", **blanks)
        case Code.NO_TIME_FOR_TEAM:
            return _("%(who)s har ingen ledig tid til kamp %(match)s.", **blanks)
        case Code.NO_TIME_ON_COURTS:
            return _("Der er ingen ledig bane til kamp %(match)s.", **blanks)
        case Code.NO_TIME_WITH_MEAL:
            return _("Kamp %(match)s ville tage tiden til at spise.", **blanks)
        case Code.NO_TIME_TOGETHER:
            return _("Kamp %(match)s kan ikke begynde sammen med de andre.", **blanks)
        case Code.WAIT_WOULD_BE_TOO_LONG:
            return _("Kamp %(match)s ville give et hold for lang ventetid.", **blanks)
    return None


def _bound(finding: Finding, blanks: Blanks, _: Say) -> str | None:
    sums: Blanks = blanks | {"courts": _courts(finding, _)}
    counted: Blanks = sums | {"count": _matches(finding, _)}
    match finding.code:
        case Code.BOUND_POOLS_THEN_ROUNDS:
            rounds = _number(finding, "rounds")
            sums["rounds"] = _("1 runde") if rounds == 1 else _("%(count)s runder", count=rounds)
            return _(
                "Kan ikke slutte før %(end)s: %(count)s puljekampe på %(courts)s varer til %(until)s, "
                "derefter pause og %(rounds)s.",
                **sums,
            )
        case Code.BOUND_COURTS if _number(finding, "reach") >= _number(finding, "count"):
            return _("Kan ikke slutte før %(end)s: så længe er %(courts)s om %(count)s.", **counted)
        case Code.BOUND_COURTS:
            return _(
                "Kan ikke slutte før %(end)s: Ellers skal %(count)s spilles kl. %(from)s–%(by)s, "
                "men %(courts)s når %(reach)s.",
                **counted,
            )
        case Code.BOUND_TEAM:
            return _("Kan ikke slutte før %(end)s: %(who)s har %(count)s med pause imellem.", **counted)
        case Code.BOUND_CHAIN:
            return _("Kan ikke slutte før %(end)s: %(count)s følger efter hinanden.", **counted)
        case Code.BOUND_SOLVER:
            return _("Kan ikke slutte før %(end)s: alle tidligere sluttider er prøvet.", **counted)
    return None
