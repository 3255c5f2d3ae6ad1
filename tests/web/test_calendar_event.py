"""An event's page: what, when, where, and one button that changes with the state."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from core.audit import SYSTEM
from core.db import session
from core.revision import PageCache
from events.fields import Places, Texts
from events.ground import VenueFields, save_venue
from events.models import Event
from events.queries import get_event
from events.service import add_programme_item, put_up_notice, set_places, write_texts
from events.states import cancel_event, move_event, postpone_event
from tests import make_events


def read(client: FlaskClient, event: Event) -> str:
    client.application.extensions["page_cache"] = PageCache()
    answer = client.get(f"/staevner/{event.slug}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def yellow(page: str) -> set[str]:
    """The yellow buttons' texts and addresses."""
    return set(re.findall(r'class="button button--now" href="([^"]+)"', page))


def test_a_draft_and_an_unknown_event_are_not_found(client: FlaskClient) -> None:
    assert client.get(f"/staevner/{make_events.draft().slug}").status_code == 404
    assert client.get("/staevner/findes-ikke").status_code == 404


def test_the_page_says_what_when_where_and_for_whom(client: FlaskClient) -> None:
    make_events.year()
    venue = save_venue(
        None,
        VenueFields(
            "Gigantium", "Aalborg", latitude=57.0156, longitude=9.9702, way_da="Bus 4.", access_da="Ingen trin."
        ),
        by=SYSTEM,
    )
    event = make_events.published()
    move_event(event.id, make_events.spot(date(2026, 12, 12), venue_id=venue.id), by=SYSTEM)
    write_texts(
        event.id, Texts(summary_da="En god dag.", audience_da="Alle.", food_da="Suppe", fee_da="20 kr."), by=SYSTEM
    )
    add_programme_item(event.id, make_events.moment("2026-12-12 09:30"), "Kaffe", "Coffee", by=SYSTEM)
    put_up_notice(event.id, "Døren er åben.", "", by=SYSTEM)
    page = read(client, event)
    for text in (
        "En god dag.",
        "lørdag den 12. december kl. 10.00–16.00",
        "Gigantium, Aalborg",
        "openstreetmap.org/?mlat=57.01560",
        "Bus 4.",
        "Ingen trin.",
        "Alle.",
        "Suppe",
        "20 kr.",
        "Kaffe",
        "Døren er åben.",
        "Det er flyttet. Før var det lørdag den 5. december kl. 10.00 i Kolding Hallerne, Kolding.",
        "12 34 56 78",
    ):
        assert text in page


def test_without_a_price_it_is_free(client: FlaskClient) -> None:
    assert "Gratis" in read(client, make_events.published())


def test_the_button_follows_the_state(client: FlaskClient, at: Callable[[datetime], None]) -> None:
    event = make_events.published(
        opens_at=make_events.moment("2026-10-05 09:00"), closes_at=make_events.moment("2026-11-30 23:59")
    )
    page = read(client, event)
    assert "I kan melde til fra mandag den 5. oktober kl. 09.00" in page
    assert yellow(page) == set()
    at(make_events.moment("2026-10-06 10:00"))
    page = read(client, event)
    assert "Meld hold til" in page
    (address,) = yellow(page)
    assert event.slug in address
    at(make_events.moment("2026-12-01 10:00"))
    page = read(client, event)
    assert "Ring til os" in page
    assert yellow(page) == set()
    at(make_events.moment("2026-12-05 11:00"))
    page = read(client, event)
    assert "Følg kampene" in page
    assert len(yellow(page)) == 1
    at(make_events.moment("2026-12-06 11:00"))
    page = read(client, event)
    assert "Se resultater" in page


def test_a_full_event_offers_the_waiting_list(client: FlaskClient) -> None:
    event = make_events.published()
    set_places(event.id, Places(teams=2), by=SYSTEM)
    next(cap for cap in get_event(event.slug).caps if cap.kind == "teams").taken = 2
    session().commit()
    assert "Skriv jer på ventelisten" in read(client, event)


@pytest.mark.parametrize(("command", "word"), [(cancel_event, "Det er aflyst"), (postpone_event, "Det er udsat")])
def test_what_will_not_be_says_why_and_shows_a_way_on(
    client: FlaskClient, command: Callable[..., None], word: str
) -> None:
    event = make_events.published()
    command(event.id, "Hallen er lukket af vand.", "The hall is flooded.", by=SYSTEM)
    page = read(client, event)
    assert word in page
    assert "Hallen er lukket af vand." in page
    assert "Find et andet stævne" in page
    client.set_cookie("sprog", "en")
    assert "The hall is flooded." in read(client, event)


def test_an_entry_of_others_has_no_sign_up(client: FlaskClient) -> None:
    event = make_events.published(is_external=True, takes_sign_up=False)
    page = read(client, event)
    assert "Meld hold til" not in page
    assert "Gratis" not in page
    assert f"/staevner/{event.slug}.ics" in page


def test_who_has_the_page_gets_304(client: FlaskClient) -> None:
    event = make_events.published()
    tag = client.get(f"/staevner/{event.slug}").headers["ETag"]
    assert client.get(f"/staevner/{event.slug}", headers={"If-None-Match": tag}).status_code == 304


def test_what_the_office_wrote_is_text_and_never_markup(client: FlaskClient) -> None:
    event = make_events.published("<script>alert(1)</script>")
    assert "<script>alert" not in read(client, event)


def test_the_subscribe_page_has_a_way_for_every_phone(client: FlaskClient) -> None:
    make_events.published("Dart i Vejle", sport="dart")
    page = client.get("/kalender/abonner?sport=dart").get_data(as_text=True)
    for text in (
        "webcal://localhost/kalender.ics?sport=dart",
        "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Flocalhost%2Fkalender.ics%3Fsport%3Ddart",
        "https://outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Fkalender.ics%3Fsport%3Ddart",
        "http://localhost/kalender.ics?sport=dart",
        'class="qr"',
        "Kalenderen kan være op til et døgn bagud. Ring, hvis du er i tvivl.",
        "12 34 56 78",
        "Du får kun: Dart.",
    ):
        assert text in page


def test_a_subscription_to_nothing_is_not_found(client: FlaskClient) -> None:
    make_events.year()
    assert client.get("/kalender/abonner?sport=findes-ikke").status_code == 404
