"""A competition of any format on its day: on some courts, with a published timetable, played as far as a test asks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update

from core import clock
from core.audit import SYSTEM
from core.db import session, transaction
from core.revision import raise_revision
from events.models import Event, Sport
from teams.sign_up import sign_up
from tests import make, make_teams
from tests.engine.competitions import play_on, with_matches, with_results
from tests.make_day import paired
from tournament.engine.generate import draw_matches
from tournament.engine.presets import PRESETS
from tournament.engine.qualifying import playoff_slots
from tournament.engine.recompute import recompute
from tournament.engine.selectors import Bye, EntrySide
from tournament.engine.values import Competition, Entry, Pool, Result, Rules
from tournament.engine.values import Stage as StageValue
from tournament.file_write import write_tournament
from tournament.models import Division, Stage
from tournament.models import Entry as EntryRow
from tournament.planning_publish import publish_timetable
from tournament.results import Recorded, record_result
from tournament.scoring import result_in_sets
from tournament.store_cache import get_view
from tournament.store_file import import_competition
from tournament.store_view import CompetitionView, MatchView

NAMES = (
    *("Støberiet", "Solsikken", "Kajens Kometer", "Nordlyset", "Lygten", "Stalden IF", "Broens Bulldogs", "Bålet BK"),
    *("Havnens Helte", "Fyrtårnet", "Mariehjemmet", "Grønærten", "Kollegiet", "Varmestuen", "Perronen", "Gaderummet"),
)
EVERY = timedelta(minutes=15)
COURTS = 4


@dataclass(frozen=True)
class Laid:
    """The event of a laid competition."""

    event_id: int
    slug: str

    @property
    def view(self) -> CompetitionView:
        """The computed competition as it is now."""
        return get_view(self.event_id)

    @property
    def event(self) -> Event:
        """The event's row."""
        return session().get_one(Event, self.event_id)

    def numbered(self, number: int) -> MatchView:
        """A match by its printed number."""
        return self.view.get_numbered(number)


