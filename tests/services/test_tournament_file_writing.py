"""A competition written and read again is the same, and the page about the file says what the file can."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import cases, group_document
from tests.engine.competitions import play_on, pools_and_knockout
from tournament.engine.criteria import CRITERIA
from tournament.engine.formats.registry import FORMATS
from tournament.engine.values import Policy
from tournament.engine.withdrawal import withdraw
from tournament.file import read_tournament
from tournament.file_words import CRITERION_WORDS, FORMAT_WORDS
from tournament.file_write import write_tournament

DOCS = Path(__file__).parent.parent.parent / "docs"


@settings(deadline=None)
@given(seed=st.integers(0, 9999), rounds=st.integers(0, 5), policy=st.sampled_from([None, *Policy]))
def test_what_is_written_reads_back_as_it_was(seed: int, rounds: int, policy: Policy | None) -> None:
    competition, rng = pools_and_knockout(3, 4, 2, best=2), Random(seed)
    for _ in range(rounds):
        competition = play_on(competition, rng)
    if policy:
        competition = withdraw(competition, "t3", policy)
    document = json.loads(json.dumps(write_tournament(competition)))
    assert read_tournament(document) == competition


@pytest.mark.parametrize("case", cases("football_groups")[::15], ids=lambda case: case["id"])
def test_a_published_group_reads_back_as_it_was(case: dict[str, Any]) -> None:
    competition = read_tournament(group_document(case, Random(1)))
    assert read_tournament(write_tournament(competition)) == competition


def test_the_file_has_a_word_for_all_that_the_engine_can() -> None:
    assert set(FORMATS) <= set(FORMAT_WORDS)
    assert set(CRITERIA) <= set(CRITERION_WORDS)


def test_the_example_of_the_page_can_be_read_and_every_criterion_is_named_there() -> None:
    page = (DOCS / "tournament-file.md").read_text(encoding="utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    with pytest.raises(ValueError, match="t2"):
        read_tournament(example)
    example["entries"] += [{"id": f"t{number}"} for number in (2, 3, 4)]
    assert len(read_tournament(example).matches) == 2
    assert [word for word in CRITERION_WORDS if f"`{word}`" not in page] == []
