"""What the inputs of a day cost, in words: the earliest end with and without."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from tournament.planning_day import PlanningDay
from tournament.timetable.costs import Cost, CostKind, Costs
from tournament.timetable.model import Fact, Ref
from tournament.wording_plan import fact_text, finding_text


@dataclass(frozen=True, slots=True)
class CostLine:
    """A what-if: what is changed, when the day could end then (None: it cannot be planned), and by how much that is
    earlier (minus: later); None where there is nothing to compare with."""

    text: str
    ends_at: datetime | None
    minutes: int | None
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class CostPage:
    """What the panel shows: when the day can end at the earliest and why, or what forbids it; then the what-ifs.

    `has_more`: the day has things that only count when it is planned. `is_whole`: everything was tried in time.
    """

    ends_at: datetime | None
    why: str
    conflicts: tuple[str, ...]
    courts: tuple[CostLine, ...]
    lines: tuple[CostLine, ...]
    has_more: bool
    is_whole: bool


def cost_page(day: PlanningDay, costs: Costs) -> CostPage:
    """The costs of a day in words."""
    count = len(day.day.courts)
    now = CostLine(_courts_text(count), _moment(day, costs.end), None, is_now=True)
    others = [_line(day, costs, cost) for cost in costs.courts]
    fewer = [line for line, cost in zip(others, costs.courts, strict=True) if _number(cost, "count") < count]
    return CostPage(
        ends_at=_moment(day, costs.end),
        why=finding_text(costs.bound.reason, day.names) if costs.bound else "",
        conflicts=tuple(finding_text(finding, day.names) for finding in costs.conflicts),
        courts=(*fewer, now, *others[len(fewer) :]),
        lines=tuple(_line(day, costs, cost) for cost in costs.lines),
        is_whole=costs.is_whole,
        has_more=bool(day.day.walks) or any(wish.meal for wish in day.day.wishes),
    )


def _line(day: PlanningDay, costs: Costs, cost: Cost) -> CostLine:
    gain = costs.end - cost.end if costs.end is not None and cost.end is not None else None
    return CostLine(cost_text(day, cost), _moment(day, cost.end), gain)


def _moment(day: PlanningDay, minute: int | None) -> datetime | None:
    return day.moment(minute) if minute is not None else None


def cost_text(day: PlanningDay, cost: Cost) -> str:
    """What is changed in a what-if."""
    words = {name: fact_text(fact, day.names) for name, fact in cost.facts.items()}
    match cost.kind:
        case CostKind.COURTS:
            return _courts_text(_number(cost, "count"))
        case CostKind.BREAK:
            return str(_("Uden pausen kl. %(from)s–%(until)s", **words))
        case CostKind.REST:
            return str(_("Med %(less)s i stedet for %(minutes)s minutters pause", **words))
        case CostKind.PLAY:
            return str(_("%(stage)s: %(less)s i stedet for %(minutes)s minutter pr. kamp", **words))
        case CostKind.MEAL:
            return str(_("Uden mad på skift"))
        case CostKind.WISHES:
            return str(_("Uden alle ønskerne"))
        case CostKind.PIN:
            return str(_("Uden at holde kamp %(match)s fast", **words))
        case CostKind.SAME_TIME:
            return str(_("Hvis sidste runde ikke begynder samtidig"))
        case CostKind.WISH if _is_stage(cost.facts["whom"]):
            return str(_("Hvis %(whom)s må begynde før", **words))
        case CostKind.WISH:
            return str(_("Uden ønsket fra %(whom)s", **words))
    raise ValueError(f"no words for {cost.kind!r}")


def _courts_text(count: int) -> str:
    return str(ngettext("Med %(num)s bane", "Med %(num)s baner", count))


def _is_stage(fact: Fact) -> bool:
    return isinstance(fact, Ref) and fact.kind == "stage"


def _number(cost: Cost, key: str) -> int:
    fact = cost.facts[key]
    return fact if isinstance(fact, int) else 0
