"""What may be done with a competition, as facts in and problems out: one rule serves page, form and command."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.errors import Problem
from tournament.engine.values import Mark, MarkStatus, Result, ResultKind
from tournament.scoring import Scoring, result_in_sets
from tournament.units import Unit, decimals_of

MOST_GOALS = 999
MOST_ATTEMPTS = 20
MOST_STARS = 5
FEWEST_IN_POOL = 2
MOST_POOLS = 64


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """What a rule needs to know about a match: are both teams known, how is it counted, is it annulled."""

    sides_known: bool
    scoring: Scoring = field(default_factory=Scoring)
    is_annulled: bool = False


def match_problems(facts: MatchFacts) -> list[Problem]:
    """Why a match cannot be started or given a result now."""
    if facts.is_annulled:
        return [Problem("tournament.match_annulled")]
    if not facts.sides_known:
        return [Problem("tournament.sides_unknown")]
    return []


def result_problems(entered: Result, facts: MatchFacts) -> list[Problem]:
    """Why a result cannot be stored."""
    problems = match_problems(facts)
    if entered.kind is not ResultKind.PLAYED:
        return problems
    if facts.scoring.in_sets or entered.sets:
        problems += set_problems(entered, facts.scoring)
    if entered.home is None or entered.away is None:
        return problems or [Problem("tournament.score_missing")]
    if not (0 <= entered.home <= MOST_GOALS and 0 <= entered.away <= MOST_GOALS):
        problems.append(Problem("tournament.score_out_of_range", {"most": MOST_GOALS}))
    elif facts.scoring.target is not None and not entered.sets:
        problems += target_problems(entered.home, entered.away, facts.scoring)
    level = entered.home == entered.away
    if level and facts.scoring.needs_winner and entered.shootout is None:
        problems.append(Problem("tournament.needs_winner"))
    if entered.shootout is not None and not level:
        problems.append(Problem("tournament.shootout_without_draw"))
    return problems


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What a rule needs to know about a measured stage: its unit, how many attempts (0: free), is the entry in it."""

    unit: Unit
    attempts: int
    takes_part: bool


def mark_problems(entered: Mark, facts: MarkFacts) -> list[Problem]:
    """Why a mark cannot be stored."""
    if not facts.takes_part:
        return [Problem("tournament.mark_not_in_stage")]
    most = facts.attempts or MOST_ATTEMPTS
    if len(entered.attempts) > most:
        return [Problem("tournament.mark_too_many", {"most": most})]
    if entered.status is MarkStatus.OK and not entered.attempts:
        return [Problem("tournament.mark_missing")]
    made = [attempt for attempt in entered.attempts if attempt is not None]
    unit = facts.unit
    # Written so that what is no number at all (NaN) is refused too.
    if not all(attempt >= unit.least for attempt in made):
        return [Problem("tournament.mark_too_small")]
    if not all(attempt <= unit.most for attempt in made):
        return [Problem("tournament.mark_too_great")]
    if decimals_of(made) > unit.decimals:
        if not unit.decimals:
            return [Problem("tournament.mark_not_whole")]
        return [Problem("tournament.mark_too_fine", {"most": unit.decimals})]
    return []


def target_problems(home: int, away: int, scoring: Scoring) -> list[Problem]:
    """Why a score does not fit a target: somebody has more, or, when time does not end the match, nobody reached it."""
    if scoring.target is None:
        return []
    if max(home, away) > scoring.target:
        return [Problem("tournament.target_passed", {"target": scoring.target})]
    if home == away == scoring.target:
        return [Problem("tournament.target_twice", {"target": scoring.target})]
    if not scoring.timed and max(home, away) < scoring.target:
        return [Problem("tournament.target_missed", {"target": scoring.target})]
    return []


