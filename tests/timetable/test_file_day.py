"""The day of a tournament file: read with the path of every fault, written back on the clock of the wall."""

from typing import Any

import pytest

from tests.timetable.days import load_document, load_input
from tournament.file import read_tournament
from tournament.file_day import read_day, timetable_rows
from tournament.file_faults import Reader
from tournament.timetable.model import Break, Meal, Pin, Placement, Plan, Rests, Walk, Wish


def small(**day: object) -> dict[str, Any]:
    """Four teams in a pool, a final of its best, one court; with a day of its own."""
    document = load_document("small-1x6-4")
    document["entries"] = [{"id": f"t{n}", "name": f"Hold {n}"} for n in range(1, 5)]
    document["stages"] = [
        {
            "id": "pools",
            "format": "round_robin",
            "legs": 1,
            "pools": [{"id": "A", "entries": ["t1", "t2", "t3", "t4"]}],
        },
        {"id": "final", "format": "knockout", "slots": ["pools:A:1", "pools:A:2"]},
    ]
    pairs = [("t1", "t4"), ("t2", "t3"), ("t1", "t3"), ("t4", "t2"), ("t1", "t2"), ("t3", "t4")]
    document["matches"] = [
        {"id": f"m{n}", "stage": "pools", "pool": "A", "round": (n + 1) // 2, "home": home, "away": away}
        for n, (home, away) in enumerate(pairs, start=1)
    ]
    document["matches"].append({"id": "m7", "stage": "final", "round": 1, "home": "pools:A:1", "away": "pools:A:2"})
    document["day"] = {
        "start": "2026-10-03T10:00",
        "courts": [{"id": "c1", "name": "Bane 1", "hall": "Hal A", "windows": [["10:00", "16:00"]]}],
        "durations": {"pools": {"play": 10, "changeover": 2}, "final": {"play": 12, "changeover": 3}},
        "rest_minutes": 12,
    } | day
    return document


def faults_of(document: dict[str, Any]) -> list[str]:
    reader = Reader()
    assert read_day(document, read_tournament(document), reader) is None
    return [str(fault) for fault in reader.faults]


def test_everything_a_day_can_ask_for_is_read() -> None:
    day = load_input(
        small(
            rest_minutes={"same_stage": 10, "other_stage": 20},
            breaks=[["12:00", "12:30"]],
            wishes=[
                {"entry": "t3", "not_before": "10:30"},
                {"entry": "t1", "leaves": "15:10"},
                {"entry": "t2", "meal": ["11:30", "13:00"], "minutes": 20},
                {"stage": "final", "not_before": "15:00"},
                {"stage": "final", "after": "pools"},
                {"stage": "final", "not_before": "pools"},
            ],
            pins=[{"match": "m7", "court": "c1", "start": "15:30"}, {"match": "m2", "after": "m1"}],
            same_time=[["m5", "m6"]],
            walk_minutes={},
            max_wait_minutes=60,
            max_wait_is_hard=True,
            referees={"mode": "people", "people": ["Kim"]},
            max_shift_minutes=30,
            frozen_until="10:00",
        )
    ).day
    pool = tuple(f"m{n}" for n in range(1, 7))
    assert day.grid == 5
    assert day.rests == Rests(10, 20)
    assert day.breaks == (Break(120, 150, "day.breaks[0]"),)
    assert day.wishes == (
        Wish(entry="t3", not_before=30, source="day.wishes[0]"),
        Wish(entry="t1", leaves=310, source="day.wishes[1]"),
        Wish(entry="t2", meal=Meal(90, 180, 20), source="day.wishes[2]"),
        Wish(stage="final", not_before=300, source="day.wishes[3]"),
        Wish(stage="final", after=pool, source="day.wishes[4]"),
        Wish(stage="final", after=pool, source="day.wishes[5]"),
    )
    assert day.pins == (
        Pin("m7", "c1", 330, (), "day.pins[0]"),
        Pin("m2", after=("m1",), source="day.pins[1]"),
    )
    assert day.same_time == (("m5", "m6"),)
    assert (day.max_wait, day.max_wait_is_hard, day.max_shift, day.frozen_until) == (60, True, 30, 0)
    assert day.referees is not None
    assert day.referees.people == ("Kim",)


def test_a_final_waits_for_its_pool_and_takes_its_own_time() -> None:
    final = load_input(small()).day.matches[-1]
    assert final.feeders == ("m1", "m2", "m3", "m4", "m5", "m6")
    assert (final.play, final.changeover, final.entries) == (12, 3, ())


def test_a_walk_is_between_two_halls() -> None:
    courts = [
        {"id": "c1", "hall": "Hal A", "windows": [["10:00", "16:00"]]},
        {"id": "c2", "hall": "Hal B", "windows": [["10:00", "16:00"]]},
    ]
    day = load_input(small(courts=courts, walk_minutes={"Hal A|Hal B": 5})).day
    assert day.walks == (Walk(frozenset({"Hal A", "Hal B"}), 5),)


def test_a_swiss_round_waits_for_the_round_before() -> None:
    matches = {match.id: match for match in load_input(load_document("c")).day.matches}
    assert matches["m1"].feeders == ()
    assert matches["m80"].feeders == tuple(f"m{n}" for n in range(49, 65))


def test_a_match_with_a_bye_or_a_result_needs_no_place() -> None:
    document = small()
    document["matches"][0]["result"] = {"kind": "played", "home": 1, "away": 0}
    document["matches"][1]["away"] = "bye"
    day = load_input(document).day
    assert [match.id for match in day.matches] == ["m3", "m4", "m5", "m6", "m7"]
    assert day.matches[-1].feeders == ("m3", "m4", "m5", "m6")


def test_a_match_without_a_place_passes_on_what_it_waits_for() -> None:
    document = small()
    document["matches"][6] |= {"away": "bye"}
    document["matches"].append({"id": "m8", "stage": "final", "round": 2, "home": "winner:m7", "away": "t1"})
    day = load_input(document).day
    assert day.matches[-1].feeders == ("m1", "m2", "m3", "m4", "m5", "m6")


def test_a_played_match_stays_where_the_timetable_has_it() -> None:
    document = small()
    document["matches"][0]["result"] = {"kind": "played", "home": 1, "away": 0}
    document["timetable"] = [{"match": "m1", "court": "c1", "start": "2026-10-03T10:15"}]
    assert load_input(document).day.frozen == (Placement("m1", "c1", 15),)


def test_a_stage_without_a_duration_is_not_planned() -> None:
    day = load_input(small(durations={"pools": {"play": 10}})).day
    assert {match.stage for match in day.matches} == {"pools"}


def test_a_day_may_run_past_midnight() -> None:
    document = small(
        start="2026-10-03T22:00",
        courts=[{"id": "c1", "windows": [["21:00", "02:00"]]}],
        breaks=[["00:30", "01:00"]],
        wishes=[{"entry": "t1", "leaves": "01:30"}],
    )
    given = load_input(document)
    assert given.day.courts[0].windows == ((0, 240),)
    assert given.day.breaks[0] == Break(150, 180, "day.breaks[0]")
    assert given.day.wishes[0].leaves == 210
    assert timetable_rows(Plan((Placement("m1", "c1", 150, "t3"),)), given.clock) == [
        {"match": "m1", "court": "c1", "start": "2026-10-04T00:30", "referee": "t3"}
    ]


def test_a_window_that_began_before_the_day_is_open() -> None:
    day = load_input(small(courts=[{"id": "c1", "windows": [["09:00", "12:00"]]}])).day
    assert day.courts[0].windows == ((0, 120),)


FAULTS = {
    "day.start: is missing": {"start": None},
    "day.start: must be a date and time as in '2026-10-03T10:00'": {"start": "10:00"},
    "day.courts[0].windows[0][1]: must be a time as in '10:30'": {
        "courts": [{"id": "c", "windows": [["10:00", "24:30"]]}]
    },
    "day.courts[0].stages[0]: unknown stage 'cup'": {"courts": [{"id": "c", "windows": [], "stages": ["cup"]}]},
    "day.durations.cup: unknown stage 'cup'": {"durations": {"cup": {"play": 10}}},
    "day.durations.pools.play: is missing": {"durations": {"pools": {}}},
    "day.rest_minutes: must be a whole number from 0 to 1440": {"rest_minutes": -1},
    "day.rest_minutes.same: is no key here; same_stage, other_stage are": {"rest_minutes": {"same": 5}},
    "day.breaks[0]: must be two times as in ['10:00', '16:00']": {"breaks": ["12:00"]},
    "day.wishes[0].entry: unknown entry 't9'": {"wishes": [{"entry": "t9", "leaves": "12:00"}]},
    "day.wishes[0]: must name an entry or a stage": {"wishes": [{"leaves": "12:00"}]},
    "day.wishes[0].minutes: is missing": {"wishes": [{"entry": "t1", "meal": ["12:00", "13:00"]}]},
    "day.wishes[0].after: unknown match or stage 'm9'": {"wishes": [{"entry": "t1", "after": "m9"}]},
    "day.wishes[0].later: is no key here; after, entry, leaves, meal, minutes, not_before, stage are": {
        "wishes": [{"entry": "t1", "later": "12:00"}]
    },
    "day.pins[0].match: unknown match 'm9'": {"pins": [{"match": "m9", "start": "12:00"}]},
    "day.pins[0].court: unknown court 'c9'": {"pins": [{"match": "m1", "court": "c9"}]},
    "day.pins[0]: must name a court, a start or what comes before": {"pins": [{"match": "m1"}]},
    "day.same_time[0][1]: unknown match 'm9'": {"same_time": [["m1", "m9"]]},
    "day.walk_minutes.Hal A|Hal B: no court stands in 'Hal B'": {"walk_minutes": {"Hal A|Hal B": 5}},
    "day.max_wait_is_hard: must be true or false": {"max_wait_is_hard": "yes"},
    "day.referees.mode: must be teams or people": {"referees": {}},
    "day.weather: is no key of a day": {"weather": "fine"},
    "day.mode: must be one of timed, next_free": {"mode": "later"},
}


@pytest.mark.parametrize(("fault", "day"), FAULTS.items(), ids=FAULTS)
def test_a_fault_names_its_path(fault: str, day: dict[str, object]) -> None:
    assert fault in faults_of(small(**day))


def test_all_faults_are_told_at_once() -> None:
    told = faults_of(small(grid_minutes=0, breaks=["x"], wishes=[{"entry": "t9", "leaves": "25:00"}]))
    assert sorted(text.split(":")[0] for text in told) == [
        "day.breaks[0]",
        "day.grid_minutes",
        "day.wishes[0].entry",
        "day.wishes[0].leaves",
    ]


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_a_time_that_the_clock_skips_or_repeats_is_refused(day: str) -> None:
    document = small(
        start=f"{day}T22:00",
        courts=[{"id": "c1", "windows": [["22:00", "04:00"]]}],
        wishes=[{"entry": "t1", "not_before": "02:30"}],
    )
    (fault,) = faults_of(document)
    assert fault.startswith("day.wishes[0].not_before: the clock is changed then")


def test_rows_of_the_timetable_are_read_with_their_paths() -> None:
    document = small()
    document["timetable"] = [
        {"match": "m1", "court": "c1", "start": "2026-10-03T10:00"},
        {"match": "m1", "court": "c9", "start": "kl. 10"},
        {"match": "m9", "court": "c1", "start": "2026-10-03T10:00"},
    ]
    assert faults_of(document) == [
        "timetable[1].court: unknown court 'c9'",
        "timetable[1].start: must be a date and time as in '2026-10-03T10:00'",
        "timetable[1].match: match 'm1' is there twice",
        "timetable[2].match: unknown match 'm9'",
    ]
