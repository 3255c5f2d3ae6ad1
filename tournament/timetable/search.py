"""The whole pipeline: a plan by rules at once, then the solver until the day is proved or the time is up.

In turn: the earliest end, then the least waiting with that end, then few changes of court. Each step starts from the
best plan so far and can be ended at any moment.
"""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from random import Random

from tournament.timetable.bounds import Bounds, find_bound
from tournament.timetable.choices import Shortlist
from tournament.timetable.codes import Code
from tournament.timetable.conflicts import find_conflicts
from tournament.timetable.cpsat import Answer, Effort, Found, Verdict, solve
from tournament.timetable.drafts import Draft, plan_of
from tournament.timetable.feasible import new_starts, read_draft
from tournament.timetable.goals import free_entries, limit_waits, new_end, new_spans
from tournament.timetable.greedy import portfolio
from tournament.timetable.model import At, Bound, Day, Finding, Outcome, Phase, Plan, Step
from tournament.timetable.normalise import Problem, normalise
from tournament.timetable.parts import fit_late_part, lay_part_anew
from tournament.timetable.referees import assign_referees
from tournament.timetable.rounds import in_rounds
from tournament.timetable.starts import StartModel

WORKERS = 2
"""Threads of the solver: the cores of the machine it is meant for."""
RESTARTS = 120
"""Runs after the rules before the solver is asked."""
STEPS = 2.0
"""The solver's effort for each aim when there is no limit of time."""
REFEREE_SECONDS = 2.0
"""For sharing the matches out among the referees, on top of the search."""
RULES_SHARE, FINISH_SHARE, TRY_SHARE = 0.25, 0.85, 0.6
"""Of the time that is left, what the restarts, the earliest end and one try of it may take."""
ROUNDS_SHARE, WAITS_SHARE, LONGEST_SHARE = 0.5, 0.6, 0.5
"""Of the time that is left, what one look after the other at the waits may take."""
PARTS_SHARE, PART_SECONDS, PART_STEPS, MOST_PARTS = 0.8, 1.5, 0.1, 60
"""On a day of many disciplines: what the longest waits may take of the time that is left; what each of them may take,
in seconds or in steps; and how many are looked at.
"""
LATE_PARTS, LATE_SHARE, LATE_SHARES, LATE_SECONDS, LATE_STEPS = 12, 0.5, (0.4, 0.75), 3.0, 0.5
"""For an earlier end by parts: how many, of the time that is left what they may take, how much of the day the first
and the last lay anew, and what each may take.
"""
MANY = 3
"""With more disciplines than this the longest wait is the better thing to begin with."""
WORTH = 1.05
"""A shorter longest wait may cost so much more waiting in all."""


def never() -> bool:
    """The search goes on."""
    return False


def search_day(
    day: Day,
    *,
    seed: int,
    seconds: float | None,
    clock: Callable[[], float],
    tell: Callable[[Step], None] = lambda step: None,
    stop: Callable[[], bool] = never,
) -> Outcome:
    """The best plan found in so many seconds, with alternatives beside it, or the conflicts that forbid one.

    ``clock`` gives seconds from any fixed moment. ``tell`` hears of every step, ``stop`` is asked often and ends the
    search with what is found by then. Without ``seconds`` the effort is fixed and one worker is used: the same seed
    gives the same plan on any machine. A conflict ``no_plan`` is the solver's: arithmetic does not see it.
    """
    pace = Pace(clock, seconds, seed, WORKERS if seconds is not None else 1)
    if conflicts := find_conflicts(day):
        return Outcome(None, None, conflicts)
    search = _Search(normalise(day), pace, tell, stop)
    search.lay_by_rules()
    search.find_earliest_end()
    if search.is_impossible:
        return Outcome(None, None, (Finding(Code.NO_PLAN, {}),))
    search.shorten_waits()
    alternatives = search.shortlist.alternatives(search.best)
    if day.referees is not None:
        effort = Effort(None if seconds is None else REFEREE_SECONDS, STEPS, pace.workers, seed)
        plans = (assign_referees(day, alternative.plan, effort, stop).plan for alternative in alternatives)
        alternatives = tuple(replace(a, plan=plan) for a, plan in zip(alternatives, plans, strict=True))
    return Outcome(alternatives[0].plan, search.bound, (), alternatives, stop(), search.least_wait)


class Pace:
    """The time of a search: how much is left, and what a part of it may take. Without ``seconds`` all is steps."""

    def __init__(self, clock: Callable[[], float], seconds: float | None, seed: int, workers: int) -> None:
        self.seed = seed
        self.workers = workers
        self._clock, self._seconds = clock, seconds
        self._began = clock()

    def gone(self) -> float:
        """Seconds since the search began."""
        return self._clock() - self._began

    def until(self, share: float) -> float:
        """The second at which a share of the time that is left is over."""
        if self._seconds is None:
            return inf
        gone = self.gone()
        return gone + share * max(0.0, self._seconds - gone)

    def effort(self, until: float, share: float = 1, seconds: float = inf, steps: float = STEPS) -> Effort:
        """What a solver may spend until that second, or a share of it; at most so many seconds, or steps."""
        if until == inf:
            return Effort(None, steps * share, self.workers, self.seed)
        return Effort(min(seconds, share * max(0.0, until - self.gone())), None, self.workers, self.seed)


