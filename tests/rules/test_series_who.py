"""Who is who over the rounds of a series, which row is which, and the numbers of the rounds."""

import pytest

from events.queries_series import round_numbers
from events.rules import series_problems
from tournament.series_who import Appearance, RowSeen, same_rows, who_is_who


def team(entry: str, name: str, home: str = "", team_id: int | None = None, label: str = "") -> Appearance:
    return Appearance(entry, label or name, home, name if team_id is not None else "", team_id)


def person(entry: str, label: str, home: str = "") -> Appearance:
    return Appearance(entry, label, home, is_person=True)


SAME = [
    ("the same team signed up twice", team("e1", "Solen", "Broen", 1), team("e2", "Solen", "Broen", 1)),
    (
        "its label names its place once",
        team("e1", "Solen", "Broen", 1, "Solen, Broen"),
        team("e2", "Solen", "Broen", 1),
    ),
    ("written in by hand the second time", team("e1", "Solen", "Broen", 1), team("e2", "Solen", "Broen")),
    ("other letters", team("e1", "FC Fyrtårnet", "Ærten", 1), team("e2", "Fc  fyrtaarnet ", "AERTEN")),
    ("two teams that differ by case alone", team("e1", "Solen", "Broen", 1), team("e2", "SOLEN", "Broen", 2)),
    ("without a place and no other of the name", team("e1", "Solen", "Broen", 1), team("e2", "solen")),
    ("both without a place", team("e1", "Solen"), team("e2", "Solen")),
    ("a person under the same label", person("e1", "Åse 1", "Broen"), person("e2", "aase 1", "Havnen")),
]
OTHERS = [
    ("another place", team("e1", "Solen", "Broen", 1), team("e2", "Solen", "Havnen", 2)),
    ("another name", team("e1", "Solen", "Broen", 1), team("e2", "Solen 2", "Broen", 3)),
    ("a person is no team", team("e1", "Solen", "Broen"), person("e2", "Solen", "Broen")),
    ("another person", person("e1", "Broen 1"), person("e2", "Broen 2")),
]


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_these_are_one(first: Appearance, second: Appearance) -> None:
    one, two = who_is_who([[first], [second]])
    assert one["e1"] == two["e2"]


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_these_are_two(first: Appearance, second: Appearance) -> None:
    one, two = who_is_who([[first], [second]])
    assert one["e1"] != two["e2"]


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_two_of_the_same_round_are_never_one(first: Appearance, second: Appearance) -> None:
    (both,) = who_is_who([[first, second]])
    assert len(set(both.values())) == 2


def test_two_that_once_met_stay_two_and_each_keeps_its_own() -> None:
    small, large = team("e1", "solen", "Broen", 1), team("e2", "SOLEN", "Broen", 2)
    both, alone = who_is_who([[small, large], [team("e3", "SOLEN", "Broen", 2)]])
    assert alone["e3"] == both["e2"] != both["e1"]


def test_a_team_without_a_place_is_none_of_two_of_its_name() -> None:
    first, second = who_is_who(
        [[team("e1", "Solen", "Broen", 1), team("e2", "Solen", "Havnen", 2)], [team("e3", "Solen")]]
    )
    assert second["e3"] not in first.values()


def test_rows_are_the_same_by_key_or_by_name_and_the_highest_stands_first() -> None:
    rounds = [
        [RowSeen("B", "B-rækken")],
        [RowSeen("A", "A-rækken"), RowSeen("B", "B-rækken")],
        [RowSeen("x", "b-raekken"), RowSeen("a", "")],
    ]
    assert same_rows(rounds) == ((1,), (0, 1), (1, 0))


def test_rounds_of_one_row_are_one_row_whatever_it_is_called() -> None:
    assert same_rows([[RowSeen("A", "")], [RowSeen("dart", "Alle")], []]) == ((0,), (0,), ())


def test_two_rows_of_a_round_never_become_one() -> None:
    rounds = [[RowSeen("A", "Begynder")], [RowSeen("A", "Øvede"), RowSeen("B", "Begynder")]]
    assert same_rows(rounds) == ((0,), (0, 1))


@pytest.mark.parametrize(
    ("titles", "numbers"),
    [
        (["DM – 1. runde", "DM – 3. runde", "DM – 2. runde"], [1, 3, 2]),
        (["DM – 4. runde", "DM – 5. runde og finaler"], [4, 5]),
        (["DM 2026", "DM – 2. runde"], [1, 2]),
        (["DM – 2. runde", "DM"], [1, 2]),
        (["DM", "DM"], [1, 2]),
        ([], []),
    ],
)
def test_a_round_has_the_number_of_its_title_or_is_counted(titles: list[str], numbers: list[int]) -> None:
    assert round_numbers(titles) == numbers


USUAL = {"scoring": "match_points", "place_points": (), "started": 0, "best": None, "promoted": 0}
PLACES = {"scoring": "place_points", "place_points": (10, 8, 8, 1)}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({}, None, None),
        (PLACES, None, None),
        ({"place_points": (3, 2, 1)}, None, None),
        ({"scoring": "luck"}, "scoring", "events.series_scoring"),
        ({"scoring": "place_points"}, "place_points", "events.series_points_missing"),
        (PLACES | {"place_points": (0, 0)}, "place_points", "events.series_points_missing"),
        (PLACES | {"place_points": (8, 10)}, "place_points", "events.series_points_rise"),
        (PLACES | {"place_points": (1001,)}, "place_points", "events.series_points_most"),
        (PLACES | {"place_points": (1,) * 41}, "place_points", "events.series_points_most"),
        ({"started": 101}, "started", "events.series_number"),
        ({"started": -1}, "started", "events.series_number"),
        ({"best": 0}, "best", "events.series_number"),
        ({"best": 50}, None, None),
        ({"best": 51}, "best", "events.series_number"),
        ({"promoted": 11}, "promoted", "events.series_number"),
    ],
)
def test_what_is_wrong_with_how_rounds_count(changes: dict[str, object], field: str | None, code: str | None) -> None:
    found = series_problems(**(USUAL | changes))  # type: ignore[arg-type]
    assert [(problem.field, problem.problem.code) for problem in found] == ([(field, code)] if code else [])
