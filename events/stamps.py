"""What an event's form was filled from, as short stamps: so that it is seen when somebody else has saved meanwhile."""

import hashlib
from collections.abc import Iterable, Mapping

from core.errors import RuleError
from events.models import Event

COLUMNS = frozenset(Event.__mapper__.columns.keys())
LENGTH = 8


def stamps_of(event: Event, names: Iterable[str]) -> dict[str, str]:
    """A stamp of each of these columns as it is now."""
    return {name: hashlib.sha256(str(getattr(event, name)).encode()).hexdigest()[:LENGTH] for name in names}


def write_stamps(stamps: Mapping[str, str]) -> str:
    """Stamps as a form carries them."""
    return " ".join(f"{name}:{stamp}" for name, stamp in stamps.items())


def read_stamps(text: str | None) -> dict[str, str]:
    """The stamps that a form brought back; none where it brought none."""
    pairs = (part.partition(":") for part in (text or "").split())
    return {name: stamp for name, _colon, stamp in pairs if name in COLUMNS}


def changed_since(event: Event, seen: Mapping[str, str]) -> list[str]:
    """The columns that are another now than when the form was filled."""
    now = stamps_of(event, seen)
    return [name for name, stamp in seen.items() if now[name] != stamp]


def refuse_unseen(event: Event, seen: Mapping[str, str], wanted: Mapping[str, object]) -> None:
    """RuleError("events.changed_meanwhile") where saving would take back what somebody else has saved.

    What both have written alike is no quarrel.
    """
    unseen = changed_since(event, seen)
    if any(name not in wanted or getattr(event, name) != wanted[name] for name in unseen):
        raise RuleError("events.changed_meanwhile")