class _Search:
    """One search: the best draft so far, and what is known about the end."""

    def __init__(self, problem: Problem, pace: Pace, tell: Callable[[Step], None], stop: Callable[[], bool]) -> None:
        self.problem = problem
        self.bounds = Bounds(problem)
        self.bound = find_bound(problem, self.bounds)
        self.shortlist = Shortlist(problem)
        self.least_wait = sum(self._spans().values()) - self._play()
        self.is_impossible = False
        self._pace, self._tell, self._stop = pace, tell, stop
        self._phase = Phase.RULES
        self._best: Draft | None = None

    @property
    def best(self) -> Draft:
        """The best draft so far."""
        if self._best is None:
            raise ValueError("nothing is laid yet")
        return self._best

    def lay_by_rules(self) -> None:
        """A plan at once, and a little better by restarts."""
        restarts_until, until = self._pace.until(RULES_SHARE), self._pace.until(1)
        drafts = portfolio(
            self.problem,
            self.bound.minutes,
            Random(self._pace.seed),
            RESTARTS,
            lambda: self._stop() or self._pace.gone() >= until,
            self.shortlist.add,
            lambda: self._pace.gone() >= restarts_until,
        )
        for draft in drafts:
            self._take(draft)

    def find_earliest_end(self) -> None:
        """The solver's turn where the plan does not meet the bound: first the bound itself, then as near as may be."""
        self._phase = Phase.FINISH
        until = self._pace.until(FINISH_SHARE)
        for end in self.bounds.possible_ends():
            if self._is_settled() or self._stop():
                return
            if end >= self.bound.minutes and not self._is_refuted(end, until):
                break
        if self._is_settled():
            return
        is_whole = not self.best.not_placed
        end = self.best.score[1] - 1 if is_whole else self.problem.day.closes
        starts = new_starts(self.problem, end, self.bounds)
        starts.model.minimize(new_end(starts, self.bound.minutes))
        answer = self._solve(starts, until, _by_end, tell_bound=self._raise_bound)
        if answer.verdict is Verdict.IMPOSSIBLE:
            self.is_impossible = not is_whole
            self._raise_bound(self.best.score[1])
        elif answer.verdict is Verdict.PROVED:
            self._raise_bound(self.best.score[1])

    def shorten_waits(self) -> None:
        """Less waiting with the same end. With many disciplines the longest wait comes first, else their sum."""
        self._phase = Phase.WAITS
        if self.best.not_placed:
            return
        if self._has_many_disciplines():
            self._shorten_longest_by_parts(self._pace.until(PARTS_SHARE))
        else:
            self._shorten_sum(self._pace.until(ROUNDS_SHARE), None, normalise(in_rounds(self.problem.day)))
            self._shorten_sum(self._pace.until(WAITS_SHARE), None)
            most = int(self.best.score[3] * WORTH)
            self._shorten_longest(self._pace.until(LONGEST_SHARE), most)
        self._shorten_sum(self._pace.until(1), self.shortlist.longest(self.best))

    def _is_refuted(self, end: int, until: float) -> bool:
        """Whether no plan ends by ``end``; one that does is taken."""
        if not self.bounds.refute(end):
            self._fit_by_parts(end, self._pace.until(LATE_SHARE))
            if self._ends_by(end):
                return False
            starts = new_starts(self.problem, end, self.bounds)
            if self._solve(starts, until, _by_end, share=TRY_SHARE).verdict is not Verdict.IMPOSSIBLE:
                return False
        later = [other for other in self.bounds.possible_ends() if other > end]
        self._raise_bound(later[0] if later else end)
        return True

    def _fit_by_parts(self, end: int, until: float) -> None:
        """End by ``end`` with ever more of the day laid anew, on a day of many disciplines."""
        if self.best.not_placed or not self._has_many_disciplines():
            return
        rng = Random(self._pace.seed)
        for part in range(LATE_PARTS):
            if self._ends_by(end) or self._pace.gone() >= until or self._stop():
                return
            share = LATE_SHARES[0] + part * (LATE_SHARES[1] - LATE_SHARES[0]) / (LATE_PARTS - 1)
            effort = self._pace.effort(until, seconds=LATE_SECONDS, steps=LATE_STEPS)
            draft = fit_late_part(self.problem, self.bounds, self.best, end, share, effort, rng, self._stop)
            if draft is not None:
                self.shortlist.add(draft)
                self._take(draft)

    def _shorten_longest_by_parts(self, until: float) -> None:
        """The longest waits one after the other, each with what is played around it; the wish for one is enough."""
        rests, rng = self.problem.day.rests, Random(self._pace.seed)
        enough = max(self.problem.day.max_wait or 0, min(rests.same, rests.other))
        for _part in range(MOST_PARTS):
            is_over = self._pace.gone() >= until or self._stop()
            if is_over or self._waits_are_least() or self.shortlist.longest(self.best) <= enough:
                return
            effort = self._pace.effort(until, seconds=PART_SECONDS, steps=PART_STEPS)
            draft = lay_part_anew(self.problem, self.bounds, self.best, effort, rng, self._stop)
            if draft is not None:
                self.shortlist.add(draft)
                self._take(draft)

    def _shorten_longest(self, until: float, most: int | None) -> None:
        """The least greatest wait with the end that is reached, while the waits sum up to ``most`` at most.

        Where a greatest wait is wished for, that is short enough.
        """
        longest, rests = self.shortlist.longest(self.best), self.problem.day.rests
        enough = max(self.problem.day.max_wait or 0, min(rests.same, rests.other))
        if self._waits_are_least() or longest <= enough or self._stop():
            return
        starts = new_starts(self.problem, self.best.score[1], self.bounds)
        wait = starts.model.new_int_var(enough, longest - 1, "")
        limit_waits(starts, wait)
        if most is not None:
            starts.model.add(sum(new_spans(starts, self._spans())) <= most + self._free_play())
        starts.model.minimize(wait)
        self._solve(starts, until, lambda draft: (self.shortlist.longest(draft),))

    def _shorten_sum(self, until: float, longest: int | None, narrow: Problem | None = None) -> None:
        """The least time from first start to last end, summed over the teams; nobody waits longer than ``longest``.

        ``narrow`` is the same day with less choice, to be searched in place of the day itself.
        """
        if self._waits_are_least() or self._stop():
            return
        starts = new_starts(narrow or self.problem, self.best.score[1], Bounds(narrow) if narrow else self.bounds)
        if longest is not None:
            limit_waits(starts, longest)
        starts.model.minimize(sum(new_spans(starts, self._spans())))
        calm = self.shortlist.least_waiting()
        # A day that ends a little later with half the waiting is nearer to the goal than a tight one.
        near = calm if longest is None and calm.score[3] < self.best.score[3] / 2 else self.best
        answer = self._solve(starts, until, lambda draft: (draft.score[3],), near=near)
        if longest is None and narrow is None and answer.best is not None:
            self.least_wait = max(self.least_wait, round(answer.bound) - self._free_play())

    def _solve(
        self,
        starts: StartModel,
        until: float,
        rank: Callable[[Draft], tuple[int, ...]],
        *,
        share: float = 1,
        near: Draft | None = None,
        tell_bound: Callable[[float], None] = lambda bound: None,
    ) -> Answer:
        """Search from the best draft, or ``near`` another; what ranks before the best becomes the best."""

        def found(solution: Found) -> None:
            draft = read_draft(starts, solution)
            self.shortlist.add(draft)
            if rank(draft) < rank(self.best):
                self._take(draft)

        draft = near or self.best
        starts.hint(draft.start, draft.court)
        effort = self._pace.effort(until, share)
        return solve(starts.model, starts.watched(), effort, tell=found, tell_bound=tell_bound, stop=self._stop)

    def _take(self, draft: Draft) -> None:
        """Make a draft the best, and tell of it."""
        self._best = draft
        self._say(plan_of(self.problem, draft, draft.court))

    def _raise_bound(self, minutes: float) -> None:
        """No plan ends before this minute: the solver says so."""
        end = round(minutes)
        if end > self.bound.minutes:
            self.bound = Bound(end, "solver", Finding(Code.BOUND_SOLVER, {"end": At(end)}))
            self._say(None)

    def _say(self, plan: Plan | None) -> None:
        best = self.best.score[1] if not self.best.not_placed else None
        step = Step(self._pace.gone(), self._phase, best, self.bound.minutes, self.best.score[3], plan)
        self._tell(step)

    def _is_settled(self) -> bool:
        return self._ends_by(self.bound.minutes)

    def _ends_by(self, end: int) -> bool:
        """Whether the best draft is whole and ends by then."""
        return self.best.score[:2] <= (0, end)

    def _has_many_disciplines(self) -> bool:
        return len({match.discipline for match in self.problem.matches}) > MANY

    def _waits_are_least(self) -> bool:
        return self.best.score[3] <= self.least_wait

    def _spans(self) -> dict[int, int]:
        """By entry the least minutes from its first start to its last end; held matches may lie closer."""
        return {
            actor: self.bounds.capacity.span(own)
            for actor, own in enumerate(self.problem.matches_of)
            if self.problem.actors[actor].kind == "entry"
            and len(own) > 1
            and not any(match in self.problem.frozen for match in own)
        }

    def _free_play(self) -> int:
        """Minutes of play of all whose waiting can change."""
        return sum(self.problem.play(match) for _, own in free_entries(self.problem) for match in own)

    def _play(self) -> int:
        """Minutes of play inside all the spans."""
        return sum(self.problem.play(match) for actor in self._spans() for match in self.problem.matches_of[actor])


def _by_end(draft: Draft) -> tuple[int, ...]:
    return draft.score[:2]
