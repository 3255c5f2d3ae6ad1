"""The demo season's teams: two hundred invented member places and who of them comes to which event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from core import clock
from core.audit import SYSTEM, record
from core.db import session, transaction
from core.tokens import new_code, new_token
from events.models import Event, Region
from teams.demo_names import FIRST_NAMES, MUNICIPALITIES, PATTERNS, TEAM_NAMES, TODAY_TEAMS, WORDS
from teams.models import Leader, OptionLine, Organisation, Registration, SignUp, Team
from teams.passes import add_pass, code_hash
from teams.room import list_room, lock_event, recount, take_room
from teams.rules import Room
from teams.sign_up import TeamWish
from teams.wording import ARRIVALS

COUNTS = {"vaerested": 130, "boform": 35, "forening": 35}
MOST_PEOPLE_A_TEAM = 14
USUAL_PEOPLE = 7
WAITING_TEAMS = 4
COMES_BACK = 0.85


@dataclass(frozen=True, slots=True)
class DemoLeader:
    """How to be the leader of one of today's teams: what the card of that team holds."""

    event_slug: str
    team: str
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Regular:
    """A team that comes to the rounds of a series; by its number it is in the same row each time."""

    number: int
    place: Organisation
    name: str


def lay_demo_teams(season_id: int, today_event_id: int, chance: Random) -> DemoLeader:
    """Lay two hundred places and the registrations of a season's events; today's event has its fourteen teams.

    The same `chance` gives the same season; only tokens and codes are new each time. Events that are past are well
    attended, some that come are full with a waiting list, those whose sign-up has not opened have nobody. Returns the
    leader of a team at today's event.
    """
    with transaction():
        places = _lay_places(chance)
        leader = _lay_today(today_event_id, places, chance)
        events = (
            session()
            .scalars(
                select(Event)
                .where(Event.season_id == season_id, Event.id != today_event_id, Event.takes_sign_up)
                .order_by(Event.starts_on, Event.id)
            )
            .all()
        )
        regulars: dict[int, list[Regular]] = {}
        for event in events:
            _lay_event(event.id, places, chance, regulars)
        record("lay_demo_teams", f"season:{season_id}", by=SYSTEM, places=len(places), events=len(events) + 1)
    return leader


def _lay_places(chance: Random) -> list[Organisation]:
    regions = {region.slug: region for region in session().scalars(select(Region))}
    spots = [(regions.get(slug), name) for slug, names in MUNICIPALITIES.items() for name in names]
    places: list[Organisation] = []
    for kind, count in COUNTS.items():
        names = [pattern.format(word=word) for pattern in PATTERNS[kind] for word in WORDS][:count]
        for name in names:
            region, municipality = chance.choice(spots)
            places.append(
                Organisation(
                    name=name,
                    kind=kind,
                    municipality=municipality,
                    region_id=region.id if region else None,
                    contact_name=chance.choice(FIRST_NAMES),
                    contact_phone=_phone(chance),
                )
            )
    session().add_all(places)
    session().flush()
    return places


def _phone(chance: Random) -> str:
    """A number that nobody has: no Danish phone number begins with 12."""
    return f"12 34 {chance.randrange(100):02d} {chance.randrange(100):02d}"


def _lay_today(event_id: int, places: Sequence[Organisation], chance: Random) -> DemoLeader:
    by_name = {place.name: place for place in places}
    event, rooms = lock_event(event_id), list_room(event_id)
    signed_up_at = _signed_up_from(event)
    leader: DemoLeader | None = None
    for number, (name, place) in enumerate(TODAY_TEAMS):
        wish = _wish(name, number, event, rooms, chance)
        _register(event, by_name[place], wish, signed_up_at + timedelta(hours=7 * number), chance)
        leader = leader or DemoLeader(event.slug, name, wish.token, wish.code)
    recount(event)
    if leader is None:
        raise ValueError("today's event has no teams")
    return leader


def _lay_event(
    event_id: int, places: Sequence[Organisation], chance: Random, regulars: dict[int, list[Regular]]
) -> None:
    event, rooms = lock_event(event_id), list_room(event_id)
    count = _how_many(event, rooms, chance)
    signed_up_at = _signed_up_from(event)
    # Only the rounds of a series have regulars.
    known = regulars.setdefault(event.series_id, []) if event.series_id is not None else []
    for number, team in enumerate(_who_comes(known, places, count, chance)):
        wish = _wish(team.name, team.number, event, rooms, chance)
        at = min(signed_up_at + timedelta(hours=5 * number), clock.now())
        _register(event, team.place, wish, at, chance)
    recount(event)


