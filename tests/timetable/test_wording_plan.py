"""Everything the planner can say has words, and they say the facts."""

from datetime import datetime

import pytest

from tournament.timetable.codes import Code
from tournament.timetable.model import At, Fact, Finding, Ref
from tournament.wording import say_danish
from tournament.wording_plan import PlanNames, finding_in_both, finding_text

NAMES = PlanNames(datetime(2026, 10, 3, 10), {Ref("entry", "t5"): "Hold 5", Ref("court", "c1"): "Bane 1"})  # noqa: DTZ001
REFS = ("match", "other", "court", "stage", "who", "whom")
TIMES = (
    *("start", "end", "other_start", "free", "from", "until", "by", "earliest", "not_before", "leaves", "needs"),
    *("first", "last"),
)
NUMBERS = ("grid", "has", "most", "minutes", "count", "courts", "reach", "rounds", "seconds")
EVERYTHING: dict[str, Fact] = {
    **{key: Ref(key, f"<{key}>") for key in REFS},
    **{key: At(15) for key in TIMES},
    **dict.fromkeys(NUMBERS, 7),
    "matches": (Ref("match", "m1"), Ref("match", "m2")),
    "asked": (Finding(Code.ASKS_SAME_TIME, {}), Finding(Code.ASKS_WALK, {})),
}


@pytest.mark.parametrize("code", Code)
def test_every_code_has_words(code: Code) -> None:
    text = finding_text(Finding(code, EVERYTHING), NAMES, say_danish)
    assert text.endswith(".")
    assert "%(" not in text


def said(code: Code, **facts: Fact) -> str:
    return finding_text(Finding(code, facts), NAMES, say_danish)


def test_an_overload_is_said_with_its_numbers() -> None:
    facts: dict[str, Fact] = {"count": 42, "courts": 6, "reach": 36, "from": At(0), "by": At(30)}
    assert said(Code.COURTS_FULL, **facts) == "42 kampe skal være spillet kl. 10.30, men 6 baner når 36."
    assert said(Code.COURTS_FULL, **facts | {"courts": 1, "count": 1, "reach": 0}).startswith("1 kamp ")


def test_the_bound_is_one_sentence() -> None:
    facts: dict[str, Fact] = {"end": At(285), "count": 72, "courts": 6, "until": At(120), "rounds": 4}
    sentence = "Kan ikke slutte før 14.45: 72 puljekampe på 6 baner varer til 12.00, derefter pause og 4 runder."
    assert said(Code.BOUND_POOLS_THEN_ROUNDS, **facts) == sentence


def test_names_and_clocks_are_those_of_the_day() -> None:
    facts: dict[str, Fact] = {"court": Ref("court", "c1"), "other": Ref("match", "12"), "free": At(50)}
    assert said(Code.COURT_TAKEN, **facts) == "Bane 1 er optaget af kamp 12 til kl. 10.50."


def test_both_languages_are_given() -> None:
    finding = Finding(Code.TEAM_BUSY, {"who": Ref("entry", "t5"), "other": Ref("match", "3")})
    both = finding_in_both(finding, NAMES)
    assert both["text_da"] == "Hold 5 spiller også kamp 3 på den tid."
    assert set(both) == {"text_da", "text_en"}


def test_a_code_without_words_is_an_error() -> None:
    with pytest.raises(ValueError, match="no words"):
        finding_text(Finding("made_up", {}), NAMES, say_danish)  # type: ignore[arg-type]  # what must not happen
