"""The office's list of events: its filter and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core import clock
from events.cards import sport_name
from events.facts import status_now
from events.folding import found_in
from events.models import Event, Season
from events.queries import found_of, list_office_events, list_seasons
from events.rules import Status
from events.states import place_line
from events.wording import Tag, tag_of

STATES = ("kommer", "kladde", "aaben", "i-gang", "forbi", "aflyst", "alle")
IN_STATE: dict[str, frozenset[str]] = {
    "kladde": frozenset({"draft"}),
    "aaben": frozenset({"open", "few", "waiting", "full"}),
    "i-gang": frozenset({"running"}),
    "forbi": frozenset({"finished"}),
    "aflyst": frozenset({"cancelled", "postponed"}),
}


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the office wants to see: a season's slug ("alle" for all), one of STATES, a sport's slug, words."""

    season: str = ""
    state: str = "kommer"
    sport: str = ""
    text: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], current: Season | None) -> "ListFilter":
        """The filter of an address; without a season it is the present one."""
        return cls(
            season=query.get("saeson") or (current.slug if current else "alle"),
            state=query["tilstand"] if query.get("tilstand") in STATES else "kommer",
            sport=query.get("sport", ""),
            text=" ".join(query.get("tekst", "").split())[:80],
        )

    def query(self, **changes: str) -> dict[str, str]:
        """The filter as the values of an address, with some changed."""
        found = {"saeson": self.season, "tilstand": self.state, "sport": self.sport, "tekst": self.text} | changes
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class ListRow:
    """An event in the office's list; `cap` is how many teams there is room for, None without a limit."""

    slug: str
    title: str
    where: str
    starts_on: date
    icon: str
    tag: Tag
    status: Status
    team_count: int
    cap: int | None
    waiting_count: int
    people_count: int
    closes_on: date | None
    takes_sign_up: bool


def list_rows(wanted: ListFilter) -> list[ListRow]:
    """The events that the office wants to see, by date."""
    season = next((season for season in list_seasons() if season.slug == wanted.season), None)
    rows = [
        row_of(event)
        for event in list_office_events(season.id if season else None)
        if found_in(wanted.text, found_of(event).words) and wanted.sport in ("", event.sport.slug)
    ]
    return [row for row in rows if _is_in(wanted.state, row.status.name)]


def _is_in(state: str, status: str) -> bool:
    if state == "kommer":
        return status not in ("finished", "cancelled")
    return state == "alle" or status in IN_STATE[state]


def row_of(event: Event) -> ListRow:
    """An event, loaded as for a card, as a row of the list."""
    status = status_now(event)
    teams = next((cap for cap in event.caps if cap.kind == "teams"), None)
    return ListRow(
        slug=event.slug,
        title=event.title_da,
        where=" · ".join(part for part in (sport_name(event), place_line(event)) if part),
        starts_on=event.starts_on,
        icon=event.sport.icon,
        tag=tag_of(event, status),
        status=status,
        team_count=event.team_count,
        cap=teams.cap if teams else None,
        waiting_count=event.waiting_count,
        people_count=event.people_count,
        closes_on=clock.local(event.closes_at).date() if event.closes_at else None,
        takes_sign_up=event.takes_sign_up,
    )
