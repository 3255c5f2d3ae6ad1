"""What the room's keys are called on a page: rows, arrivals, kinds of members, states and the gate's reasons."""

from dataclasses import dataclass

from flask_babel import gettext as _

from core.language import clock_words, in_language
from core.tokens import tidy_code

DANISH_LAST = str.maketrans({"æ": "{a", "ø": "{b", "å": "{c", "ä": "{a", "ö": "{b"})
ARRIVALS = ("doors", "start", "later")
MEMBER_KINDS = ("vaerested", "boform", "forening")


def danish_order(text: str) -> str:
    """A key that sorts names as a Danish list does: æ, ø and å after z."""
    return text.casefold().translate(DANISH_LAST)


@dataclass(frozen=True, slots=True)
class SpokenRoom:
    """What there is no room for, among the facts of a problem, in the language of the page that shows it."""

    kind: str
    key: str
    label_da: str
    label_en: str

    def __str__(self) -> str:
        return room_words(self.kind, self.label_da, self.label_en, self.key)


def row_words(key: str) -> str:
    """A row as a team wishes it: "A. Vi vil vinde"; empty where there are no rows."""
    words: dict[str, str] = {"A": _("Vi vil vinde"), "B": _("Vi vil hygge os")}
    if key in words:
        return f"{key}. {words[key]}"
    return str(_("Række %(row)s", row=key)) if key else ""


def arrival_words(key: str) -> str:
    """When a team comes."""
    words: dict[str, str] = {
        "doors": _("Når døren åbner"),
        "start": _("Når vi begynder"),
        "later": _("Senere. Vi ringer."),
        "late": _("Kom ved døren på dagen"),
    }
    return words.get(key, "")


def stay_words(here_from: str | None, leaves_at: str | None) -> str:
    """Between which clocks a team can play: "fra kl. 10.30, til kl. 15.10"; "" where it does not matter."""
    first = _("fra kl. %(time)s", time=clock_words(here_from)) if here_from else ""
    last = _("til kl. %(time)s", time=clock_words(leaves_at)) if leaves_at else ""
    return ", ".join(filter(None, [first, last]))


def member_kind_words(kind: str) -> str:
    """What kind of member a place is."""
    words: dict[str, str] = {"vaerested": _("værested"), "boform": _("boform"), "forening": _("forening")}
    return words.get(kind, kind).capitalize()


def state_words(state: str) -> str:
    """Where a registration stands."""
    words: dict[str, str] = {
        "asked": _("Spurgt"),
        "confirmed": _("Med"),
        "waiting": _("Venteliste"),
        "offered": _("Tilbudt plads"),
        "withdrawn": _("Meldt fra"),
        "declined": _("Sagt nej"),
    }
    return words.get(state, state)


def call_words(reason: str) -> str:
    """Why the office must ring a leader."""
    words: dict[str, str] = {
        "promoted": _("Holdet har fået plads fra ventelisten."),
        "event_cancelled": _("Stævnet er aflyst."),
        "event_postponed": _("Stævnet er udsat."),
        "event_moved": _("Stævnet er flyttet."),
        "matches_moved": _("Holdets kampe er flyttet."),
    }
    return words.get(reason, reason)


def gate_title(reason: str) -> str:
    """The few large words on the gate's screen for a reason of the closed list."""
    words: dict[str, str] = {
        "ukendt": _("Vi kender ikke kortet"),
        "tilbagekaldt": _("Kortet er byttet"),
        "aflyst": _("Stævnet er aflyst"),
        "afbud": _("Holdet har meldt fra"),
        "venteliste": _("På venteliste"),
        "ikke_godkendt": _("Ikke meldt til endnu"),
        "forkert_arrangement": _("Et andet stævne"),
        "forkert_dag": _("En anden dag"),
        "allerede_inde": _("Allerede inde"),
        "ikke_inde": _("Ikke inde endnu"),
        "tvetydig": _("Flere hold har den kode"),
        "lukket": _("Døren er lukket"),
    }
    return words.get(reason, reason)


def gate_advice(reason: str) -> str:
    """What the person at the door does about a reason."""
    words: dict[str, str] = {
        "ukendt": _("Skriv holdets navn, eller tag dem med som nye gæster. Alle er velkomne."),
        "tilbagekaldt": _("Holdet har fået et nyt kort. Søg på holdets navn."),
        "aflyst": _("Ring til kontoret, og giv en kop kaffe."),
        "afbud": _("De er kommet alligevel. Ring til kontoret, eller tag dem med som gæster."),
        "venteliste": _("Der var fuldt. Ring til kontoret, eller tag dem med som gæster."),
        "ikke_godkendt": _("Ring til kontoret. De ved, hvad der skal ske."),
        "forkert_arrangement": _("Kortet er til et andet stævne. Søg på holdets navn."),
        "forkert_dag": _("Stævnet er ikke i dag. Ring til kontoret."),
        "ikke_inde": _("Holdet er ikke tjekket ind. Scan kortet igen."),
        "tvetydig": _("Søg på holdets navn i stedet."),
        "lukket": _("Stævnet er slut. Ring til kontoret."),
    }
    return words.get(reason, "")


def spaced_code(code: str) -> str:
    """A short code in two halves, as it stands on the card: "KRB 482"."""
    tidy = tidy_code(code)
    return f"{tidy[:3]} {tidy[3:]}"


def room_words(kind: str, label_da: str = "", label_en: str = "", key: str = "") -> str:
    """What there is room for: places for teams, for people, in a row, a meal or a bed."""
    if kind == "teams":
        return str(_("hold"))
    if kind == "people":
        return str(_("folk"))
    if kind == "row":
        return str(_("række %(row)s", row=key))
    return in_language(label_da, label_en).lower() or key
