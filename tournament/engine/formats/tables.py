"""A pool put in order by its table, for every format whose pools have one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tournament.engine.formats.format import PoolPlay
from tournament.engine.outcome import PoolState, Row
from tournament.engine.scoring import Line, lines_of
from tournament.engine.standings import rank_rows


def rank_by_table(play: PoolPlay, counted: Sequence[Line] | None = None, shown: Sequence[str] = ()) -> PoolState:
    """The table of a pool; complete when every side is known and no match is left to play.

    `counted` are the lines to count, where they are not simply those of the matches; `shown` are criteria whose numbers
    the rows carry beside those of the chain.
    """
    lines = counted if counted is not None else [line for match in play.matches for line in lines_of(match, play.rules)]
    rows = rank_rows(play.entries, lines, play.rules, play.facts, put_last=play.put_last, shown=shown)
    is_drawn = bool(play.matches) or len(play.pool.sides) == 1
    return PoolState(
        id=play.pool.id,
        complete=is_drawn and play.is_known and all(match.is_over for match in play.matches),
        rows=rows,
        undecided=shared_ranks(rows),
    )


def shared_ranks(rows: Iterable[Row]) -> tuple[int, ...]:
    """The ranks that are not decided: 2 and 3 where two rows share the second."""
    shared = Counter(row.rank for row in rows)
    return tuple(sorted(rank + i for rank, count in shared.items() if count > 1 for i in range(count)))