def _who_comes(known: list[Regular], places: Sequence[Organisation], count: int, chance: Random) -> list[Regular]:
    """So many teams: most of those that are known come back, the rest are new and known from then on."""
    back = [team for team in known if chance.random() < COMES_BACK][:count]
    taken = {team.place.id for team in known}
    others = [place for place in places if place.id not in taken]
    new: list[Regular] = []
    for place in chance.sample(others, k=min(len(others), count - len(back))):
        name = chance.choice(TEAM_NAMES).format(word=place.name.split()[-1])
        new.append(Regular(len(known) + len(new), place, name))
    known += new
    return [*back, *new]


def _how_many(event: Event, rooms: Sequence[Room], chance: Random) -> int:
    """How many teams an event gets: few long before, nearly all afterwards, and some come more than fit."""
    if event.state not in ("published", "finished") or (event.opens_at is not None and event.opens_at > clock.now()):
        return 0
    most = next((room.cap for room in rooms if room.kind == "teams" and room.cap is not None), 12)
    if event.state == "finished":
        return max(1, round(most * chance.uniform(0.8, 1.0)))
    if event.has_waiting_list and chance.random() < 0.25:
        return most + chance.randint(1, WAITING_TEAMS)
    weeks = max(0, (event.starts_on - clock.today()).days // 7)
    return round(most * chance.uniform(0.35, 0.9) / (1 + weeks / 20))


def _signed_up_from(event: Event) -> datetime:
    """When the first team signed up: when sign-up opened, else a few weeks before."""
    return event.opens_at or min(clock.now(), _first_moment(event)) - timedelta(days=40)


def _first_moment(event: Event) -> datetime:
    start: date = event.starts_on
    return event.starts_at or datetime(start.year, start.month, start.day, tzinfo=clock.COPENHAGEN)


def _wish(name: str, number: int, event: Event, rooms: Sequence[Room], chance: Random) -> TeamWish:
    people = _people(event, rooms, chance)
    teams = next((room.cap for room in rooms if room.kind == "teams" and room.cap), None)
    options = {}
    for room in rooms:
        if room.kind in ("meal", "bed"):
            share = people if room.cap is None or teams is None else max(1, room.cap // teams)
            wanted = (
                people - chance.choice((0, 0, 0, 1)) if room.kind == "meal" else chance.choice((people, people // 2))
            )
            options[room.cap_id] = max(0, min(wanted, share))
    row = event.rows[number % len(event.rows)] if event.rows else ""
    arrival = chance.choice((*ARRIVALS, ARRIVALS[0], ARRIVALS[0]))
    return TeamWish(name, people, new_token(), new_code(), row=row, arrival=arrival, options=options)


def _people(event: Event, rooms: Sequence[Room], chance: Random) -> int:
    """Around the number of people a place was planned for, told by the meals there are."""
    teams = next((room.cap for room in rooms if room.kind == "teams" and room.cap), None)
    meals = next((room.cap for room in rooms if room.kind == "meal" and room.cap), None)
    usual = round((meals - 15) / teams) if teams and meals else USUAL_PEOPLE if event.kind == "camp" else 1
    return min(MOST_PEOPLE_A_TEAM, max(1, usual + (chance.choice((-1, 0, 0, 1)) if usual > 2 else 0)))


def _register(event: Event, place: Organisation, wish: TeamWish, at: datetime, chance: Random) -> None:
    """One registration as sign_up would have made it at that time, without its mail."""
    rooms = list_room(event.id)
    fits = take_room(rooms, wish.wish)
    if not fits and not event.has_waiting_list:
        return
    leader = Leader(
        organisation_id=place.id, name=chance.choice(FIRST_NAMES), phone=_phone(chance), email="", created_at=at
    )
    team = _team(place.id, wish.name)
    session().add(leader)
    session().flush()
    sending = SignUp(
        event_id=event.id, organisation_id=place.id, leader_id=leader.id, client_id=new_token(), created_at=at
    )
    session().add(sending)
    session().flush()
    last = (
        session()
        .scalars(
            select(Registration.queue_number)
            .where(Registration.event_id == event.id)
            .order_by(Registration.queue_number.desc())
            .limit(1)
        )
        .first()
    )
    registration = Registration(
        event_id=event.id,
        sign_up_id=sending.id,
        organisation_id=place.id,
        leader_id=leader.id,
        team_id=team.id,
        name=wish.name,
        state="confirmed" if fits else "waiting",
        queue_number=(last or 0) + 1,
        headcount=wish.headcount,
        row_wish=wish.row,
        arrival=wish.arrival,
        code_hash=code_hash(wish.code),
        created_at=at,
        confirmed_at=at if fits else None,
        options=[OptionLine(cap_id=cap, quantity=amount) for cap, amount in wish.options.items() if amount],
    )
    session().add(registration)
    session().flush()
    add_pass(registration.id, wish.token)


def _team(organisation_id: int, name: str) -> Team:
    found = session().scalar(select(Team).where(Team.organisation_id == organisation_id, Team.name == name))
    if found is None:
        found = Team(organisation_id=organisation_id, name=name)
        session().add(found)
        session().flush()
    return found
