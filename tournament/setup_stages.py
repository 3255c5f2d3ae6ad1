"""How a row is played: pools, and a knock-out fed from them, with what a choice means shown before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.audit import Actor
from core.db import session
from core.errors import MissingError
from tournament.engine.formats.format import MatchCount
from tournament.engine.formats.registry import get_format
from tournament.models import Division, Entry, Match, Pool, Stage
from tournament.rules import draw_problems, pool_problems, qualifier_problems
from tournament.store_change import changing, competition_of_division, refuse

MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class StageChoice:
    """What the office chooses for a row: pools and legs, and who goes on to a knock-out (0 of each pool: none)."""

    pool_count: int
    legs: int = 1
    per_pool: int = 0
    best_next: int = 0
    bronze: bool = True
    compare: str = "per_match"

    @property
    def has_knockout(self) -> bool:
        """Whether anybody goes on."""
        return self.per_pool > 0


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a choice means: the sizes of the pools, matches in all and per team, who goes on, minutes of court."""

    choice: StageChoice
    sizes: tuple[int, ...]
    pool_matches: MatchCount
    knockout_teams: int
    knockout_matches: MatchCount | None
    court_minutes: int

    @property
    def total(self) -> int:
        """Matches in all."""
        return self.pool_matches.total + (self.knockout_matches.total if self.knockout_matches else 0)

    @property
    def least(self) -> int:
        """The fewest matches a team plays."""
        return self.pool_matches.least

    @property
    def most(self) -> int:
        """The most matches a team plays."""
        return self.pool_matches.most + (self.knockout_matches.most if self.knockout_matches else 0)


def pool_sizes(teams: int, pools: int) -> tuple[int, ...]:
    """The sizes of pools that differ by one at most, the larger first: 14 teams in 4 are 4, 4, 3, 3."""
    share, more = divmod(teams, pools)
    return tuple(share + (number < more) for number in range(pools))


def consequence_of(teams: int, choice: StageChoice, minutes_per_match: int) -> Consequence:
    """What a choice means for so many teams. Raises RuleError where it cannot be played."""
    refuse(pool_problems(teams, choice.pool_count), "pool_count")
    sizes = pool_sizes(teams, choice.pool_count)
    pools = get_format("round_robin").count(sizes, {"legs": choice.legs})
    knockout, going_on = None, 0
    if choice.has_knockout:
        refuse(qualifier_problems(sizes, choice.per_pool, choice.best_next), "per_pool")
        going_on = choice.per_pool * len(sizes) + choice.best_next
        knockout = get_format("knockout").count((going_on,), {"bronze": choice.bronze})
    total = pools.total + (knockout.total if knockout else 0)
    return Consequence(choice, sizes, pools, going_on, knockout, total * minutes_per_match)


def suggestions(teams: int, minutes_per_match: int) -> list[Consequence]:
    """Choices that are usual for so many teams, fewest pools first: pools of three to six, the first two go on."""
    found = []
    for count in range(1, teams // 3 + 1):
        sizes = pool_sizes(teams, count)
        if max(sizes) > 6 and count < teams // 3:
            continue
        going_on = count * 2
        best = 0
        # A bracket without empty places, where one or two more teams fill it.
        size = 1 << (going_on - 1).bit_length()
        if 0 < size - going_on < count and size - going_on <= sum(one > 2 for one in sizes):
            best = size - going_on
        choice = StageChoice(count, per_pool=2, best_next=best, bronze=going_on + best >= 4)
        found.append(consequence_of(teams, choice, minutes_per_match))
    return found[:MOST_SUGGESTED]


def choose_stages(division_id: int, choice: StageChoice, *, by: Actor) -> None:
    """Set how a row is played; its pools are then drawn anew.

    Raises RuleError: tournament.draw_published, .draw_has_results, .too_few_teams, .too_many_pools, .too_many_go_on,
    .too_many_best, .too_few_go_on.
    """
    competition_id = competition_of_division(division_id)
    with changing(competition_id, "choose_stages", by=by, division=division_id) as (db, _competition):
        division = db.get_one(Division, division_id)
        refuse(draw_problems(has_results=False, has_matches=_has_matches(db, division_id)))
        teams = len(db.scalars(select(Entry.id).where(Entry.division_id == division_id)).all())
        consequence_of(teams, choice, 1)
        db.execute(delete(Stage).where(Stage.division_id == division_id))
        db.add_all(stages_of(division, choice))


def stages_of(division: Division, choice: StageChoice) -> list[Stage]:
    """The stage rows of a choice; their keys carry the row's, so they are unique in the competition."""
    pools = Stage(
        division_id=division.id,
        key=f"{division.key}-pools",
        name_da="Puljer",
        name_en="Pools",
        format="round_robin",
        options={"legs": choice.legs, "pool_count": choice.pool_count},
        sort=0,
    )
    if not choice.has_knockout:
        return [pools]
    pools.options = {**pools.options, "best": {"compare": choice.compare}}
    options: dict[str, Any] = {
        "bronze": choice.bronze,
        "feed": {"per_pool": choice.per_pool, "best_next": choice.best_next},
        "allocation": "apart",
    }
    knockout = Stage(
        division_id=division.id,
        key=f"{division.key}-final",
        name_da="Slutspil",
        name_en="Knock-out",
        format="knockout",
        options=options,
        sort=1,
    )
    return [pools, knockout]


def choice_of(stages: Sequence[Stage]) -> StageChoice | None:
    """The choice behind stage rows, None where nothing is chosen or they were made otherwise (by a file)."""
    pools = next((stage for stage in stages if stage.format == "round_robin"), None)
    if pools is None or "pool_count" not in pools.options:
        return None
    knockout = next((stage for stage in stages if stage.format == "knockout"), None)
    more = knockout.options if knockout is not None else {}
    feed = more.get("feed", {})
    return StageChoice(
        pool_count=int(pools.options["pool_count"]),
        legs=int(pools.options.get("legs", 1)),
        per_pool=int(feed.get("per_pool", 0)),
        best_next=int(feed.get("best_next", 0)),
        bronze=bool(more.get("bronze", True)),
        compare=str(pools.options.get("best", {}).get("compare", "per_match")),
    )


def list_stages(division_id: int) -> list[Stage]:
    """The stages of a division in their order."""
    query = select(Stage).where(Stage.division_id == division_id)
    return list(session().scalars(query.order_by(Stage.sort, Stage.id)))


def list_pools(stage_id: int) -> list[Pool]:
    """The pools of a stage by the order of their letters."""
    pools = session().scalars(select(Pool).where(Pool.stage_id == stage_id)).all()
    return sorted(pools, key=lambda pool: (len(pool.key), pool.key))


def get_division(competition_id: int, division_id: int) -> Division:
    """A division of a competition; MissingError where it has none with this number."""
    division = session().get(Division, division_id)
    if division is None or division.competition_id != competition_id:
        raise MissingError
    return division


def _has_matches(db: Session, division_id: int) -> bool:
    query = select(Match.id).join(Stage, Stage.id == Match.stage_id).where(Stage.division_id == division_id)
    return db.scalar(query.limit(1)) is not None
