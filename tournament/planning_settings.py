"""The day as the office sets it up: what was chosen as the stored `day`, and that as what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import clock
from core.audit import Actor
from core.errors import RuleError
from tournament.file_day_matches import Duration
from tournament.planning import day_start
from tournament.planning_day import durations_of
from tournament.planning_wishes import is_known
from tournament.store_change import changing
from tournament.store_view import CompetitionView

Written = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Meal:
    """Time to eat in turns: each team has so many minutes between two clocks; `entries` None: all of them."""

    begins: str
    ends: str
    minutes: int
    entries: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """When a team can be there and when it must leave, as clocks on the wall; None: it does not matter."""

    first: str | None = None
    leaves: str | None = None


@dataclass(frozen=True, slots=True)
class StageStart:
    """A stage that does not begin before a clock, or before another stage has ended."""

    first: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class DaySettings:
    """The office's wishes for a day. Clocks are those on the wall ("12:00"), halls go by name ("Hal A|Hal B").

    `rest_other` is the rest when a team changes discipline, None: the same. `max_wait` None: no limit. `others` are
    wishes that came with a file and have no field of their own. `referees` is "" (none), "teams" or "people".
    """

    start: datetime
    rest_minutes: int
    breaks: tuple[tuple[str, str], ...]
    durations: Mapping[str, Duration]
    rest_other: int | None = None
    max_wait: int | None = None
    max_wait_is_hard: bool = False
    walks: Mapping[str, int] = field(default_factory=dict)
    meal: Meal | None = None
    stays: Mapping[str, Stay] = field(default_factory=dict)
    stage_starts: Mapping[str, StageStart] = field(default_factory=dict)
    others: tuple[Written, ...] = ()
    same_last_round: bool = False
    referees: str = ""
    referee_count: int = 0


def save_day(competition_id: int, chosen: DaySettings, *, by: Actor, version: int | None = None) -> None:
    """Set how the day is paced and what it must heed.

    `version` is that of the competition which the office looked at. Raises
    RuleError("tournament.day_changed_meanwhile") where somebody has changed it since.
    """
    with changing(competition_id, "save_day", by=by) as (_db, competition):
        if version is not None and competition.version != version:
            raise RuleError("tournament.day_changed_meanwhile")
        competition.day = day_of(competition.day, chosen)


def day_of(before: Written, chosen: DaySettings) -> dict[str, Any]:
    """The stored day after a choice; what the choice does not speak of stays.

    A grid that was written for other lengths goes: without one the day has the grid that fits it.
    """
    rest: Any = chosen.rest_minutes
    if chosen.rest_other is not None and chosen.rest_other != chosen.rest_minutes:
        rest = {"same_stage": chosen.rest_minutes, "other_stage": chosen.rest_other}
    day = {
        **before,
        "start": clock.local(chosen.start).strftime("%Y-%m-%dT%H:%M"),
        "rest_minutes": rest,
        "breaks": [list(pause) for pause in chosen.breaks],
        "durations": {
            stage: {"play": duration.play, "changeover": duration.changeover}
            for stage, duration in chosen.durations.items()
        },
    }
    optional = {
        "max_wait_minutes": chosen.max_wait,
        "max_wait_is_hard": chosen.max_wait_is_hard and chosen.max_wait is not None,
        "walk_minutes": {pair: minutes for pair, minutes in chosen.walks.items() if minutes},
        "wishes": [*_written_stays(chosen), *_written_starts(chosen), *chosen.others],
        "meal": _written_meal(chosen.meal),
        "same_last_round": chosen.same_last_round,
        "referees": _written_referees(chosen),
    }
    kept = {name: value for name, value in day.items() if name not in optional and name != "grid_minutes"}
    return kept | {name: value for name, value in optional.items() if value not in (None, False, [], {})}


def settings_of(view: CompetitionView) -> DaySettings:
    """What the office chose last, or what is usual where it chose nothing yet."""
    day = view.day
    rest = day.get("rest_minutes", 0)
    rests = rest if isinstance(rest, Mapping) else {"same_stage": rest}
    wishes = [wish for wish in day.get("wishes", ()) if is_known(view, wish)]
    stays, starts, others = _sorted_wishes(wishes)
    meal = day.get("meal")
    referees = day.get("referees", {})
    return DaySettings(
        start=day_start(day),
        rest_minutes=rests.get("same_stage", 0),
        rest_other=rests.get("other_stage"),
        breaks=tuple((begins, ends) for begins, ends in day.get("breaks", ())),
        durations={stage: Duration(**minutes) for stage, minutes in durations_of(view).items()},
        max_wait=day.get("max_wait_minutes"),
        max_wait_is_hard=day.get("max_wait_is_hard", False),
        walks=day.get("walk_minutes", {}),
        meal=_read_meal(meal) if meal else None,
        stays=stays,
        stage_starts=starts,
        others=tuple(others),
        same_last_round=day.get("same_last_round", False),
        referees=referees.get("mode", ""),
        referee_count=len(referees.get("people", ())),
    )


def _sorted_wishes(wishes: list[Written]) -> tuple[dict[str, Stay], dict[str, StageStart], list[Written]]:
    """The wishes that have a field of their own, one a team and one a stage, and the others."""
    stays: dict[str, Stay] = {}
    starts: dict[str, StageStart] = {}
    others: list[Written] = []
    for wish in wishes:
        keys = wish.keys() - {"entry", "stage"}
        if "entry" in wish and keys <= {"not_before", "leaves"} and _is_clock(wish) and wish["entry"] not in stays:
            stays[wish["entry"]] = Stay(wish.get("not_before"), wish.get("leaves"))
        elif "stage" in wish and keys == {"not_before"} and wish["stage"] not in starts:
            first = wish["not_before"]
            starts[wish["stage"]] = StageStart(first=first) if _is_clock(wish) else StageStart(after=first)
        elif "stage" in wish and keys == {"not_before", "after"} and wish["stage"] not in starts and _is_clock(wish):
            starts[wish["stage"]] = StageStart(wish["not_before"], wish["after"])
        else:
            others.append(wish)
    return stays, starts, others


def _is_clock(wish: Written) -> bool:
    return ":" in wish.get("not_before", ":")


def _written_stays(chosen: DaySettings) -> list[dict[str, str]]:
    written = []
    for entry, stay in chosen.stays.items():
        asked = {"not_before": stay.first, "leaves": stay.leaves}
        if any(asked.values()):
            written.append({"entry": entry} | {name: at for name, at in asked.items() if at})
    return written


def _written_starts(chosen: DaySettings) -> list[dict[str, str]]:
    written = []
    for stage, start in chosen.stage_starts.items():
        if start.first and start.after:
            written.append({"stage": stage, "not_before": start.first, "after": start.after})
        elif first := start.first or start.after:
            written.append({"stage": stage, "not_before": first})
    return written


def _written_meal(meal: Meal | None) -> dict[str, Any] | None:
    if meal is None:
        return None
    entries = list(meal.entries) if meal.entries is not None else None
    return {"between": [meal.begins, meal.ends], "minutes": meal.minutes, "entries": entries}


def _read_meal(written: Written) -> Meal:
    begins, ends = written["between"]
    entries = written.get("entries")
    return Meal(begins, ends, written["minutes"], tuple(entries) if entries is not None else None)


def _written_referees(chosen: DaySettings) -> dict[str, Any] | None:
    """Who referees; people go by a number, for no name of a person is kept with a plan that everybody sees."""
    if chosen.referees == "people":
        return {"mode": "people", "people": [referee_label(number) for number in range(1, chosen.referee_count + 1)]}
    return {"mode": chosen.referees} if chosen.referees else None


def referee_label(number: int) -> str:
    """What a person who referees is called in a plan."""
    return f"Dommer {number}"
