"""What people decide about an event, as commands take it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from events.rules import EventTimes


@dataclass(frozen=True, slots=True)
class Basics:
    """What an event is and how one signs up. Titles and notes are texts, ids are numbers of rows, times aware UTC."""

    season_id: int
    sport_id: int
    kind: str
    title_da: str
    title_en: str = ""
    series_id: int | None = None
    scope: str = "regional"
    is_external: bool = False
    takes_sign_up: bool = True
    has_waiting_list: bool = True
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    change_until: datetime | None = None
    cancel_until: datetime | None = None
    format_text: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class WhenWhere:
    """When and where. A timed event has starts_at and ends_at, the others dates; a venue's name wins over `place`."""

    timing: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    venue_id: int | None = None
    place: str = ""
    city: str = ""
    region_id: int | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """What the event page says, in both languages."""

    summary_da: str = ""
    summary_en: str = ""
    audience_da: str = ""
    audience_en: str = ""
    food_da: str = ""
    food_en: str = ""
    bring_da: str = ""
    bring_en: str = ""
    fee_da: str = ""
    fee_en: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class OptionFields:
    """A meal or a bed one can order; `key` names it for good."""

    kind: str
    key: str
    label_da: str
    label_en: str
    cap: int | None


@dataclass(frozen=True, slots=True)
class Places:
    """How many there is room for: teams and people in all, per row, and what can be ordered. None is no limit."""

    teams: int | None = None
    people: int | None = None
    rows: dict[str, int | None] = field(default_factory=dict)
    options: tuple[OptionFields, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesCounting:
    """What the rounds of a series give.

    `scoring` is "match_points" or "place_points": those of `place_points` for the places from the first on, and
    `started` for taking part. The `best` rounds of each count (None: all); `promoted` change rows after each round.
    """

    scoring: str = "match_points"
    place_points: tuple[int, ...] = ()
    started: int = 0
    best: int | None = None
    promoted: int = 0


def times_of(basics: Basics, spot: WhenWhere) -> EventTimes:
    """The times of both, as the rules judge them."""
    is_timed = spot.timing == "timed"
    return EventTimes(
        timing=spot.timing,
        starts_at=spot.starts_at if is_timed else None,
        ends_at=spot.ends_at if is_timed else None,
        starts_on=None if is_timed else spot.starts_on,
        ends_on=None if is_timed else spot.ends_on,
        opens_at=basics.opens_at,
        closes_at=basics.closes_at,
        change_until=basics.change_until,
        cancel_until=basics.cancel_until,
    )
