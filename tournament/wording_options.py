"""What the parts of a day ask for and what would help, put into words: the sentences of a conflict and its options."""

from collections.abc import Mapping

from tournament.timetable.codes import Code
from tournament.timetable.model import At, Finding
from tournament.wording import Say

A_DAY = 24 * 60


def what_is_asked(finding: Finding, blanks: Mapping[str, object], _: Say) -> str | None:
    """The sentence of a part that cannot be kept together with others; None for any other code."""
    match finding.code:
        case Code.NOT_TOGETHER:
            return _("Intet program holder det hele. %(asked)s", **blanks)
        case Code.NOTHING_FOUND:
            return _("Vi fandt intet program på %(seconds)s sekunder. Der kan være et alligevel.", **blanks)
        case Code.ASKS_COURT if _is_whole_day(finding):
            return _("%(court)s er åben fra kl. %(from)s og resten af dagen.", **blanks)
        case Code.ASKS_COURT:
            return _("%(court)s er åben kl. %(from)s–%(until)s.", **blanks)
        case Code.ASKS_COURT_AS_IS:
            return _("%(court)s er ikke åben for alle kampe hele dagen.", **blanks)
        case Code.ASKS_COURTS:
            return _("De %(courts)s baner er åbne til kl. %(until)s.", **blanks)
        case Code.ASKS_REST if blanks.get("minutes") == blanks.get("most"):
            return _("Et hold skal have %(minutes)s minutters pause mellem to kampe.", **blanks)
        case Code.ASKS_REST:
            return _("Et hold skal have %(minutes)s eller %(most)s minutters pause mellem to kampe.", **blanks)
        case Code.ASKS_BREAK:
            return _("Der er pause for alle kl. %(from)s–%(until)s.", **blanks)
        case Code.ASKS_MAX_WAIT:
            return _("Et hold må højst vente %(minutes)s minutter.", **blanks)
        case Code.ASKS_WALK:
            return _("Der skal være tid til at gå mellem hallerne.", **blanks)
        case Code.ASKS_SAME_TIME:
            return _("Nogle kampe skal begynde samtidig.", **blanks)
        case Code.ASKS_LEAVES:
            return _("%(whom)s skal være færdig kl. %(leaves)s.", **blanks)
        case Code.ASKS_MEAL:
            return _("%(whom)s skal have %(minutes)s minutter til at spise kl. %(from)s–%(until)s.", **blanks)
        case Code.ASKS_AFTER:
            return _("%(whom)s skal vente på andre kampe.", **blanks)
        case Code.ASKS_WISHES:
            return _("%(count)s ønsker skal holdes.", **blanks)
        case Code.ASKS_PINS:
            return _("%(count)s kampe holdes fast.", **blanks)
        case Code.ASKS_PIN_AFTER:
            return _("Kamp %(match)s skal vente på andre kampe.", **blanks)
        case Code.ASKS_CLOSED if _is_whole_day(finding):
            return _("%(court)s er lukket fra kl. %(from)s og resten af dagen.", **blanks)
        case Code.ASKS_CLOSED:
            return _("%(court)s er lukket kl. %(from)s–%(until)s.", **blanks)
        case Code.ASKS_DELAY:
            return _("Ingen kamp begynder før kl. %(until)s.", **blanks)
        case Code.ASKS_OVERRUN:
            return _("Kamp %(match)s varer %(minutes)s minutter længere.", **blanks)
        case Code.ASKS_HOLD:
            return _("%(count)s kampe bliver, hvor de er meldt ud.", **blanks)
        case Code.ASKS_SHIFT:
            return _("En kamp må højst rykke %(minutes)s minutter.", **blanks)
    return None


def _is_whole_day(finding: Finding) -> bool:
    """Whether a span lasts round the clock: its two ends would be the same words."""
    first, last = finding.facts.get("from"), finding.facts.get("until")
    return isinstance(first, At) and isinstance(last, At) and last.minutes - first.minutes >= A_DAY


def what_helps(finding: Finding, blanks: Mapping[str, object], _: Say) -> str | None:
    """The sentence of a change that makes the day possible; None for any other code."""
    for sentences in (_wishes, _pins_and_breaks, _courts, _minutes, _what_happened):
        if text := sentences(finding, blanks, _):
            return text
    return None


def _wishes(finding: Finding, blanks: Mapping[str, object], _: Say) -> str | None:
    match finding.code:
        case Code.EASE_LEAVES:
            return _("Lad %(whom)s blive til kl. %(leaves)s.", **blanks)
        case Code.EASE_LEAVES_OF_MANY:
            return _("Lad %(count)s hold blive %(minutes)s minutter længere.", **blanks)
        case Code.EASE_NOT_BEFORE:
            return _("Lad %(whom)s spille fra kl. %(start)s.", **blanks)
        case Code.EASE_NOT_BEFORE_OF_MANY:
            return _("Lad %(count)s hold begynde %(minutes)s minutter tidligere.", **blanks)
        case Code.EASE_MEAL:
            return _("Giv %(whom)s %(minutes)s minutter til at spise.", **blanks)
        case Code.EASE_MEAL_OF_MANY:
            return _("Giv %(count)s hold %(minutes)s minutter mindre til at spise.", **blanks)
        case Code.EASE_MEAL_TIME:
            return _("Lad %(whom)s spise frem til kl. %(until)s.", **blanks)
        case Code.EASE_MEAL_TIME_OF_MANY:
            return _("Lad %(count)s hold spise op til %(minutes)s minutter senere.", **blanks)
        case Code.EASE_WITHOUT_WISH:
            return _("Drop ønsket for %(whom)s.", **blanks)
        case Code.EASE_WITHOUT_WISHES:
            return _("Drop %(count)s ønsker.", **blanks)
    return None


