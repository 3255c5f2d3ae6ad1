"""Where a team's day may lead: the next match if it wins or loses, a play-off by its rank, a round to be paired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from tournament.bracket_shape import Part
from tournament.engine.outcome import PoolState
from tournament.engine.selectors import BestOfRank, LoserOf, PoolRank, Selector, StageRank, WinnerOf
from tournament.naming import court_label, match_name, stage_name
from tournament.round_rows import is_planned_only
from tournament.store_view import CompetitionView, MatchView, StageView

MOST_RANKS = 4
"""With more ranks that lead on they are told by the stage they lead to, not one by one."""


@dataclass(frozen=True, slots=True)
class WayOn:
    """Something that may come, and when, as far as that is planned."""

    starts_at: datetime | None
    text: str


def ways_on_from(view: CompetitionView, entry: str, matches: Sequence[MatchView]) -> list[WayOn]:
    """What may come for an entry that is known to play these matches."""
    return [
        *_after_a_match(view, entry, matches),
        *_by_rank(view, entry),
        *_rounds_to_come(view, entry),
    ]


def tables_with(view: CompetitionView, entry: str) -> list[tuple[StageView, PoolState]]:
    """The tables that an entry stands in, in the order of the stages."""
    return [
        (stage, pool)
        for stage in view.stages
        if not stage.is_measured
        for pool in view.pool_states(stage.key)
        if any(row.entry == entry for row in pool.rows)
    ]


def _after_a_match(view: CompetitionView, entry: str, matches: Sequence[MatchView]) -> list[WayOn]:
    ways: dict[Selector, str] = {}
    for match in (match for match in matches if match.is_to_play):
        ways |= {WinnerOf(match.key): _("Vinder I"), LoserOf(match.key): _("Taber I")}
    return [
        WayOn(match.starts_at, f"{ways[side.selector]}: {_where(view, match)}")
        for match in view.matches
        for side in (match.home, match.away)
        if side.selector in ways and match not in matches and _can_come(view, match, side.selector, entry)
    ]


def _can_come(view: CompetitionView, match: MatchView, selector: Selector, entry: str) -> bool:
    """Whether a way into a match is open to the entry: an extra final follows only when the unbeaten side lost."""
    seat = view.find_seat(match)
    if seat is None or seat.part is not Part.DECIDER or not isinstance(selector, WinnerOf | LoserOf):
        return True
    final = view.get_keyed(selector.match)
    return isinstance(selector, LoserOf) == final.home.has(entry)


def _where(view: CompetitionView, match: MatchView) -> str:
    return ", ".join(part for part in (match_name(view, match), court_label(match)) if part)


def _by_rank(view: CompetitionView, entry: str) -> list[WayOn]:
    """The matches that a rank in a table which is not complete leads to."""
    found: list[WayOn] = []
    for stage, pool in tables_with(view, entry):
        row = next(row for row in pool.rows if row.entry == entry)
        if pool.complete and row.rank not in pool.undecided:
            continue
        sure = [
            (rank, match) for rank in range(1, len(pool.rows) + 1) for match in _waiting_for(view, stage, pool, rank)
        ]
        if len(sure) <= MOST_RANKS:
            found += [
                WayOn(match.starts_at, _("Bliver I nr. %(rank)s", rank=rank) + f": {_where(view, match)}")
                for rank, match in sure
            ]
        else:
            found += _by_stage(view, sure)
        found += _as_one_of_the_best(view, stage, len(pool.rows))
    return found


def _waiting_for(view: CompetitionView, stage: StageView, pool: PoolState, rank: int) -> list[MatchView]:
    wanted = StageRank(stage.key, rank) if stage.how.has_one_table else PoolRank(stage.key, pool.id, rank)
    return [match for match in view.matches if wanted in (match.home.selector, match.away.selector)]


def _by_stage(view: CompetitionView, sure: Sequence[tuple[int, MatchView]]) -> list[WayOn]:
    stages: dict[str, list[tuple[int, MatchView]]] = {}
    for rank, match in sure:
        stages.setdefault(match.stage, []).append((rank, match))
    found = []
    for key, reached in stages.items():
        starts = [match.starts_at for _rank, match in reached if match.starts_at is not None]
        ranks = [rank for rank, _match in reached]
        text = _("Bliver I nr. %(first)s–%(last)s", first=min(ranks), last=max(ranks))
        found.append(WayOn(min(starts, default=None), f"{text}: {stage_name(view.get_stage(key))}"))
    return found


def _as_one_of_the_best(view: CompetitionView, stage: StageView, size: int) -> list[WayOn]:
    sides = [(side.selector, match) for match in view.matches for side in (match.home, match.away)]
    waiting: dict[int, list[MatchView]] = {}
    for selector, match in sides:
        if isinstance(selector, BestOfRank) and selector.stage == stage.key and selector.rank <= size:
            waiting.setdefault(selector.rank, []).append(match)
    found = []
    for rank, matches in waiting.items():
        starts = [match.starts_at for match in matches if match.starts_at is not None]
        text = _("Bliver I en af de bedste nr. %(rank)s", rank=rank)
        found.append(WayOn(min(starts, default=None), f"{text}: {stage_name(view.get_stage(matches[0].stage))}"))
    return found


def _rounds_to_come(view: CompetitionView, entry: str) -> list[WayOn]:
    """The rounds that are still to be paired, with the time they are planned for."""
    found = []
    for stage, _pool in tables_with(view, entry):
        left = view.rounds_left(stage)
        if not left or entry in view.state.competition.facts.withdrawn:
            continue
        rounds = int(stage.how.option(stage.options, "rounds"))
        following = rounds - left + 1
        planned = [m.starts_at for m in view.of_stage(stage.key) if m.round == following and is_planned_only(m)]
        starts_at = min((start for start in planned if start is not None), default=None)
        if following == 1:
            text = _("Runde 1: modstander findes ved lodtrækningen")
        else:
            text = _(
                "Runde %(round)s: modstander findes, når runde %(before)s er spillet",
                round=following,
                before=following - 1,
            )
        found.append(WayOn(starts_at, text))
    return found