def set_problems(entered: Result, scoring: Scoring) -> list[Problem]:
    """Why some sets are no result: a set is level, one is missing, or one was played after the match was decided."""
    if not scoring.in_sets:
        return [Problem("tournament.no_sets_here")]
    if not entered.sets:
        return [Problem("tournament.sets_missing")]
    if any(not 0 <= points <= MOST_GOALS for one in entered.sets for points in one):
        return [Problem("tournament.score_out_of_range", {"most": MOST_GOALS})]
    counted = result_in_sets(entered.sets)
    if (counted.home, counted.away) != (entered.home, entered.away):
        return [Problem("tournament.sets_do_not_add_up")]
    needed, may_be_level = scoring.sets_to_win, scoring.timed and scoring.best_of == 1
    won = [0, 0]
    for number, (home, away) in enumerate(entered.sets, start=1):
        if needed in won or number > (scoring.best_of or 1):
            return [Problem("tournament.sets_too_many", {"last": number - 1})]
        if home == away and not may_be_level:
            return [Problem("tournament.set_level", {"number": number})]
        won[home < away] += home != away
    if needed not in won and not may_be_level:
        return [Problem("tournament.sets_too_few", {"needed": needed})]
    return []


def pool_problems(team_count: int, pool_count: int) -> list[Problem]:
    """Why so many teams cannot be drawn into so many pools."""
    if team_count < FEWEST_IN_POOL:
        return [Problem("tournament.too_few_teams", {"least": FEWEST_IN_POOL})]
    if pool_count < 1 or pool_count > MOST_POOLS or team_count < pool_count * FEWEST_IN_POOL:
        return [Problem("tournament.too_many_pools", {"most": max(1, team_count // FEWEST_IN_POOL)})]
    return []


def draw_problems(*, has_results: bool, has_matches: bool) -> list[Problem]:
    """Why the pools of a stage cannot be drawn or changed any more."""
    if has_results:
        return [Problem("tournament.draw_has_results")]
    if has_matches:
        return [Problem("tournament.draw_published")]
    return []


def qualifier_problems(sizes: Sequence[int], per_pool: int, best_next: int) -> list[Problem]:
    """Why so many teams cannot go on to the knock-out: `per_pool` of each pool and the `best_next` of the next rank."""
    if not sizes:
        return [Problem("tournament.no_pools")]
    going_on = per_pool * len(sizes) + best_next
    if per_pool > min(sizes):
        return [Problem("tournament.too_many_go_on", {"most": min(sizes)})]
    if best_next > sum(size > per_pool for size in sizes) or best_next >= len(sizes):
        return [Problem("tournament.too_many_best", {"most": max(0, len(sizes) - 1)})]
    if going_on < FEWEST_IN_POOL:
        return [Problem("tournament.too_few_go_on", {"least": FEWEST_IN_POOL})]
    return []


def finals_problems(
    sizes: Sequence[int],
    per_pool: int,
    finals: int,
    *,
    in_pools: bool,
    best_next: int,
    second_pools: int,
    has_consolation: bool,
) -> list[Problem]:
    """Why so many play-offs cannot be filled from pools of these sizes, or from one table (`in_pools` False)."""
    if best_next and (finals > 1 or not in_pools):
        return [Problem("tournament.best_next_needs_one_final")]
    if in_pools and finals > 1 and (finals - 1) * per_pool >= max(sizes, default=0):
        return [Problem("tournament.too_many_finals", {"most": -(-max(sizes, default=0) // per_pool)})]
    if not in_pools and finals * per_pool > sum(sizes):
        return [Problem("tournament.too_many_go_on", {"most": sum(sizes) // finals})]
    if second_pools and has_consolation:
        return [Problem("tournament.consolation_or_second_pools")]
    return []


def mixed_problems(people: int, teams: int) -> list[Problem]:
    """Why so many people cannot be drawn into so many teams."""
    if people < 2 * FEWEST_IN_POOL:
        return [Problem("tournament.too_few_people", {"least": 2 * FEWEST_IN_POOL})]
    if teams < FEWEST_IN_POOL:
        return [Problem("tournament.too_few_teams", {"least": FEWEST_IN_POOL})]
    if teams > people // 2:
        return [Problem("tournament.too_many_teams", {"most": people // 2})]
    return []
