"""What a new or changed result does, shown before it is done."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from tournament.engine.changes import Changes, MatchChange, changes_between
from tournament.engine.outcome import State
from tournament.engine.recompute import recompute
from tournament.engine.selectors import NOBODY, EntrySide, Selector
from tournament.engine.values import Competition, MatchStatus, Result


class Reach(StrEnum):
    """How far a change reaches."""

    NOTHING = "nothing"
    NUMBERS = "numbers"
    OPEN_MATCH = "open_match"
    PLAYED_MATCH = "played_match"


@dataclass(frozen=True, slots=True)
class Impact:
    """A change worked out: the states before and after, what differs, and the matches that got other teams.

    `played` are those of them that had started or have a result: keep them (`keep_played`) or play them again
    (`reopen_matches`).
    """

    reach: Reach
    before: State
    after: State
    changes: Changes
    affected: tuple[MatchChange, ...]
    played: tuple[MatchChange, ...]


def with_result(competition: Competition, match_id: str, result: Result | None) -> Competition:
    """The competition with another result for one match, None to take it back; KeyError for an unknown match."""
    changed = replace(competition.get_match(match_id), result=result)
    return replace(
        competition, matches=tuple(changed if match.id == match_id else match for match in competition.matches)
    )


def correction_impact(competition: Competition, match_id: str, result: Result | None) -> Impact:
    """What becomes of the competition when a match gets this result (None: it has none)."""
    return impact_between(competition, with_result(competition, match_id, result))


def impact_between(old: Competition, new: Competition) -> Impact:
    """What differs between two versions of a competition, and how far it reaches."""
    before, after = recompute(old), recompute(new)
    changes = changes_between(before, after)
    affected = tuple(change for change in changes.matches if change.has_other_sides)
    played = tuple(change for change in affected if change.had_started)
    reach = Reach.NOTHING
    if played:
        reach = Reach.PLAYED_MATCH
    elif affected:
        reach = Reach.OPEN_MATCH
    elif changes.matches or changes.rows or changes.places:
        reach = Reach.NUMBERS
    return Impact(reach, before, after, changes, affected, played)


def keep_played(impact: Impact) -> Competition:
    """The changed competition where the matches already played keep the teams that played them."""
    kept = {change.id: change.before for change in impact.played}

    def fixed(side: Selector, entry: str | None) -> Selector:
        return side if entry is None or entry == NOBODY else EntrySide(entry)

    new = impact.after.competition
    return replace(
        new,
        matches=tuple(
            replace(match, home=fixed(match.home, kept[match.id].home), away=fixed(match.away, kept[match.id].away))
            if match.id in kept
            else match
            for match in new.matches
        ),
    )


def reopen_matches(competition: Competition, match_ids: Collection[str]) -> Competition:
    """The competition with the results of some matches taken away, so that they are played again."""
    return replace(
        competition,
        matches=tuple(
            replace(match, result=None, status=MatchStatus.PLANNED) if match.id in match_ids else match
            for match in competition.matches
        ),
    )
