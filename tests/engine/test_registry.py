"""Every format introduces itself: names, a sentence, options within limits, the number of matches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.engine.formats.format import Format, Ground
from tournament.engine.formats.registry import FORMATS, find_format, get_format

EACH = pytest.mark.parametrize("format_", FORMATS.values(), ids=list(FORMATS))


@EACH
def test_names_and_sentences_stand_in_both_languages(format_: Format) -> None:
    for text in (format_.name, format_.explanation, *(option.name for option in format_.options)):
        assert text.da
        assert text.en
    assert format_.explanation.da.endswith(".")
    assert format_.explanation.en.endswith(".")


@EACH
def test_defaults_are_within_the_limits_and_unknown_values_are_not(format_: Format) -> None:
    for option in format_.options:
        assert option.accepts(option.default)
        assert not option.accepts("no such value")
        assert option.limits


@EACH
@given(teams=st.integers(4, 40))
def test_the_number_of_matches_makes_sense(format_: Format, teams: int) -> None:
    if teams == 7 and format_.code == "supermelee":
        return
    counted = format_.count((teams,), {})
    assert 0 <= counted.least <= counted.most
    assert counted.total >= (counted.least if format_.code == "measured" else teams // 2)


def test_what_there_is_no_format_for_is_refused() -> None:
    assert find_format("chess boxing") is None
    with pytest.raises(ValueError, match="chess boxing"):
        get_format("chess boxing")


def test_teams_in_pools_always_have_a_table() -> None:
    assert all(format_.rank_pool for format_ in FORMATS.values() if format_.ground is Ground.POOLS)
