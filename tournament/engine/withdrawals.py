"""What a team's withdrawal does to the matches: nothing is written into them, it is worked out each time."""

from collections.abc import Mapping

from tournament.engine.selectors import NOBODY
from tournament.engine.values import Match, MatchStatus, Policy, Result, ResultKind

ANNULLED = Result(ResultKind.ANNULLED)


def counting_result(
    match: Match, home: str | None, away: str | None, withdrawn: Mapping[str, Policy], *, in_table: bool
) -> Result | None:
    """The result that counts for a match, or None while it is open.

    A result that was entered stands, except where a side's matches are annulled; an open match of a team that
    has withdrawn is a walkover as soon as the other side is known. In an elimination nothing is annulled.
    """
    if in_table and any(withdrawn.get(side or "") is Policy.ANNUL for side in (home, away)):
        return ANNULLED
    if match.result is not None:
        return match.result
    if match.status is MatchStatus.CANCELLED:
        return ANNULLED
    if home is None or away is None or NOBODY in (home, away):
        return None
    if home in withdrawn and away in withdrawn:
        return Result(ResultKind.BOTH_NO_SHOW)
    if home in withdrawn:
        return Result(ResultKind.WALKOVER_AWAY)
    if away in withdrawn:
        return Result(ResultKind.WALKOVER_HOME)
    return None
