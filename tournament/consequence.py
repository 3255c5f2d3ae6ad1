"""What a way of playing means for so many teams: matches in all and for each, and how long courts are needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import Problem
from tournament.engine.formats.elimination import fewest_and_most
from tournament.engine.formats.format import Ground, MatchCount, Text
from tournament.engine.formats.measured import LANES
from tournament.engine.formats.round_robin import legs_of_rounds
from tournament.engine.formats.supermelee import sizes_of
from tournament.engine.formats.swiss import rounds_of
from tournament.engine.generate import make_matches
from tournament.engine.values import Match
from tournament.rules import finals_problems, pool_problems, qualifier_problems
from tournament.scheme import NamedStage, StageChoice, made_up, pool_sizes, with_finals
from tournament.store_change import refuse

IN_ROUNDS = frozenset({"swiss", "supermelee"})


@dataclass(frozen=True, slots=True)
class Part:
    """One stage of a choice: its name, how many teams, and its matches; `waves` are those that can be on at once."""

    name: Text
    role: str
    teams: int
    count: MatchCount
    waves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a choice means. `sizes` are those of the pools, or one number where all stand in one table or bracket."""

    choice: StageChoice
    teams: int
    sizes: tuple[int, ...]
    parts: tuple[Part, ...]

    @property
    def main(self) -> Part:
        """The part that all play in."""
        return self.parts[0]

    @property
    def finals(self) -> tuple[Part, ...]:
        """The parts that come after it."""
        return self.parts[1:]

    @property
    def going_on(self) -> int:
        """How many play on after the first part."""
        return sum(part.teams for part in self._first_after_main())

    @property
    def count(self) -> MatchCount:
        """Matches in all, and the fewest and the most that one team plays."""
        later = [part for part in self.finals if part.role != "consolation"]
        if not later:
            return self.main.count
        least, most = self._later_matches()
        stays = 0 if self.going_on < self.teams else least
        total = sum(part.count.total for part in self.parts)
        return MatchCount(self.main.count.least + stays, self.main.count.most + most, total)

    def _first_after_main(self) -> list[Part]:
        has_second = any(part.role == "second" for part in self.finals)
        return [part for part in self.finals if part.role == ("second" if has_second else "final")]

    def _later_matches(self) -> tuple[int, int]:
        """The fewest and the most matches of one who plays on."""
        seconds = [part.count for part in self.finals if part.role == "second"]
        finals = [part.count for part in self.finals if part.role == "final"]
        further = [part.count for part in self.finals if part.role == "consolation"]
        least = min(count.least for count in (seconds or finals))
        most = max(count.most for count in finals) + max((count.most for count in seconds), default=0)
        return least, max(most, 1 + max((count.most for count in further), default=0))

    def minutes(self, match_minutes: int, courts: int) -> int:
        """About how long so many courts are needed, without breaks: each part begins when the one before is over."""
        slots = _slots(self.main.waves, courts, can_overlap=self.choice.how.ground is Ground.POOLS)
        for role in ("second", "final", "consolation"):
            together = _side_by_side([part.waves for part in self.finals if part.role == role])
            slots += _slots(together, courts, can_overlap=role == "second")
        return slots * match_minutes