def _pins_and_breaks(finding: Finding, blanks: Mapping[str, object], _: Say) -> str | None:
    match finding.code:
        case Code.EASE_PIN:
            return _("Hold i stedet kamp %(match)s fast kl. %(start)s.", **blanks)
        case Code.EASE_WITHOUT_PIN:
            return _("Hold ikke kamp %(match)s fast.", **blanks)
        case Code.EASE_WITHOUT_PINS:
            return _("Giv %(count)s kampe fri.", **blanks)
        case Code.EASE_BREAK:
            return _("Hold pausen kl. %(from)s–%(until)s.", **blanks)
        case Code.EASE_WITHOUT_BREAK:
            return _("Drop pausen kl. %(from)s–%(until)s.", **blanks)
        case Code.EASE_WITHOUT_BREAKS:
            return _("Drop %(count)s pauser.", **blanks)
        case Code.EASE_ALL:
            return str(blanks["asked"])
    return None


def _courts(finding: Finding, blanks: Mapping[str, object], _: Say) -> str | None:
    match finding.code:
        case Code.EASE_COURT:
            return _("Hold %(court)s åben til kl. %(until)s.", **blanks)
        case Code.EASE_COURTS:
            return _("Hold banerne åbne til kl. %(until)s.", **blanks)
        case Code.EASE_COURT_THROUGH:
            return _("Luk ikke %(court)s midt på dagen.", **blanks)
        case Code.EASE_COURTS_THROUGH:
            return _("Luk ikke banerne midt på dagen.", **blanks)
        case Code.EASE_COURT_STAGES:
            return _("Lad alle slags kampe ligge på %(court)s.", **blanks)
        case Code.EASE_COURTS_STAGES:
            return _("Lad alle slags kampe ligge på de %(courts)s baner.", **blanks)
        case Code.EASE_MORE_COURTS if finding.facts.get("courts") == 1:
            return _("Tag en bane mere i brug.", **blanks)
        case Code.EASE_MORE_COURTS:
            return _("Tag %(courts)s baner mere i brug.", **blanks)
    return None


def _minutes(finding: Finding, blanks: Mapping[str, object], _: Say) -> str | None:
    match finding.code:
        case Code.EASE_REST if finding.facts.get("minutes") == 0:
            return _("Drop pausen mellem et holds kampe.", **blanks)
        case Code.EASE_REST:
            return _("Giv hold %(minutes)s minutters pause mellem to kampe.", **blanks)
        case Code.EASE_RESTS:
            return _("Giv hold %(minutes)s og %(most)s minutters pause mellem to kampe.", **blanks)
        case Code.EASE_PLAY:
            return _("Lad kampene i %(stage)s vare %(minutes)s minutter.", **blanks)
        case Code.EASE_MAX_WAIT:
            return _("Lad hold vente op til %(minutes)s minutter.", **blanks)
        case Code.EASE_SOFT_WAIT:
            return _("Lad den længste ventetid være et ønske, ikke et krav.", **blanks)
        case Code.EASE_SAME_TIME:
            return _("Lad kampene begynde på hver sin tid.", **blanks)
    return None


def _what_happened(finding: Finding, blanks: Mapping[str, object], _: Say) -> str | None:
    match finding.code:
        case Code.EASE_REOPEN:
            return _("Luk %(court)s op igen kl. %(until)s.", **blanks)
        case Code.EASE_REOPEN_ALL:
            return _("Luk banerne op igen kl. %(until)s.", **blanks)
        case Code.EASE_NOT_CLOSED:
            return _("Luk ikke %(court)s.", **blanks)
        case Code.EASE_DELAY:
            return _("Lad kampene gå i gang igen kl. %(start)s.", **blanks)
        case Code.EASE_OVERRUN:
            return _("Stop kamp %(match)s %(minutes)s minutter før.", **blanks)
        case Code.EASE_HOLD_NONE:
            return _("Lad også de kampe rykke, som ellers bliver stående.", **blanks)
        case Code.EASE_SHIFT:
            return _("Lad en kamp rykke op til %(minutes)s minutter.", **blanks)
        case Code.EASE_LEFT_OUT if finding.facts.get("count") == 1:
            return _("Lad kamp %(matches)s være uden plads.", **blanks)
        case Code.EASE_LEFT_OUT:
            return _("Lad %(count)s kampe være uden plads: %(matches)s.", **blanks)
    return None
