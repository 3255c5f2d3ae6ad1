"""The calendar as visitors see it: months, filters in the address, what is past folded away, one tag for all."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from core.audit import SYSTEM
from core.revision import PageCache
from events.fields import Places
from events.service import set_places
from events.states import cancel_event, close_sign_up
from tests import make_events

PAGE = "/kalender"


def read(client: FlaskClient, address: str = PAGE) -> str:
    client.application.extensions["page_cache"] = PageCache()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def titles(page: str) -> list[str]:
    return re.findall(r'class="event__name"><a href="[^"]+">([^<]+)</a>', page)


def test_an_empty_calendar_says_so_and_shows_a_way_on(client: FlaskClient) -> None:
    make_events.year()
    page = read(client)
    assert "Her er ikke noget" in page
    assert titles(page) == []


def test_events_stand_by_month_in_order(client: FlaskClient) -> None:
    make_events.published("Andet", date(2026, 12, 12))
    make_events.published("Første", date(2026, 12, 5))
    make_events.published("Tredje", date(2027, 1, 9))
    page = read(client)
    assert titles(page) == ["Første", "Andet", "Tredje"]
    assert page.index("December 2026") < page.index("Januar 2027")


def test_drafts_are_not_there(client: FlaskClient) -> None:
    make_events.draft("Kun en kladde")
    assert "Kun en kladde" not in read(client)


def test_what_is_past_is_folded_away_but_there(client: FlaskClient, at: Callable[[datetime], None]) -> None:
    make_events.published("Forbi i oktober", date(2026, 10, 10))
    make_events.published("Forbi i november", date(2026, 11, 7))
    make_events.published("Kommer", date(2026, 11, 28))
    at(make_events.moment("2026-11-20 10:00"))
    page = read(client)
    folded = page[page.index('<details class="past') : page.index('id="m-2026-11"')]
    assert titles(folded) == ["Forbi i oktober"]
    assert "Vis 1, der er forbi" in page
    assert titles(page)[-1] == "Kommer"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sport=petanque", ["Petanque i Ålborg"]),
        ("sport=petanque&sport=dart", ["Petanque i Ålborg", "Dart i Vejle"]),
        ("kind=course", []),
        ("month=2026-12", ["Dart i Vejle"]),
        ("text=aalborg", ["Petanque i Ålborg"]),
        ("text=alborg", ["Petanque i Ålborg"]),
        ("region=syddanmark&text=DART", ["Dart i Vejle"]),
        ("sport=findes-ikke", []),
    ],
)
def test_a_filter_is_an_address_one_can_share(client: FlaskClient, query: str, expected: list[str]) -> None:
    make_events.published("Petanque i Ålborg", date(2026, 11, 7), sport="petanque")
    make_events.published("Dart i Vejle", date(2026, 12, 5), sport="dart")
    assert titles(read(client, f"{PAGE}?{query}")) == expected


def test_what_is_chosen_is_ticked_and_goes_along_to_the_subscription(client: FlaskClient) -> None:
    make_events.published("Dart i Vejle", sport="dart")
    page = read(client, f"{PAGE}?sport=dart&text=vejle")
    assert re.search(r'name="sport" value="dart"\s+checked', page)
    assert 'name="text" value="vejle"' in page
    assert "/kalender/abonner?sport=dart&amp;text=vejle" in page


def test_the_state_stands_on_the_card_with_its_last_day(client: FlaskClient) -> None:
    event = make_events.published(closes_at=make_events.moment("2026-11-30 23:59"))
    page = read(client)
    assert "Åben" in page
    assert "Meld til senest 30. nov." in page
    set_places(event.id, Places(teams=2), by=SYSTEM)
    assert "2 pladser" in read(client)
    close_sign_up(event.id, by=SYSTEM)
    assert "Lukket" in read(client)
    cancel_event(event.id, "Hallen er lukket af vand.", "", by=SYSTEM)
    page = read(client)
    assert "Aflyst" in page
    assert "Hallen er lukket af vand." in page
    assert "event--cancelled" in page


def test_the_page_changes_by_the_clock_alone(client: FlaskClient, at: Callable[[datetime], None]) -> None:
    make_events.published(closes_at=make_events.moment("2026-11-30 12:00"))
    assert "Åben" in client.get(PAGE).get_data(as_text=True)
    at(make_events.moment("2026-11-30 12:00"))
    assert "Lukket" in client.get(PAGE).get_data(as_text=True)


def test_who_has_the_page_gets_304_until_something_changes(client: FlaskClient) -> None:
    event = make_events.published()
    tag = client.get(PAGE).headers["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304
    cancel_event(event.id, "Hallen er lukket.", "", by=SYSTEM)
    client.application.extensions["page_cache"] = PageCache()
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 200


def test_english_visitors_get_english(client: FlaskClient) -> None:
    make_events.published(title_en="Indoor football in Kolding")
    client.set_cookie("sprog", "en")
    page = read(client)
    assert "Indoor football in Kolding" in page
    assert "Calendar" in page


def test_an_older_season_has_its_own_address(client: FlaskClient, at: Callable[[datetime], None]) -> None:
    event = make_events.published("I fjor", date(2026, 11, 7))
    at(make_events.moment("2029-10-02 10:00"))
    page = read(client, f"{PAGE}?saeson=2026-27")
    assert titles(page) == [event.title_da]


def test_today_is_marked_in_the_list_and_in_the_week(client: FlaskClient, at: Callable[[datetime], None]) -> None:
    make_events.published("I dag", date(2026, 12, 5))
    at(make_events.moment("2026-12-05 11:00"))
    page = read(client)
    assert "event--today" in page
    assert "I gang" in page
    assert re.search(r'week__day--today">lør\.', page)
