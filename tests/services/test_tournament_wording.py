"""Every code of the engine has words in both languages."""

import re
from pathlib import Path

import pytest

from tournament.engine.correction import Reach
from tournament.engine.criteria import CRITERIA
from tournament.engine.outcome import Decision, Note, Place
from tournament.wording import both_languages, decided_text, note_text, place_text, reach_text, reason_text

ENGINE = Path(__file__).parent.parent.parent / "tournament" / "engine"
FACTS = {"round_of": 16, "first": 5, "last": 8, "rank": 3, "pool": "A", "stage": "pools", "match": "m7"}
FACTS |= {"pools": 3, "least": 4, "most": 5, "clashes": 2, "pairs": 2, "people": 7, "round": 3, "rounds": 4}
FACTS |= {"teams": 8, "wishes": 1, "doublets": 5, "triplets": 7, "heats": 2, "lanes": 6}


def danish(message: str, **blanks: object) -> str:
    """Say it in Danish."""
    return message % blanks if blanks else message


def codes_of_notes() -> set[str]:
    """Every code that the engine makes a note with."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ENGINE.rglob("*.py"))
    return set(re.findall(r'Note\(\s*"([a-z_]+)"', sources)) | set(re.findall(r'"(lost_[a-z_]+)"', sources))


def test_there_are_codes_to_find() -> None:
    assert {"final_won", "rank_is_shared", "draw_sizes", "lost_quarter_final"} <= codes_of_notes()


@pytest.mark.parametrize("code", sorted(codes_of_notes()))
def test_every_code_has_words_of_its_own(code: str) -> None:
    note = Note(code, FACTS)
    try:
        words = note_text(note, danish)
    except ValueError:
        words = reason_text(note, danish)
        assert code == "undecided" or words != reason_text(Note("undecided"), danish)
    assert "%(" not in words


@pytest.mark.parametrize("criterion", [*CRITERIA, "withdrawn"])
def test_every_criterion_says_why_a_row_stands_below(criterion: str) -> None:
    words = decided_text(Decision(criterion, 4, 1), "Varmestuen", danish)
    assert ("Varmestuen" in words) != (criterion == "withdrawn")


def test_two_who_met_are_told_the_score() -> None:
    decision = Decision("h2h_points", 3, 0, ("t1", "t2"), (2, 1))
    assert decided_text(decision, "Varmestuen", danish) == "Varmestuen var bedst i indbyrdes kamp: 2–1"


def test_a_difference_carries_its_sign() -> None:
    assert decided_text(Decision("goal_diff", 3, -1), "A", danish) == "A er foran på målforskel: +3 mod -1"


def test_a_place_and_its_reason() -> None:
    place = Place("t1", 5, 8, Note("lost_quarter_final"))
    assert place_text(place, danish) == "Nr. 5–8: Tabte kvartfinalen"


@pytest.mark.parametrize("reach", Reach)
def test_every_reach_has_words(reach: Reach) -> None:
    assert reach_text(reach, danish).endswith(".")


def test_a_command_gets_danish_and_english_without_an_application() -> None:
    texts = both_languages(lambda say: reason_text(Note("lost_final"), say))
    assert texts == {"text_da": "Tabte finalen", "text_en": "Lost the final"}