def people(count: int) -> tuple[Entry, ...]:
    """People of some places, by number."""
    places = NAMES[: max(1, count // 3)]
    return tuple(
        Entry(f"t{n + 1}", f"{places[n % len(places)]} {n // len(places) + 1}", places[n % len(places)])
        for n in range(count)
    )


def teams(count: int) -> tuple[Entry, ...]:
    """Teams with names, then with numbers."""
    names = [*NAMES, *(f"Hold {n}" for n in range(len(NAMES) + 1, count + 1))]
    return tuple(Entry(f"t{n + 1}", names[n], names[n]) for n in range(count))


def in_a_line(code: str, entries: Sequence[Entry], rules: Rules | None = None, **options: Any) -> Competition:
    """One stage of a format with everybody in it, its matches made (of rounds: the first)."""
    stage = StageValue("alle", code, entries=tuple(entry.id for entry in entries), options=options)
    competition = Competition(tuple(entries), (stage,), (), rules or Rules())
    return draw_matches(competition, "alle", Random(1))[0]


def monrad(count: int = 9, rounds: int = 5, played: int = 2) -> Competition:
    """A Monrad with so many rounds played and the next one drawn; an odd count has somebody sit out."""
    competition = in_a_line("swiss", teams(count), PRESETS["monrad"], rounds=rounds)
    for _round in range(played):
        competition = play_on(competition, Random(2))
        competition = draw_matches(competition, "alle", Random(3))[0]
    return competition


def in_pools(code: str, pools: int, size: int, per_pool: int = 0, rules: Rules | None = None) -> Competition:
    """Pools of a format, and with `per_pool` the play-offs A, B and on that so many ranks of each go to."""
    everybody = teams(pools * size)
    groups = tuple(
        Pool("ABCDEFGH"[n], tuple(EntrySide(entry.id) for entry in everybody[n::pools])) for n in range(pools)
    )
    feeding = StageValue("puljer", code, pools=groups)
    slots = playoff_slots(feeding, per_pool) if per_pool else ()
    finals = tuple(
        StageValue("ABCD"[n], "knockout", slots=own, options={"bronze": n == 0}) for n, own in enumerate(slots)
    )
    competition = Competition(everybody, (feeding, *finals), (), rules or Rules())
    return with_matches(competition, *(stage.id for stage in competition.stages))


def played(competition: Competition, times: int) -> Competition:
    """The competition with every match that can be played, played so many times over."""
    for _time in range(times):
        competition = play_on(competition, Random(4))
    return competition


def played_in_order(competition: Competition) -> Competition:
    """The competition with what can be played won by who stands earlier in the list, by more the further apart."""
    places = {entry.id: place for place, entry in enumerate(competition.entries)}
    results: dict[str, Result | None] = {}
    for match in recompute(competition).matches:
        if match.is_playable and match.home in places and match.away in places:
            apart = places[match.away or ""] - places[match.home or ""]
            results[match.id] = Result(home=max(apart, 0), away=max(-apart, 0))
    return with_results(competition, results)


def level(goals: int) -> Result:
    """A match that ended level."""
    return Result(home=goals, away=goals)


def document_of(competition: Competition, sport: str, start: str) -> dict[str, Any]:
    """The competition as a file with a simple timetable: match by match over the courts."""
    order = [stage.id for stage in competition.stages]
    planned = sorted(
        (match for match in competition.matches if Bye() not in (match.home, match.away)),
        key=lambda match: (order.index(match.stage), match.round, match.number or 0),
    )
    slots, at, last, free = [], clock.now(), ("", 0), 0
    for match in planned:
        if free and (free == COURTS or (match.stage, match.round) != last):
            at, free = at + EVERY, 0
        last = match.stage, match.round
        slots.append({"match": match.id, "court": f"c{free + 1}", "start": f"{clock.local(at):%Y-%m-%dT%H:%M}"})
        free += 1
    courts = [{"id": f"c{n}", "name": f"Bane {n}", "windows": [["06:00", "23:59"]]} for n in range(1, COURTS + 1)]
    day = {"start": start, "grid_minutes": 5, "courts": courts, "durations": {}}
    document: dict[str, Any] = json.loads(json.dumps(write_tournament(competition)))
    return {**document, "sport": sport, "name": "Efterårsstævne", "day": day, "timetable": slots}


def lay(
    competition: Competition, *, rules: dict[str, Any] | None = None, event: Event | None = None, **sport: Any
) -> Laid:
    """Take a competition in, on an event of today with its timetable published; `rules` are added to its rows'.

    Further arguments are those of the sport, such as result_kind="sets".
    """
    event = event or event_today(**sport)
    slug = session().get_one(Sport, event.sport_id).slug
    document = document_of(competition, slug, f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}")
    import_competition(document, by=SYSTEM, event_id=event.id)
    view = get_view(event.id)
    with transaction() as db:
        for division in db.scalars(select(Division).where(Division.competition_id == view.id)):
            division.rules = {**division.rules, **(rules or {})}
        for stage in db.scalars(select(Stage).join(Division).where(Division.competition_id == view.id)):
            stage.options = {name: value for name, value in stage.options.items() if name != "rules"}
        raise_revision(event.revision_subject)
    publish_timetable(event.id, number=1, despite=True, by=SYSTEM)
    return Laid(event.id, event.slug)


def event_today(**sport: Any) -> Event:
    """An event that begins now, in indoor football or in a sport of one's own."""
    kind = sport.pop("slug", sport.get("result_kind", "indendoers-fodbold"))
    row = make.sport(kind, **sport)
    now = clock.now()
    return make.event("Efterårsstævne", starts_at=now, ends_at=now + timedelta(hours=12), sport_id=row.id, rows=[])


def lay_with_team(
    competition: Competition, *entries: int, rules: dict[str, Any] | None = None, **sport: Any
) -> tuple[Laid, str]:
    """A laid competition in which a registration plays as some of the entries (0 is the first); gives its pass too."""
    with clock.frozen(clock.now() - timedelta(days=20)):
        now = clock.now() + timedelta(days=20)
        row = make.sport(sport.pop("slug", sport.get("result_kind", "indendoers-fodbold")), **sport)
        event = make.event("Efterårsstævne", starts_at=now, ends_at=now + timedelta(hours=12), sport_id=row.id, rows=[])
        wish = make_teams.team_wish(competition.entries[entries[0]].name, row="")
        signed = sign_up(make_teams.sign_up_wish(event, wish), by=SYSTEM)
    laid = lay(competition, rules=rules, event=event)
    keys = [key for division in laid.view.divisions for key in division.entries]
    with transaction():
        give_to(signed[0].registration_id, *(int(keys[entry][1:]) for entry in entries))
        raise_revision(event.revision_subject)
    return laid, wish.token


def enter(laid: Laid, number: int, home: int = 0, away: int = 0, sets: tuple[tuple[int, int], ...] = ()) -> Recorded:
    """Store a result by the system."""
    entered = result_in_sets(sets) if sets else Result(home=home, away=away)
    return record_result(laid.numbered(number).id, entered, by=SYSTEM)


def tablet(client: FlaskClient, laid: Laid) -> None:
    """Pair a client as a referee of all courts."""
    paired(client, "referee", f"event:{laid.event_id}")


def give_to(registration_id: int, *entry_ids: int) -> None:
    """Let a registration play as some entries: as a team where it is one, else as people who came with it."""
    with transaction() as db:
        if len(entry_ids) == 1:
            db.execute(update(EntryRow).where(EntryRow.id == entry_ids[0]).values(registration_id=registration_id))
            return
        for number, entry_id in enumerate(entry_ids, start=1):
            person = {"came_with_id": registration_id, "number": number, "is_person": True}
            db.execute(update(EntryRow).where(EntryRow.id == entry_id).values(**person))
