"""Every code of the engine has words in both languages."""

import re
from pathlib import Path

import pytest

from tournament.engine.correction import Reach
from tournament.engine.criteria import CRITERIA
from tournament.engine.formats.format import Counted, MatchCount
from tournament.engine.formats.registry import get_format
from tournament.engine.outcome import Decision, Note, Place
from tournament.wording import (
    both_languages,
    decided_text,
    match_count_text,
    note_text,
    place_text,
    reach_text,
    reason_text,
)

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
    assert decided_text(Decision("goal_diff", 3, -1), "A", danish) == "A er foran på målforskel: +3 mod −1"


def test_a_place_and_its_reason() -> None:
    place = Place("t1", 5, 8, Note("lost_quarter_final"))
    assert place_text(place, danish) == "Nr. 5–8: Tabte kvartfinalen"


@pytest.mark.parametrize("reach", Reach)
def test_every_reach_has_words(reach: Reach) -> None:
    assert reach_text(reach, danish).endswith(".")


def test_a_command_gets_danish_and_english_without_an_application() -> None:
    texts = both_languages(lambda say: reason_text(Note("lost_final"), say))
    assert texts == {"text_da": "Tabte finalen", "text_en": "Lost the final"}


@pytest.mark.parametrize(
    ("count", "text_da", "text_en"),
    [
        (
            MatchCount(4, 4, 40),
            "Alle spiller 4 kampe, 40 kampe i alt.",
            "Everybody plays 4 matches, 40 matches in all.",
        ),
        (
            MatchCount(3, 5, 47),
            "Hvert hold spiller 3–5 kampe, 47 kampe i alt.",
            "Each team plays 3–5 matches, 47 matches in all.",
        ),
        (MatchCount(1, 1, 1), "Alle spiller 1 kamp, 1 kamp i alt.", "Everybody plays 1 match, 1 match in all."),
        (MatchCount(1, 1, 4), "Alle spiller 1 kamp, 4 kampe i alt.", "Everybody plays 1 match, 4 matches in all."),
        (MatchCount(0, 0, 0), "Der er ingen kampe.", "There are no matches."),
        (
            MatchCount(1, 1, 24, Counted.STARTS),
            "Alle får målt et resultat, 24 resultater i alt.",
            "Everybody has a result measured, 24 results in all.",
        ),
        (
            MatchCount(1, 1, 3, Counted.HEATS),
            "Alle starter en gang, 3 heat i alt.",
            "Everybody starts once, 3 heats in all.",
        ),
        (
            MatchCount(1, 1, 1, Counted.HEATS),
            "Alle starter en gang, 1 heat i alt.",
            "Everybody starts once, 1 heat in all.",
        ),
    ],
    ids=str,
)
def test_how_much_is_played_is_said_in_one_sentence(count: MatchCount, text_da: str, text_en: str) -> None:
    assert both_languages(lambda say: match_count_text(count, say)) == {"text_da": text_da, "text_en": text_en}


@pytest.mark.parametrize(("lanes", "said"), [(0, "20 resultater"), (8, "3 heat")])
def test_where_nobody_meets_anybody_starts_or_heats_are_counted(lanes: int, said: str) -> None:
    assert said in match_count_text(get_format("measured").count((20,), {"lanes": lanes}), danish)
