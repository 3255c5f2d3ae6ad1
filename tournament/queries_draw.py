"""What the pages of the draw show: each row or discipline, what was drawn, and what may be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from core.db import session
from core.errors import MissingError, RuleError
from tournament.contest_names import contest_name, division_name
from tournament.contests import Contest, list_contests, list_pools
from tournament.draw import kind_of_draw
from tournament.draw_record import Replay, list_draws, replay_draw
from tournament.engine.formats.swiss import rounds_of
from tournament.engine.line_draw import first_pairs
from tournament.engine.outcome import Note
from tournament.engine.selectors import NOBODY, RoundSide, members_of
from tournament.models import Competition, Division, Draw, Entry, Match, Stage
from tournament.rounds import coming_round, is_drawn_at_once, late_teams
from tournament.store import MIXED, entry_key, entry_number, load_competition
from tournament.wording import note_text


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """A team in a pool, as templates/macros/planner.html names it."""

    key: str
    name: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A pool, a heat or a mixed team with those in it."""

    key: str
    name: str
    entries: tuple[PoolEntry, ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two that meet; `away` is "" where nobody does."""

    home: str
    away: str


@dataclass(frozen=True, slots=True)
class RoundsState:
    """How far the rounds are: the one to draw next with what stands in the way, and the one that can be taken back."""

    of: int
    drawn: int
    next: int | None
    waits: str
    can_undo: bool
    is_again: bool


@dataclass(frozen=True, slots=True)
class DrawRow:
    """The draw of one row or discipline."""

    division_id: int
    discipline_id: int | None
    name: str
    row_name: str
    kind: str | None
    teams: int
    people: int
    is_mixed: bool
    is_chosen: bool
    is_drawn: bool
    is_shown: bool
    has_results: bool
    match_count: int
    pools: tuple[PoolRow, ...]
    mixed: tuple[PoolRow, ...]
    pairs: tuple[PairRow, ...]
    heats: tuple[PoolRow, ...]
    places: tuple[tuple[int, str], ...]
    waiting: tuple[PoolEntry, ...]
    late: tuple[tuple[int, str], ...]
    rounds: RoundsState | None
    draws: tuple[Draw, ...]
    notes: tuple[str, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """A recorded draw made once more."""

    draw: Draw
    replay: Replay
    groups: tuple[PoolRow, ...]
    pairs: tuple[PairRow, ...]
    notes: tuple[str, ...]
    order: tuple[str, ...]


def draw_page(competition_id: int, slug: str) -> list[DrawRow]:
    """The draw of each row and discipline."""
    divisions = session().scalars(
        select(Division).where(Division.competition_id == competition_id).order_by(Division.sort, Division.id)
    )
    return [_draw_row(contest, slug) for division in divisions for contest in list_contests(division)]


def _draw_row(contest: Contest, slug: str) -> DrawRow:
    division, stage = contest.division, contest.main
    entries = session().scalars(select(Entry).where(Entry.division_id == division.id).order_by(Entry.label)).all()
    by_key = {entry_key(entry.id): entry for entry in entries}
    kind = kind_of_draw(contest)
    is_mixed = division.takes == MIXED
    people = [entry for entry in entries if entry.is_person and entry.withdrawn_at is None]
    draws = tuple(list_draws(stage.id)) if stage is not None else ()
    own = next((draw for draw in draws if draw.kind == kind), None)
    pools = list_pools(stage.id) if stage is not None and kind == "pools" else []
    options: Mapping[str, Any] = stage.options if stage is not None else {}
    in_draw = own is not None and kind is not None
    drawn_keys = {key for pool in pools for key in pool.entry_ids}
    at_draw = {key: pool for pool, keys in (own.result.get("pools", {}).items() if own else ()) for key in keys}
    heats = tuple(heat_row(number, heat, by_key) for number, heat in enumerate(options.get("heats", ()), 1))
    return DrawRow(
        division_id=division.id,
        discipline_id=contest.discipline.id if contest.discipline is not None else None,
        name=contest_name(contest),
        row_name=division_name(division) if contest.discipline is not None else "",
        kind=kind,
        teams=len(contest.teams()),
        people=len(people),
        is_mixed=is_mixed,
        is_chosen=stage is not None,
        is_drawn=bool(pools) or (in_draw and kind != "pools"),
        is_shown=contest.is_shown(),
        has_results=contest.has_results(),
        match_count=len(match_ids(contest)),
        pools=tuple(
            PoolRow(pool.key, _("Pulje %(pool)s", pool=pool.key), tuple(_piece(contest, by_key[k], slug) for k in keys))
            for pool in pools
            for keys in [pool.entry_ids]
        ),
        mixed=mixed_teams(entries) if is_mixed else (),
        pairs=pairs_of(stage, kind, own, by_key),
        heats=heats if kind == "heats" else (),
        places=places_of(kind, options, by_key),
        waiting=tuple(
            _piece(contest, entry, slug) for entry in contest.teams() if pools and entry_key(entry.id) not in drawn_keys
        ),
        late=tuple((entry.id, entry.label) for entry in late_teams(contest)),
        rounds=rounds_state(contest) if kind == "round" and contest.is_shown() else None,
        draws=draws,
        notes=tuple(text for draw in draws[:1] for text in notes_of(draw)),
        moved=tuple(
            by_key[key].label for pool in pools for key in pool.entry_ids if own and at_draw.get(key) != pool.key
        ),
    )


def match_ids(contest: Contest) -> Sequence[int]:
    """The matches of a contest."""
    return session().scalars(select(Match.id).where(Match.stage_id.in_([stage.id for stage in contest.stages]))).all()


def _piece(contest: Contest, entry: Entry, slug: str) -> PoolEntry:
    discipline = contest.discipline.id if contest.discipline is not None else None
    href = url_for(".move_team", slug=slug, division_id=contest.division.id, entry_id=entry.id, disciplin=discipline)
    return PoolEntry(str(entry.id), entry.label, entry_note(entry), href)


def mixed_teams(entries: Sequence[Entry]) -> tuple[PoolRow, ...]:
    """The drawn teams with the people on them."""
    members: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.team_id is not None:
            members.setdefault(entry.team_id, []).append(entry)
    teams = sorted((entry for entry in entries if entry.id in members), key=lambda entry: entry.id)
    return tuple(
        PoolRow(str(t.id), t.label, tuple(PoolEntry(str(p.id), p.label, p.organisation, "") for p in members[t.id]))
        for t in teams
    )


def pairs_of(
    stage: Stage | None, kind: str | None, draw: Draw | None, by_key: Mapping[str, Entry]
) -> tuple[PairRow, ...]:
    """Who meets first: in a bracket as it stands now, in rounds as they were drawn last."""
    if stage is None or draw is None:
        return ()
    if kind == "order":
        order = list(stage.options.get("order", ()))
        meeting = first_pairs(order)
        playing = {name for pair in meeting for name in pair}
        byes = [PairRow(label_of(name, by_key), "") for name in order if name not in playing]
        return (*(PairRow(label_of(one, by_key), label_of(other, by_key)) for one, other in meeting), *byes)
    if kind == "round":
        return round_pairs(draw.result, by_key)
    return ()


def round_pairs(result: Mapping[str, Any], by_key: Mapping[str, Entry]) -> tuple[PairRow, ...]:
    """The first round that a draw made."""
    first = min((match["round"] for match in result["matches"]), default=0)
    return tuple(
        PairRow(label_of(match["home"], by_key), label_of(match["away"], by_key))
        for match in result["matches"]
        if match["round"] == first
    )


def label_of(side: str, by_key: Mapping[str, Any]) -> str:
    """The public label of a drawn side; "" for nobody."""
    if side == NOBODY:
        return ""
    names = [by_key[key] for key in members_of(side) if key in by_key]
    return " + ".join(name if isinstance(name, str) else name.label for name in names)


def heat_row(number: int, heat: Sequence[str | None], by_key: Mapping[str, Any]) -> PoolRow:
    """A heat, lane by lane."""
    lanes = [
        PoolEntry(str(entry_number(key)), label_of(key, by_key), _("Bane %(lane)s", lane=lane), "")
        for lane, key in enumerate(heat, 1)
        if key is not None
    ]
    return PoolRow(str(number), _("Heat %(number)s", number=number), tuple(lanes))


def places_of(kind: str | None, options: Mapping[str, Any], by_key: Mapping[str, Entry]) -> tuple[tuple[int, str], ...]:
    """Those who can change places by hand."""
    if kind == "order":
        keys = list(options.get("order", ()))
    elif kind == "heats":
        keys = [key for heat in options.get("heats", ()) for key in heat if key]
    else:
        return ()
    return tuple((entry_number(key), label_of(key, by_key)) for key in keys)


def rounds_state(contest: Contest) -> RoundsState:
    """How far the rounds of a contest are."""
    stage = contest.require_main()
    values = load_competition(contest.division.competition_id)
    matches = [match for match in values.matches if match.stage == stage.key]
    drawn = max((m.round for m in matches if not isinstance(m.home, RoundSide)), default=0)
    of_last = [match for match in matches if match.round == drawn]
    at_once = is_drawn_at_once(values, stage.key)
    following, waits = None, ""
    try:
        following = coming_round(values, stage.key)
    except RuleError as error:
        waits = error.text
    return RoundsState(
        of=rounds_of(values.get_stage(stage.key).options),
        drawn=drawn,
        next=following,
        waits=waits,
        can_undo=drawn > 1 and not at_once and not any(m.result or m.status != "planned" for m in of_last),
        is_again=at_once,
    )


def entry_note(entry: Entry) -> str:
    """What stands under a team's name in a draw: its place, its seed, that it has withdrawn."""
    parts = [entry.organisation if entry.organisation != entry.label else ""]
    if entry.seed is not None:
        parts.append(_("seedet som nr. %(seed)s", seed=entry.seed))
    if entry.pot is not None:
        parts.append(_("lag %(pot)s", pot=entry.pot))
    if entry.withdrawn_at is not None:
        parts.append(_("trukket ud"))
    return " · ".join(part for part in parts if part)


def notes_of(draw: Draw) -> tuple[str, ...]:
    """What there is to say about a draw, and whether teams of one place could be kept apart."""
    said = [note_text(Note(note["code"], note["facts"])) for note in draw.notes]
    if draw.kind in ("pools", "order") and not draw.result.get("clashes") and has_mates(draw.input["entries"]):
        said.append(
            _("Hold fra samme værested står i hver sin pulje.")
            if draw.kind == "pools"
            else _("Hold fra samme værested møder ikke hinanden i første runde.")
        )
    return tuple(said)


def has_mates(entries: Sequence[dict[str, Any]]) -> bool:
    """Whether two of the drawn teams come from one place."""
    places = [entry["organisation"] for entry in entries if entry["organisation"]]
    return len(places) != len(set(places))


def replay_page(competition_id: int, draw_id: int) -> ReplayPage:
    """A recorded draw made once more; MissingError where the competition has none with this number."""
    draw = session().scalar(
        select(Draw)
        .join(Stage, Stage.id == Draw.stage_id)
        .join(Division, Division.id == Stage.division_id)
        .join(Competition, Competition.id == Division.competition_id)
        .where(Draw.id == draw_id, Competition.id == competition_id)
    )
    if draw is None:
        raise MissingError
    replay = replay_draw(draw_id)
    entries = draw.input["document"]["entries"] if draw.kind == "round" else draw.input["entries"]
    names = {entry["id"]: entry["name"] for entry in entries}
    homes = {entry["id"]: entry.get("organisation") or "" for entry in entries}
    order = tuple(names[key] for key in sorted(names, key=entry_number))
    groups, pairs = _replayed(replay, names, homes)
    return ReplayPage(draw, replay, groups, pairs, notes_of(draw), order)


def _replayed(
    replay: Replay, names: Mapping[str, str], homes: Mapping[str, str]
) -> tuple[tuple[PoolRow, ...], tuple[PairRow, ...]]:
    result = replay.result

    def group(key: str, title: str, members: Sequence[str]) -> PoolRow:
        return PoolRow(key, title, tuple(PoolEntry(name, names[name], homes[name], "") for name in members))

    if replay.kind == "pools":
        pools = result["pools"].items()
        return tuple(group(key, _("Pulje %(pool)s", pool=key), keys) for key, keys in pools), ()
    if replay.kind == "teams":
        teams = enumerate(result["teams"], 1)
        return tuple(group(str(n), _("Hold %(number)s", number=n), keys) for n, keys in teams), ()
    if replay.kind == "heats":
        return tuple(heat_row(number, heat, names) for number, heat in enumerate(result["heats"], 1)), ()
    if replay.kind == "order":
        meeting = first_pairs(result["order"])
        return (), tuple(PairRow(names[one], names[other]) for one, other in meeting)
    matches = result["matches"]
    return (), tuple(PairRow(label_of(m["home"], names), label_of(m["away"], names)) for m in matches)
