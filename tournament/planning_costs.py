"""What a day would cost as it stands in the office's form, before anything is saved or planned."""

from dataclasses import replace

from core import clock
from core.errors import RuleError
from tournament.planning_day import PlanningDay, UnreadableDayError, read_day
from tournament.planning_draft import standing_slots
from tournament.planning_settings import DaySettings, day_of
from tournament.store_view import CompetitionView
from tournament.timetable.costs import Costs, list_costs

SECONDS = 0.5
"""How long the sums may take while somebody types."""


def try_day(view: CompetitionView, chosen: DaySettings) -> PlanningDay:
    """The day as it would be planned after this choice. Raises RuleError("tournament.day_unreadable")."""
    changed = replace(view, day=day_of(view.day, chosen))
    try:
        return read_day(changed, standing_slots(view))
    except UnreadableDayError:
        raise RuleError("tournament.day_unreadable") from None


def costs_of(day: PlanningDay) -> Costs:
    """The earliest end of a day, and what its inputs cost; as much of it as there is time for."""
    began = clock.seconds()
    return list_costs(day.day, stop=lambda: clock.seconds() - began > SECONDS)
