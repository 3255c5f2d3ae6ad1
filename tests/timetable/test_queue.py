"""Which match goes to the next free court."""

from dataclasses import replace

from tests.timetable.days import pool_of
from tournament.timetable.model import Court, Day, Match, Ref, Rests
from tournament.timetable.queue import Line, Obstacle, Played, Queue, Wait, list_queues, next_for_courts

COURTS = (Court("c1", ((0, 300),)), Court("c2", ((0, 300),)))
DAY = Day(courts=COURTS, matches=tuple(pool_of(["s", "t", "u", "v"])), rests=Rests(10, 20))
TURNS = {"st": 0, "uv": 0, "su": 15, "tv": 15, "sv": 30, "tu": 30}


def queue_of(day: Day, *played: Played, now: int = 0, hopped: tuple[str, ...] = ()) -> Queue:
    (queue,) = list_queues(day, TURNS, played, now=now, known=[match.id for match in day.matches], hopped=hopped)
    return queue


def test_the_queue_is_in_the_order_of_the_plan() -> None:
    assert [line.match for line in queue_of(DAY).lines] == ["st", "uv", "su", "tv", "sv", "tu"]
    late = replace(DAY, matches=(*DAY.matches, Match("xy", "pools", "pools", 10, entries=("x", "y"))))
    assert queue_of(late).lines[-1].match == "xy"


def test_a_team_that_plays_keeps_its_next_match_waiting() -> None:
    queue = queue_of(DAY, Played("st"))
    assert queue.ready == ("uv",)
    assert queue.lines[1] == Line("su", Obstacle(Wait.PLAYING, Ref("entry", "s")))


def test_a_team_rests_before_it_is_called_again() -> None:
    over = (Played("st", 10), Played("uv", 12))
    resting = queue_of(DAY, *over, now=19)
    assert resting.ready == ()
    assert resting.lines[0].obstacle == Obstacle(Wait.RESTING, Ref("entry", "u"), 22)
    assert queue_of(DAY, *over, now=22).ready == ("su", "tv", "sv", "tu")


def test_another_discipline_asks_for_the_longer_rest() -> None:
    dart = Match("dart", "dart", "dart", 10, entries=("s", "x"))
    day = replace(DAY, matches=(DAY.matches[0], dart))
    assert queue_of(day, Played("st", 10), now=29).ready == ()
    assert queue_of(day, Played("st", 10), now=30).ready == ("dart",)


def test_who_shares_a_person_waits_too() -> None:
    day = replace(DAY, people={"s": ("p",), "u": ("p",)})
    assert queue_of(day, Played("st")).lines[0].obstacle == Obstacle(Wait.PLAYING, Ref("person", "p"))


def test_a_match_whose_sides_are_not_known_waits() -> None:
    (queue,) = list_queues(DAY, TURNS, (), now=0, known=["uv"])
    assert queue.ready == ("uv",)
    assert queue.lines[0].obstacle == Obstacle(Wait.UNKNOWN)


def test_a_match_hopped_over_waits_outside() -> None:
    assert queue_of(DAY, hopped=("st",)).ready[0] == "uv"


def test_courts_that_take_the_same_stages_share_a_queue() -> None:
    dart = Match("dart", "dart", "dart", 10, entries=("x", "y"))
    courts = (*COURTS, Court("d1", ((0, 300),), stages=frozenset({"dart"})))
    queues = list_queues(
        replace(DAY, courts=courts, matches=(*DAY.matches, dart)), TURNS, (), now=0, known=["st", "uv", "dart"]
    )
    assert [queue.courts for queue in queues] == [("c1", "c2"), ("d1",)]
    assert [line.match for line in queues[1].lines] == ["dart"]
    assert next_for_courts(queues, {"c1", "c2", "d1"}) == {"d1": "dart", "c1": "st", "c2": "uv"}


def test_two_free_courts_are_offered_two_matches() -> None:
    assert next_for_courts((queue_of(DAY),), {"c1", "c2"}) == {"c1": "st", "c2": "uv"}
    assert next_for_courts((queue_of(DAY, Played("st")),), {"c2"}) == {"c2": "uv"}
