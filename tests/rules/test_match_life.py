"""How often a match changed for those who have it in their calendar, and when last."""

from datetime import UTC, datetime, timedelta

from tournament.match_life import Absence, CalendarPlace, Plan, life_of

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
HERE, LATER, THERE = (
    CalendarPlace(1, NOON),
    CalendarPlace(1, NOON + timedelta(minutes=15)),
    CalendarPlace(2, NOON),
)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def plans(*places: CalendarPlace | None) -> list[Plan]:
    return [Plan(at(minute), place) for minute, place in enumerate(places)]


def test_a_match_without_a_place_has_no_life() -> None:
    assert life_of([]) is None
    assert life_of(plans(None, None)) is None


def test_timetables_before_its_first_place_do_not_count() -> None:
    life = life_of(plans(None, None, HERE))
    assert life is not None
    assert (life.sequence, life.changed_at, life.place) == (0, at(2), HERE)


def test_another_court_and_another_start_each_count_and_the_same_place_does_not() -> None:
    life = life_of(plans(HERE, HERE, LATER, LATER, THERE, THERE))
    assert life is not None
    assert (life.sequence, life.changed_at, life.place) == (2, at(4), THERE)


def test_back_again_is_a_change_of_its_own() -> None:
    life = life_of(plans(HERE, LATER, HERE))
    assert life is not None
    assert (life.sequence, life.place) == (2, HERE)


def test_a_lost_place_is_a_change_and_the_last_one_is_remembered() -> None:
    life = life_of(plans(HERE, None, None))
    assert life is not None
    assert (life.sequence, life.changed_at, life.place, life.is_on) == (1, at(1), HERE, False)
    back = life_of(plans(HERE, None, None, LATER))
    assert back is not None
    assert (back.sequence, back.place, back.is_on) == (2, LATER, True)


def test_a_team_that_goes_and_comes_back_is_two_changes_whatever_the_timetable_says_meanwhile() -> None:
    gone, back = Absence(at(1), "e1", True), Absence(at(3), "e1", False)
    for meanwhile in (HERE, None):
        life = life_of([Plan(at(0), HERE), Plan(at(2), meanwhile), Plan(at(4), HERE)], [gone, back])
        assert life is not None
        assert (life.sequence, life.place, life.is_on) == (2, HERE, True)


def test_the_number_never_falls_as_more_happens() -> None:
    steps = [Absence(at(2), "e1", True), Absence(at(3), "e2", True), Absence(at(5), "e1", False)]
    steps.append(Absence(at(6), "e2", False))
    numbers = []
    for minute in range(8):
        told = [plan for plan in plans(HERE, LATER, LATER, LATER, None, None, None, THERE) if plan.at <= at(minute)]
        life = life_of(told, [step for step in steps if step.at <= at(minute)])
        assert life is not None
        numbers.append(life.sequence)
    assert numbers == sorted(numbers)
    assert numbers[-1] == 3
