"""The calendar's filter: shared by address, found however it is typed."""

import pytest
from werkzeug.datastructures import MultiDict

from events.folding import fold, found_in
from events.naming import is_uid, new_uid, slug_of
from events.search import CalendarFilter, Found, matches, read_filter

NAMES = {"sport": {"petanque": "petanque", "svoemning": "svoemning", "swimming": "svoemning"}}
BOULES = Found("petanque", "syddanmark", "tournament", ("2027-06",), "Regionalt petanquestævne Syd Sønderborg Aabenraa")


@pytest.mark.parametrize(
    "typed", ["stævne", "STAEVNE", "stavne", "sønderborg", "sonderborg", "soenderborg", "aabenraa"]
)
def test_a_word_is_found_however_it_is_typed(typed: str) -> None:
    assert found_in(typed, BOULES.words)


def test_aring_and_double_a_are_the_same() -> None:
    assert found_in("åbenrå", BOULES.words)
    assert fold("Ålborg") == fold("Aalborg")


def test_all_words_must_be_there() -> None:
    assert found_in("petanque syd", BOULES.words)
    assert not found_in("petanque nord", BOULES.words)


def test_an_empty_filter_takes_everything() -> None:
    assert matches(CalendarFilter(), BOULES)


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        (CalendarFilter(sport=("petanque", "dart")), True),
        (CalendarFilter(sport=("dart",)), False),
        (CalendarFilter(region=("syddanmark",), kind=("tournament",)), True),
        (CalendarFilter(region=("syddanmark",), kind=("course",)), False),
        (CalendarFilter(month=("2027-05",)), False),
        (CalendarFilter(text="syd"), True),
    ],
)
def test_parts_narrow_and_values_widen(wanted: CalendarFilter, is_found: bool) -> None:
    assert matches(wanted, BOULES) is is_found


def test_an_address_gives_the_same_filter_whatever_its_order() -> None:
    one = read_filter(MultiDict([("sport", "Svømning"), ("sport", "petanque"), ("text", " to  ord ")]), NAMES)
    other = read_filter(MultiDict([("text", "to ord"), ("sport", "petanque"), ("sport", "swimming")]), NAMES)
    assert one == other == CalendarFilter(sport=("petanque", "svoemning"), text="to ord")
    assert one.query() == {"sport": ["petanque", "svoemning"], "text": "to ord"}


def test_an_unknown_value_finds_nothing_instead_of_everything() -> None:
    assert not matches(read_filter(MultiDict([("sport", "curling på is")]), NAMES), BOULES)


def test_an_address_is_plain_letters() -> None:
    assert slug_of("DM i krolf – Lillebælt ÆØÅ!") == "dm-i-krolf-lillebaelt-aeoeaa"
    assert slug_of("!!!") == "arrangement"


def test_a_calendar_id_is_opaque_and_known_by_its_form() -> None:
    assert is_uid(new_uid())
    assert new_uid() != new_uid()
    assert not is_uid("indestaevne-2026")
