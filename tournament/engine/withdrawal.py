"""A team leaves after the draw: annul its matches, forfeit the rest, or put another in its place.

Nothing is written into the matches, so taking a withdrawal back is the identity.
"""

from dataclasses import replace

from tournament.engine.correction import Impact, impact_between
from tournament.engine.outcome import State
from tournament.engine.selectors import EntrySide, Selector, TeamSide
from tournament.engine.values import Competition, Entry, Facts, Policy


def default_policy(state: State, entry_id: str) -> Policy:
    """Annul when the team has played less than half of its matches in pools, else forfeit the rest."""
    tables = {stage.id for stage in state.competition.stages if stage.pools}
    own = [m for m in state.matches if m.match.stage in tables and entry_id in (m.home, m.away)]
    played = sum(match.match.result is not None for match in own)
    return Policy.ANNUL if 2 * played < len(own) else Policy.FORFEIT


def withdraw(competition: Competition, entry_id: str, policy: Policy) -> Competition:
    """The competition after a team has withdrawn."""
    return with_withdrawn(competition, {**competition.facts.withdrawn, entry_id: policy})


def reinstate(competition: Competition, entry_id: str) -> Competition:
    """The competition with a withdrawal taken back."""
    left = {name: policy for name, policy in competition.facts.withdrawn.items() if name != entry_id}
    return with_withdrawn(competition, left)


def with_withdrawn(competition: Competition, withdrawn: dict[str, Policy]) -> Competition:
    """The competition with these withdrawals and no others."""
    return replace(competition, facts=replace(competition.facts, withdrawn=withdrawn))


def withdrawal_preview(competition: Competition, entry_id: str, policy: Policy) -> Impact:
    """The tables and matches before and after a withdrawal, and what changes."""
    return impact_between(competition, withdraw(competition, entry_id, policy))


def replacement_preview(competition: Competition, old_id: str, new: Entry) -> Impact:
    """The tables and matches before and after another team takes a place, and what changes."""
    return impact_between(competition, replace_entry(competition, old_id, new))


def replace_entry(competition: Competition, old_id: str, new: Entry) -> Competition:
    """The competition with another entry in the place of one, results and facts included.

    ValueError when the new entry takes part already.
    """
    if new.id != old_id and any(entry.id == new.id for entry in competition.entries):
        raise ValueError(f"entry {new.id!r} takes part already")

    def renamed(name: str) -> str:
        return new.id if name == old_id else name

    def side(selector: Selector) -> Selector:
        if isinstance(selector, TeamSide):
            return TeamSide(tuple(map(renamed, selector.entries)))
        return EntrySide(renamed(selector.entry)) if isinstance(selector, EntrySide) else selector

    return replace(
        competition,
        entries=tuple(new if entry.id == old_id else entry for entry in competition.entries),
        stages=tuple(
            replace(
                stage,
                pools=tuple(replace(pool, sides=tuple(map(side, pool.sides))) for pool in stage.pools),
                entries=tuple(map(renamed, stage.entries)),
                slots=tuple(map(side, stage.slots)),
                marks=tuple(replace(mark, entry=renamed(mark.entry)) for mark in stage.marks),
                heats=tuple(tuple(name and renamed(name) for name in heat) for heat in stage.heats),
                wishes=tuple(frozenset(map(renamed, wish)) for wish in stage.wishes),
            )
            for stage in competition.stages
        ),
        matches=tuple(replace(match, home=side(match.home), away=side(match.away)) for match in competition.matches),
        facts=facts_for(competition.facts, old_id, new.id),
    )


def facts_for(facts: Facts, old_id: str, new_id: str) -> Facts:
    """The facts of a place, under the id of the entry that now has it; a withdrawal ends with the old one."""

    def renamed(name: str) -> str:
        return new_id if name == old_id else name

    def orders(given: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(map(renamed, order)) for order in given)

    return Facts(
        adjust={renamed(name): number for name, number in facts.adjust.items()},
        no_shows={renamed(name): number for name, number in facts.no_shows.items()},
        fair_play={renamed(name): number for name, number in facts.fair_play.items()},
        coefficient={renamed(name): number for name, number in facts.coefficient.items()},
        withdrawn={name: policy for name, policy in facts.withdrawn.items() if name != old_id},
        lots=orders(facts.lots),
        playoff=orders(facts.playoff),
        shootout=orders(facts.shootout),
        ranking=orders(facts.ranking),
    )
