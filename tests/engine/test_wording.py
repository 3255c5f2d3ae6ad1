"""Everything the engine can say has words in Danish and English."""

import pytest

from tournament.engine.criteria import CRITERIA
from tournament.engine.outcome import Decision, Note
from tournament.wording import both_languages, decided_text, note_text, reason_text

NOTES = [
    Note("swiss_meet_again", {"pairs": 2}),
    Note("line_clashes", {"clashes": 2}),
    Note("swiss_few_teams", {"teams": 5}),
    Note("all_rounds_drawn", {"rounds": 4}),
    Note("round_not_finished", {"round": 2}),
    Note("too_few_teams", {"least": 2, "teams": 1}),
    Note("poule_of_five"),
    Note("heats_drawn", {"heats": 3, "lanes": 8}),
    Note("people_cannot_be_split", {"people": 7}),
    Note("supermelee_sizes", {"doublets": 5, "triplets": 7}),
    Note("partners_again", {"pairs": 1}),
    Note("mixed_sizes", {"teams": 4, "least": 3, "most": 4}),
    Note("wishes_open", {"wishes": 1}),
]
MADE_BY_FORMATS = ("losses", "mark", "last_attempt", "status", "gold", "silver", "bronze")


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.code)
def test_notes_have_words_in_both_languages(note: Note) -> None:
    texts = both_languages(lambda say: note_text(note, say))
    assert texts["text_da"] != texts["text_en"]
    assert all("%(" not in text and text.endswith(".") for text in texts.values())


@pytest.mark.parametrize("criterion", [*CRITERIA, *MADE_BY_FORMATS])
def test_decisions_have_words_in_both_languages(criterion: str) -> None:
    texts = both_languages(lambda say: decided_text(Decision(criterion, 3, 1), "Varmestuen", say))
    assert texts["text_da"] != texts["text_en"]


def test_a_second_loss_has_words() -> None:
    reason = Note("second_loss", {"first": 5, "last": 6})
    assert both_languages(lambda say: reason_text(reason, say)) == {
        "text_da": "Tabte for anden gang",
        "text_en": "Lost for the second time",
    }
