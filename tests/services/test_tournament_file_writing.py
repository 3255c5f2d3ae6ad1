"""A competition written and read again is the same, and the page about the file says what the file can."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import cases, group_document
from tests.engine.competitions import entries, play_on, pools_and_knockout
from tournament.engine.criteria import CRITERIA
from tournament.engine.formats.registry import FORMATS
from tournament.engine.selectors import TeamSide
from tournament.engine.values import (
    Competition,
    Formula,
    Mark,
    MarkStatus,
    Match,
    Overall,
    Policy,
    Result,
    Stage,
)
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


def test_games_changing_partners_and_wishes_read_back_as_they_were() -> None:
    games = Stage(
        "run",
        "measured",
        entries=("t1", "t2", "t3"),
        options={"better": "high", "lanes": 4},
        marks=(Mark("t1", (1.5, None)), Mark("t2", (), MarkStatus.DNF)),
        formula=Formula(25.4, 18, 1.81, "track"),
        heats=(("t1", None, "t2", "t3"),),
    )
    pools = Stage("pools", "round_robin", entries=("t1", "t2", "t3"), pool_count=1, wishes=(frozenset({"t1", "t3"}),))
    day = Stage("day", "supermelee", entries=("t1", "t2", "t3", "t4"), options={"rounds": 1, "team_size": 2})
    match = Match("m1", "day", TeamSide(("t1", "t2")), TeamSide(("t3", "t4")), result=Result(home=13, away=7))
    overall = Overall(medals=True, points=(10, 8), started=1, by="organisation")
    competition = Competition(entries(4), (games, pools, day), (match,), overall=overall)
    assert read_tournament(json.loads(json.dumps(write_tournament(competition)))) == competition


@pytest.mark.parametrize("case", cases("football_groups")[::15], ids=lambda case: case["id"])
def test_a_published_group_reads_back_as_it_was(case: dict[str, Any]) -> None:
    competition = read_tournament(group_document(case, Random(1)))
    assert read_tournament(write_tournament(competition)) == competition


def test_the_file_has_a_word_for_all_that_the_engine_can() -> None:
    assert set(FORMATS) == set(FORMAT_WORDS)
    assert set(CRITERIA) == set(CRITERION_WORDS)


def test_the_example_of_the_page_can_be_read_and_every_criterion_is_named_there() -> None:
    page = (DOCS / "tournament-file.md").read_text(encoding="utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    with pytest.raises(ValueError, match="t2"):
        read_tournament(example)
    example["entries"] += [{"id": f"t{number}"} for number in (2, 3, 4)]
    assert len(read_tournament(example).matches) == 2
    assert [word for word in CRITERION_WORDS if f"`{word}`" not in page] == []