def _slots(waves: Sequence[int], courts: int, *, can_overlap: bool) -> int:
    """Turns of the courts: wave after wave, or, where a court need not wait for the others, as many as fit."""
    courts = max(1, courts)
    if can_overlap:
        return max(-(-sum(waves) // courts), len(waves))
    return sum(-(-wave // courts) for wave in waves)


def _side_by_side(all_waves: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The waves of parts that are played at the same time."""
    longest = max(map(len, all_waves), default=0)
    return tuple(sum(waves[n] for waves in all_waves if n < len(waves)) for n in range(longest))


def choice_problems(teams: int, choice: StageChoice) -> list[Problem]:
    """Why so many teams cannot play like this."""
    how = choice.how
    if how.ground is Ground.POOLS:
        problems = pool_problems(teams, choice.pool_count)
        sizes = () if problems else pool_sizes(teams, choice.pool_count)
    else:
        problems = [] if teams >= how.least_teams else [Problem("tournament.too_few_teams", {"least": how.least_teams})]
        sizes = (teams,)
    if not problems and how.code == "supermelee" and sizes_of(teams, choice.options) is None:
        problems = [Problem("tournament.people_cannot_be_split", {"people": teams})]
    if problems or not choice.has_finals:
        return problems
    if how.is_elimination:
        return [Problem("tournament.no_finals_after_bracket")]
    if how.ground is Ground.POOLS and choice.finals == 1:
        problems = qualifier_problems(sizes, choice.per_pool, choice.best_next)
    problems = problems or finals_problems(
        sizes,
        choice.per_pool,
        choice.finals,
        in_pools=how.ground is Ground.POOLS,
        best_next=choice.best_next,
        second_pools=choice.second_pools,
        has_consolation=choice.has_consolation,
    )
    return problems or _filling_problems(teams, choice)


def _filling_problems(teams: int, choice: StageChoice) -> list[Problem]:
    """Why a play-off, or a pool inside it, would have too few teams."""
    competition = made_up(choice, teams)
    try:
        with_finals(competition, competition.stages[0].id, choice, "A")
    except ValueError:
        return [Problem("tournament.too_few_go_on", {"least": 2})]
    return []


def consequence_of(teams: int, choice: StageChoice) -> Consequence:
    """What a choice means for so many teams. Raises RuleError where it cannot be played."""
    refuse(choice_problems(teams, choice), "pool_count" if choice.how.ground is Ground.POOLS else "format")
    competition = made_up(choice, teams)
    main = competition.stages[0]
    sizes = tuple(len(pool.sides) for pool in main.pools) or (teams,)
    count = choice.how.count(sizes, choice.options)
    parts = [Part(choice.how.name, "main", teams, count, _main_waves(choice, sizes, count))]
    grown, finals = with_finals(competition, main.id, choice, "A")
    parts += [_part(named, [match for match in grown.matches if match.stage == named.stage.id]) for named in finals]
    return Consequence(choice, teams, sizes, tuple(parts))


def _main_waves(choice: StageChoice, sizes: tuple[int, ...], count: MatchCount) -> tuple[int, ...]:
    teams = sum(sizes)
    if choice.format in IN_ROUNDS:
        rounds = rounds_of(choice.options)
        return (count.total // rounds,) * rounds
    if choice.format == "measured":
        return (1,) * count.total if choice.options.get(LANES.code) else (count.total,)
    if choice.how.ground is Ground.POOLS:
        legs = int(choice.options.get("legs", 1))
        rounds = max(3 if choice.format == "poule" and size == 4 else len(legs_of_rounds(size, legs)) for size in sizes)
        share, more = divmod(count.total, rounds)
        return tuple(share + (number < more) for number in range(rounds))
    competition = made_up(choice, teams)
    return _waves(make_matches(competition, competition.stages[0].id))


def _part(named: NamedStage, matches: Sequence[Match]) -> Part:
    stage = named.stage
    teams = len(stage.slots) or sum(len(pool.sides) for pool in stage.pools)
    least, most = (
        (min(len(p.sides) for p in stage.pools) - 1, max(len(p.sides) for p in stage.pools) - 1)
        if stage.pools
        else fewest_and_most(matches)
    )
    return Part(named.name, named.role, teams, MatchCount(least, most, len(matches)), _waves(matches))


def _waves(matches: Sequence[Match]) -> tuple[int, ...]:
    rounds: dict[int, int] = {}
    for match in matches:
        rounds[match.round] = rounds.get(match.round, 0) + 1
    return tuple(rounds[number] for number in sorted(rounds))
