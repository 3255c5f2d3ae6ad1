"""From a match to the two lines it writes in a table, and from lines to a tally."""

from collections.abc import Iterable
from dataclasses import dataclass

from tournament.engine.outcome import ResolvedMatch
from tournament.engine.selectors import NOBODY
from tournament.engine.values import AWAY, HOME, Points, Result, ResultKind, Rules


@dataclass(frozen=True, slots=True)
class Line:
    """One team's half of a match that counts.

    `balls_for` are the points inside the sets where the result has sets, otherwise the goals.
    """

    entry: str
    opponent: str
    away: bool
    won: bool
    drawn: bool
    points: float
    goals_for: int = 0
    goals_against: int = 0
    balls_for: int = 0
    balls_against: int = 0
    no_show: bool = False


@dataclass(slots=True)
class Tally:
    """The sums over a team's lines."""

    played: int = 0
    won: int = 0
    drawn: int = 0
    points: float = 0
    goals_for: int = 0
    goals_against: int = 0
    balls_for: int = 0
    balls_against: int = 0
    away_goals: int = 0
    away_wins: int = 0
    no_shows: int = 0

    @property
    def lost(self) -> int:
        """Matches neither won nor drawn."""
        return self.played - self.won - self.drawn

    def add(self, line: Line) -> None:
        """Count one more line."""
        self.played += 1
        self.won += line.won
        self.drawn += line.drawn
        self.points += line.points
        self.goals_for += line.goals_for
        self.goals_against += line.goals_against
        self.balls_for += line.balls_for
        self.balls_against += line.balls_against
        self.no_shows += line.no_show
        if line.away:
            self.away_goals += line.goals_for
            self.away_wins += line.won


def tally_of(lines: Iterable[Line]) -> Tally:
    """The tally of some lines, all of one team."""
    tally = Tally()
    for line in lines:
        tally.add(line)
    return tally


def lines_of(match: ResolvedMatch, rules: Rules) -> tuple[Line, ...]:
    """The two lines of a match that counts; none while it is open, annulled, or a side is missing."""
    home, away, result = match.home, match.away, match.result
    if home is None or away is None:
        return ()
    if NOBODY in (home, away):
        return bye_lines(home, away, rules)
    if result is None or result.kind is ResultKind.ANNULLED:
        return ()
    if result.kind is ResultKind.BOTH_NO_SHOW:
        loss = rules.points.loss
        return (
            Line(home, away, away=False, won=False, drawn=False, points=loss, no_show=True),
            Line(away, home, away=True, won=False, drawn=False, points=loss, no_show=True),
        )
    if result.kind is ResultKind.PLAYED:
        return played_lines(home, away, result, rules.points)
    return walkover_lines(home, away, result, rules)


def played_lines(home: str, away: str, result: Result, points: Points) -> tuple[Line, Line]:
    """The lines of a match that was played to an end."""
    goals = (result.home or 0, result.away or 0)
    balls = (sum(s[0] for s in result.sets), sum(s[1] for s in result.sets)) if result.sets else goals
    home_points, away_points, winner = points.draw, points.draw, None
    if goals[0] != goals[1]:
        winner = HOME if goals[0] > goals[1] else AWAY
        home_points, away_points = (points.win, points.loss) if winner == HOME else (points.loss, points.win)
    elif result.shootout and points.shootout_win is not None:
        winner = result.shootout
        lost = points.loss if points.shootout_loss is None else points.shootout_loss
        home_points, away_points = (points.shootout_win, lost) if winner == HOME else (lost, points.shootout_win)
    drawn = winner is None
    return (
        Line(home, away, False, winner == HOME, drawn, home_points, *goals, *balls),
        Line(away, home, True, winner == AWAY, drawn, away_points, *goals[::-1], *balls[::-1]),
    )


def walkover_lines(home: str, away: str, result: Result, rules: Rules) -> tuple[Line, Line]:
    """The lines of a match where one side did not come: a win by the walkover score, and a no-show."""
    home_won = result.kind is ResultKind.WALKOVER_HOME
    goals = rules.walkover or (0, 0)
    home_goals = goals if home_won else goals[::-1]
    win, loss = rules.points.win, rules.points.loss
    return (
        Line(
            home,
            away,
            False,
            home_won,
            False,
            win if home_won else loss,
            *home_goals,
            *home_goals,
            not home_won,
        ),
        Line(
            away,
            home,
            True,
            not home_won,
            False,
            loss if home_won else win,
            *home_goals[::-1],
            *home_goals[::-1],
            home_won,
        ),
    )


def bye_lines(home: str, away: str, rules: Rules) -> tuple[Line, ...]:
    """The line of the team that sits out, where the rules give a bye a score; otherwise none."""
    if rules.bye is None or home == away:
        return ()
    entry = away if home == NOBODY else home
    return (Line(entry, NOBODY, False, True, False, rules.points.win, *rules.bye, *rules.bye),)


def winner_and_loser(home: str | None, away: str | None, result: Result | None) -> tuple[str | None, str | None]:
    """Who won and who lost: entries, "bye" for a side that stays empty, or None while it is open or drawn."""
    if home == NOBODY or away == NOBODY:
        return (away, NOBODY) if home == NOBODY else (home, NOBODY)
    if result is None or home is None or away is None:
        return (NOBODY, NOBODY) if has_no_winner(result) else (None, None)
    if has_no_winner(result):
        return NOBODY, NOBODY
    if result.kind is ResultKind.PLAYED:
        difference = (result.home or 0) - (result.away or 0)
        side = result.shootout if difference == 0 else (HOME if difference > 0 else AWAY)
    else:
        side = HOME if result.kind is ResultKind.WALKOVER_HOME else AWAY
    if side is None:
        return None, None
    return (home, away) if side == HOME else (away, home)


def has_no_winner(result: Result | None) -> bool:
    """Whether the match is over and nobody can have won it."""
    return result is not None and result.kind in (ResultKind.BOTH_NO_SHOW, ResultKind.ANNULLED)
