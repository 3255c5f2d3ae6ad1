"""Every code a finding of the timetable can carry; the texts stand in `tournament/wording_plan.py`."""

from enum import StrEnum


class Code(StrEnum):
    """What is wrong with a plan, why a day cannot be planned, or why a match has no place."""

    # A plan breaks a rule.
    UNKNOWN_MATCH = "unknown_match"
    UNKNOWN_COURT = "unknown_court"
    PLACED_TWICE = "placed_twice"
    MISSING = "missing"
    OFF_GRID = "off_grid"
    BEFORE_START = "before_start"
    COURT_NOT_FOR_STAGE = "court_not_for_stage"
    OUTSIDE_WINDOW = "outside_window"
    IN_BREAK = "in_break"
    COURT_TAKEN = "court_taken"
    TEAM_BUSY = "team_busy"
    TEAM_REST = "team_rest"
    PERSON_BUSY = "person_busy"
    PERSON_REST = "person_rest"
    FEEDER_NOT_ENDED = "feeder_not_ended"
    FEEDER_NOT_PLACED = "feeder_not_placed"
    AFTER_NOT_ENDED = "after_not_ended"
    AFTER_NOT_PLACED = "after_not_placed"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    NO_MEAL = "no_meal"
    PIN_COURT = "pin_court"
    PIN_START = "pin_start"
    NOT_SAME_TIME = "not_same_time"
    WAIT_TOO_LONG = "wait_too_long"
    FROZEN_MOVED = "frozen_moved"
    REFEREE_UNKNOWN = "referee_unknown"
    REFEREE_BUSY = "referee_busy"

    # A day cannot be planned.
    PIN_OFF_GRID = "pin_off_grid"
    NO_COURT = "no_court"
    NO_START = "no_start"
    CIRCLE = "circle"
    PERSON_AGAINST_SELF = "person_against_self"
    PINS_COLLIDE = "pins_collide"
    SAME_TIME_CLASH = "same_time_clash"
    MEAL_TOO_SHORT = "meal_too_short"
    CHAIN_TOO_LONG = "chain_too_long"
    TEAM_STAY = "team_stay"
    COURTS_FULL = "courts_full"
    NO_PLAN = "no_plan"

    # A match has no place.
    NO_TIME_LEFT = "no_time_left"
    NO_TIME_FOR_TEAM = "no_time_for_team"
    NO_TIME_ON_COURTS = "no_time_on_courts"
    NO_TIME_WITH_MEAL = "no_time_with_meal"
    NO_TIME_TOGETHER = "no_time_together"
    WAIT_WOULD_BE_TOO_LONG = "wait_would_be_too_long"
    WAITS_FOR_UNPLACED = "waits_for_unplaced"

    # Why a day cannot end earlier.
    BOUND_POOLS_THEN_ROUNDS = "bound_pools_then_rounds"
    BOUND_COURTS = "bound_courts"
    BOUND_TEAM = "bound_team"
    BOUND_CHAIN = "bound_chain"
    BOUND_SOLVER = "bound_solver"
