"""What a way of playing means for so many teams: its parts, matches in all, and the fewest and the most for each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.errors import Problem
from tournament.engine.formats.elimination import fewest_and_most
from tournament.engine.formats.format import Ground, MatchCount, Text
from tournament.engine.formats.supermelee import sizes_of
from tournament.engine.formats.swiss import rounds_of
from tournament.engine.generate import make_matches
from tournament.engine.values import Competition, Match
from tournament.rules import finals_problems, pool_problems, qualifier_problems
from tournament.scheme import NamedStage, StageChoice, made_up, planned_rounds, pool_sizes, with_finals
from tournament.store_change import refuse

IN_ROUNDS = frozenset({"swiss", "supermelee"})
MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Part:
    """One stage of a choice: its name, how many teams, and its matches."""

    name: Text
    role: str
    teams: int
    count: MatchCount


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a choice means. `sizes` are those of the pools, or one number where all stand in one table or bracket.

    `competition` is one of made-up teams that is played like this.
    """

    choice: StageChoice
    teams: int
    sizes: tuple[int, ...]
    parts: tuple[Part, ...]
    competition: Competition

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
    parts = [Part(choice.how.name, "main", teams, count)]
    grown, finals = with_finals(_with_main_matches(competition, choice, count), main.id, choice, "A")
    parts += [_part(named, [match for match in grown.matches if match.stage == named.stage.id]) for named in finals]
    return Consequence(choice, teams, sizes, tuple(parts), grown)


def _with_main_matches(competition: Competition, choice: StageChoice, count: MatchCount) -> Competition:
    """The competition with the matches of its main stage; rounds that are drawn later are there without teams."""
    main = competition.stages[0]
    if choice.format == MEASURED:
        return competition
    if choice.format in IN_ROUNDS:
        sides = 2 * (count.total // rounds_of(choice.options))
        return replace(competition, matches=planned_rounds(main, sides, 1))
    return replace(competition, matches=make_matches(competition, main.id))


def _part(named: NamedStage, matches: Sequence[Match]) -> Part:
    stage = named.stage
    teams = len(stage.slots) or sum(len(pool.sides) for pool in stage.pools)
    least, most = (
        (min(len(p.sides) for p in stage.pools) - 1, max(len(p.sides) for p in stage.pools) - 1)
        if stage.pools
        else fewest_and_most(matches)
    )
    return Part(named.name, named.role, teams, MatchCount(least, most, len(matches)))
