"""When a team may sign up, change, cancel and move up, and who fits: one rule, one wording for page and command."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from core.errors import Problem
from events.rules import EventFacts, sign_up_problems, status_of

MOST_TEAMS = 12
MOST_PEOPLE = 99
NOTHING_CAN_BE_DONE = frozenset({"draft", "announced", "cancelled", "postponed", "finished"})
LIVE = ("asked", "confirmed", "waiting", "offered")


@dataclass(frozen=True, slots=True)
class Room:
    """One cap: how many there is room for (None for no limit) and how much of it is taken."""

    cap_id: int
    kind: str
    key: str
    cap: int | None
    taken: int
    label_da: str = ""
    label_en: str = ""

    @property
    def left(self) -> int | None:
        """How many more it holds, None where there is no limit."""
        return None if self.cap is None else max(0, self.cap - self.taken)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one team takes up: its people, its row and what it orders, as (number of a cap, quantity)."""

    headcount: int
    row: str = ""
    options: tuple[tuple[int, int], ...] = ()


def registration_problems(facts: EventFacts, now: datetime, *, is_office: bool = False) -> list[Problem]:
    """Why no team can be signed up now; empty where it can: the same sentences as on the event's page.

    The office is not bound by dates, a closed list or an event that has begun.
    """
    if is_office and status_of(facts, now).name not in NOTHING_CAN_BE_DONE:
        return []
    return sign_up_problems(facts, now)


def change_problems(facts: EventFacts, until: datetime | None, now: datetime) -> list[Problem]:
    """Why a leader cannot change a team now; `until` is what the office set, else sign-up's last moment counts."""
    if status_of(facts, now).name in NOTHING_CAN_BE_DONE:
        return sign_up_problems(facts, now)
    if now >= (until or facts.closes_at or facts.begins_at):
        return [Problem("teams.change_is_too_late")]
    return []


def withdrawal_problems(facts: EventFacts, until: datetime | None, now: datetime) -> list[Problem]:
    """Why a leader cannot cancel a team on the page now; `until` is what the office set, else the event's beginning."""
    if status_of(facts, now).name == "finished":
        return sign_up_problems(facts, now)
    if now >= (until or facts.begins_at):
        return [Problem("teams.withdrawal_is_too_late")]
    return []


def promotion_problems(facts: EventFacts, now: datetime) -> list[Problem]:
    """Why nobody moves up from the waiting list by itself now: never after sign-up closes or the event begins."""
    status = status_of(facts, now).name
    if status in NOTHING_CAN_BE_DONE:
        return sign_up_problems(facts, now)
    if now >= facts.begins_at and status == "running":
        return [Problem("teams.no_promotion_event_has_begun")]
    if status == "closed":
        return [Problem("teams.no_promotion_sign_up_is_closed")]
    return []


def wish_problems(wish: Wish, rooms: Sequence[Room], rows: Sequence[str]) -> list[tuple[str, Problem]]:
    """What is wrong with one team's answers, each with the field it belongs to ("headcount", "row", "option_12")."""
    found: list[tuple[str, Problem]] = []
    if not 1 <= wish.headcount <= MOST_PEOPLE:
        found.append(("headcount", Problem("teams.headcount_out_of_range", {"most": MOST_PEOPLE})))
    if rows and wish.row not in rows:
        found.append(("row", Problem("teams.row_is_missing")))
    known = {room.cap_id for room in rooms if room.kind in ("meal", "bed")}
    for cap_id, quantity in wish.options:
        field = f"option_{cap_id}"
        if cap_id not in known or quantity < 0:
            found.append((field, Problem("teams.option_unknown")))
        elif quantity > wish.headcount:
            facts = {"people": wish.headcount, "quantity": quantity}
            found.append((field, Problem("teams.more_than_people", facts)))
    return found


def needs(rooms: Iterable[Room], wish: Wish) -> dict[int, int]:
    """How much of each cap a team takes, by the cap's number, in the order of the numbers; nothing where it is none."""
    ordered = dict(wish.options)
    amounts = {"teams": 1, "people": wish.headcount}
    found: dict[int, int] = {}
    for room in sorted(rooms, key=lambda room: room.cap_id):
        if room.kind == "row":
            amount = 1 if room.key == wish.row else 0
        else:
            amount = amounts.get(room.kind, ordered.get(room.cap_id, 0))
        if amount:
            found[room.cap_id] = amount
    return found


def find_shortage(rooms: Sequence[Room], wish: Wish) -> Room | None:
    """The first cap that a team does not fit into, None where it fits."""
    taken = needs(rooms, wish)
    for room in rooms:
        if room.left is not None and taken.get(room.cap_id, 0) > room.left:
            return room
    return None


def place(rooms: Sequence[Room], wishes: Iterable[Wish]) -> list[Room | None]:
    """For each team in order what it lacks, None where it fits: a team that fits takes its room before the next.

    A large team that does not fit takes nothing, so it never stands in the way of a smaller one (decision 11).
    """
    now = list(rooms)
    found: list[Room | None] = []
    for wish in wishes:
        lacks = find_shortage(now, wish)
        if lacks is None:
            taken = needs(now, wish)
            now = [replace(room, taken=room.taken + taken.get(room.cap_id, 0)) for room in now]
        found.append(lacks)
    return found


GateReason = Literal[
    "ukendt",
    "tilbagekaldt",
    "aflyst",
    "afbud",
    "venteliste",
    "ikke_godkendt",
    "forkert_arrangement",
    "forkert_dag",
    "allerede_inde",
    "ikke_inde",
    "tvetydig",
    "lukket",
]


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What is known of a shown card: at this event, today, and of its team (state None where nobody knows the card)."""

    event_state: str
    is_event_day: bool
    matches: int
    is_this_event: bool
    is_revoked: bool
    state: str | None
    is_inside: bool


def gate_refusal(facts: GateFacts) -> GateReason | None:
    """Why a card does not open the door, None where the team walks in; one list for every gate."""
    if facts.event_state == "cancelled":
        return "aflyst"
    if facts.event_state == "finished":
        return "lukket"
    if facts.matches > 1:
        return "tvetydig"
    if facts.state is None:
        return "ukendt"
    if not facts.is_this_event:
        return "forkert_arrangement"
    if facts.is_revoked:
        return "tilbagekaldt"
    if not facts.is_event_day:
        return "forkert_dag"
    by_state: dict[str, GateReason] = {
        "withdrawn": "afbud",
        "waiting": "venteliste",
        "offered": "venteliste",
        "asked": "ikke_godkendt",
        "declined": "ikke_godkendt",
    }
    return by_state.get(facts.state) or ("allerede_inde" if facts.is_inside else None)
