"""What becomes of an event: made, published, moved, cancelled; and what the calendar entry counts of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import SYSTEM, AuditRow
from core.db import session
from core.errors import MissingError, RuleError
from core.revision import get_standing
from events.fields import OptionFields, Places, Texts
from events.models import Event
from events.naming import new_uid
from events.queries import get_event, get_public_event
from events.service import (
    add_programme_item,
    basics_of,
    create_event,
    edit_event,
    put_up_notice,
    remove_programme_item,
    set_places,
    take_down_notice,
    write_texts,
)
from events.states import (
    cancel_event,
    close_sign_up,
    finish_event,
    move_event,
    open_sign_up,
    postpone_event,
    publish_event,
    reopen_event,
)
from tests import make_events

pytestmark = pytest.mark.usefixtures("app")
DAY, LATER = date(2026, 12, 5), date(2026, 12, 12)


def again(event: Event) -> Event:
    return get_event(event.slug)


def calendar_number() -> int:
    return get_standing("calendar").number


def code(error: pytest.ExceptionInfo[RuleError]) -> tuple[str, str | None]:
    return error.value.code, error.value.field


def test_a_new_event_is_a_draft_that_nobody_else_sees() -> None:
    event = make_events.draft()
    assert (event.state, event.sequence, event.slug) == ("draft", 0, "indestaevne-i-kolding-2026")
    with pytest.raises(MissingError):
        get_public_event(event.slug)


def test_the_same_form_sent_twice_makes_one_event() -> None:
    uid = new_uid()
    first = create_event(make_events.basics(), make_events.spot(DAY), by=SYSTEM, uid=uid)
    second = create_event(make_events.basics(), make_events.spot(DAY), by=SYSTEM, uid=uid)
    assert first.id == second.id
    assert session().scalar(select(func.count(Event.id))) == 1


def test_two_events_of_one_name_get_two_addresses() -> None:
    make_events.draft()
    assert make_events.draft().slug == "indestaevne-i-kolding-2026-2"


def test_a_draft_can_change_everything_without_counting() -> None:
    event = make_events.draft()
    before = calendar_number()
    edit_event(event.id, make_events.basics("Nyt navn"), make_events.spot(LATER), by=SYSTEM)
    found = again(event)
    assert (found.title_da, found.starts_on, found.sequence, found.slug) == ("Nyt navn", LATER, 0, event.slug)
    assert calendar_number() == before


def test_create_move_rename_cancel_counts_0_1_1_2_under_one_uid(at: Callable[[datetime], None]) -> None:
    event = make_events.published()
    seen = [(event.uid, event.sequence, event.calendar_changed_at)]
    for hour, change in enumerate(
        (
            lambda: move_event(event.id, make_events.spot(LATER), by=SYSTEM),
            lambda: edit_event(event.id, make_events.basics("Julestævne i Kolding"), None, by=SYSTEM),
            lambda: cancel_event(event.id, "Hallen er lukket.", "", by=SYSTEM),
        ),
        11,
    ):
        at(make_events.moment(f"2026-10-01 {hour}:00"))
        change()
        found = again(event)
        seen.append((found.uid, found.sequence, found.calendar_changed_at))
    assert [sequence for _uid, sequence, _at in seen] == [0, 1, 1, 2]
    assert len({uid for uid, _sequence, _at in seen}) == 1
    stamps = [changed_at for _uid, _sequence, changed_at in seen]
    assert stamps == sorted(set(stamps))


def test_what_the_entry_does_not_show_leaves_its_stamp(at: Callable[[datetime], None]) -> None:
    event = make_events.published()
    at(make_events.moment("2026-10-02 10:00"))
    write_texts(event.id, Texts(food_da="Suppe"), by=SYSTEM)
    set_places(event.id, Places(teams=12), by=SYSTEM)
    close_sign_up(event.id, by=SYSTEM)
    found = again(event)
    assert (found.sequence, found.calendar_changed_at) == (0, event.calendar_changed_at)


def test_food_is_news_to_the_page_but_not_to_the_calendar() -> None:
    event = make_events.published()
    calendar, page = calendar_number(), get_standing(event.revision_subject).number
    write_texts(event.id, Texts(food_da="Suppe"), by=SYSTEM)
    assert calendar_number() == calendar
    assert get_standing(event.revision_subject).number == page + 1


def test_places_and_state_are_news_to_the_calendar() -> None:
    event = make_events.published()
    for change in (
        lambda: set_places(event.id, Places(teams=12), by=SYSTEM),
        lambda: close_sign_up(event.id, by=SYSTEM),
        lambda: postpone_event(event.id, "Vi finder en ny dag.", "", by=SYSTEM),
    ):
        before = calendar_number()
        change()
        assert calendar_number() == before + 1


def test_a_moved_event_keeps_what_it_was_the_first_time() -> None:
    event = make_events.published()
    move_event(event.id, make_events.spot(LATER, place="Gigantium", city="Aalborg"), by=SYSTEM)
    move_event(event.id, make_events.spot(date(2026, 12, 19), place="Gigantium", city="Aalborg"), by=SYSTEM)
    found = again(event)
    assert found.moved_from_at == make_events.moment("2026-12-05 10:00")
    assert found.moved_from == "Kolding Hallerne, Kolding"
    assert (found.starts_on, found.sequence) == (date(2026, 12, 19), 2)


def test_moving_forward_pulls_the_deadlines_to_the_new_start() -> None:
    event = make_events.published(closes_at=make_events.moment("2026-12-01 23:59"))
    move_event(event.id, make_events.spot(date(2026, 11, 28)), by=SYSTEM)
    assert again(event).closes_at == make_events.moment("2026-11-28 10:00")


def test_a_published_event_is_moved_not_edited() -> None:
    event = make_events.published()
    with pytest.raises(RuleError) as error:
        edit_event(event.id, make_events.basics(), make_events.spot(LATER), by=SYSTEM)
    assert code(error) == ("events.move_instead", "starts_at")


def test_a_draft_is_edited_not_moved() -> None:
    with pytest.raises(RuleError) as error:
        move_event(make_events.draft().id, make_events.spot(LATER), by=SYSTEM)
    assert code(error) == ("events.not_movable", None)


def test_a_postponed_event_comes_back_with_its_new_date() -> None:
    event = make_events.published()
    postpone_event(event.id, "Vi finder en ny dag.", "", by=SYSTEM)
    move_event(event.id, make_events.spot(LATER), by=SYSTEM)
    found = again(event)
    assert (found.state, found.sequence, found.state_reason_da) == ("published", 2, "")


def test_doing_it_twice_changes_nothing_more() -> None:
    event = make_events.published()
    publish_event(event.id, by=SYSTEM)
    cancel_event(event.id, "Hallen er lukket.", "", by=SYSTEM)
    cancel_event(event.id, "En anden grund.", "", by=SYSTEM)
    found = again(event)
    assert (found.sequence, found.state_reason_da) == (1, "Hallen er lukket.")


def test_a_cancelled_event_stays_cancelled() -> None:
    event = make_events.published()
    cancel_event(event.id, "Hallen er lukket.", "", by=SYSTEM)
    with pytest.raises(RuleError) as error:
        publish_event(event.id, by=SYSTEM)
    assert code(error) == ("events.not_now", None)


def test_the_office_opens_and_closes_by_hand() -> None:
    event = make_events.published(opens_at=make_events.moment("2026-11-01 09:00"))
    open_sign_up(event.id, by=SYSTEM)
    assert again(event).opens_at == make_events.moment("2026-10-01 10:00")
    close_sign_up(event.id, by=SYSTEM)
    assert again(event).is_closed_by_hand
    open_sign_up(event.id, by=SYSTEM)
    assert not again(event).is_closed_by_hand


def test_what_has_passed_its_last_day_is_not_opened(at: Callable[[datetime], None]) -> None:
    event = make_events.published(closes_at=make_events.moment("2026-11-30 23:59"))
    at(make_events.moment("2026-12-01 10:00"))
    with pytest.raises(RuleError) as error:
        open_sign_up(event.id, by=SYSTEM)
    assert code(error) == ("events.last_day_passed", "closes_at")


def test_a_draft_is_not_opened() -> None:
    with pytest.raises(RuleError) as error:
        open_sign_up(make_events.draft().id, by=SYSTEM)
    assert code(error) == ("events.not_published", None)


def test_only_what_has_begun_can_be_finished_and_that_can_be_undone(at: Callable[[datetime], None]) -> None:
    event = make_events.published()
    with pytest.raises(RuleError) as error:
        finish_event(event.id, by=SYSTEM)
    assert code(error) == ("events.not_begun", None)
    at(make_events.moment("2026-12-05 15:30"))
    finish_event(event.id, by=SYSTEM)
    assert (again(event).state, again(event).sequence) == ("finished", 0)
    reopen_event(event.id, by=SYSTEM)
    assert again(event).state == "published"


def test_times_that_do_not_fit_are_refused_beside_their_field() -> None:
    with pytest.raises(RuleError) as error:
        create_event(make_events.basics(), make_events.spot(DAY, last=time(9)), by=SYSTEM)
    assert code(error) == ("events.ends_before_start", "ends_at")


def test_a_cap_below_what_is_taken_is_refused() -> None:
    event = make_events.published()
    set_places(event.id, Places(teams=12), by=SYSTEM)
    next(cap for cap in again(event).caps if cap.kind == "teams").taken = 8
    session().commit()
    with pytest.raises(RuleError) as error:
        set_places(event.id, Places(teams=7), by=SYSTEM)
    assert code(error) == ("events.cap_below_taken", "teams")
    set_places(event.id, Places(teams=8), by=SYSTEM)


def test_a_meal_that_is_ordered_cannot_go_and_keeps_its_row() -> None:
    event = make_events.published()
    lunch = OptionFields("meal", "frokost", "Frokost", "Lunch", 60)
    set_places(event.id, Places(rows={"A": 6, "B": None}, options=(lunch,)), by=SYSTEM)
    cap = next(cap for cap in again(event).caps if cap.kind == "meal")
    cap_id, cap.taken = cap.id, 3
    session().commit()
    with pytest.raises(RuleError) as error:
        set_places(event.id, Places(rows={"A": 6, "B": None}), by=SYSTEM)
    assert code(error) == ("events.option_taken", "meal_frokost")
    set_places(event.id, Places(rows={"A": 6}, options=(lunch,)), by=SYSTEM)
    found = again(event)
    assert next(cap.id for cap in found.caps if cap.kind == "meal") == cap_id
    assert found.rows == ["A"]


def test_programme_and_news_are_there_once_and_can_go() -> None:
    event = make_events.published()
    for _time in range(2):
        add_programme_item(event.id, make_events.moment("2026-12-05 09:30"), "Kaffe", "Coffee", by=SYSTEM)
        put_up_notice(event.id, "Døren er åben.", "", by=SYSTEM)
    found = again(event)
    assert ([item.text_da for item in found.programme], len(found.notices)) == (["Kaffe"], 1)
    for _time in range(2):
        remove_programme_item(event.id, found.programme[0].id, by=SYSTEM)
        take_down_notice(event.id, found.notices[0].id, by=SYSTEM)
    assert (again(event).programme, again(event).notices) == ([], [])


def test_each_command_leaves_one_audit_row_with_what_changed(app: Flask) -> None:
    event = make_events.published()
    move_event(event.id, make_events.spot(LATER), by=SYSTEM)
    row = session().scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert row is not None
    assert (row.action, row.subject) == ("move_event", event.revision_subject)
    assert row.facts["changes"]["starts_on"] == ["2026-12-05", "2026-12-12"]
    event = again(event)
    edit_event(event.id, replace(basics_of(event), notes="Ring til Bo på 12 34 56 78"), None, by=SYSTEM)
    write_texts(event.id, Texts(food_da="Suppe", contact_phone="12 34 56 78"), by=SYSTEM)
    edited, written = session().scalars(select(AuditRow.facts).order_by(AuditRow.id.desc()).limit(2)).all()[::-1]
    assert edited["changes"] == {"notes": []}
    assert written["changes"]["contact_phone"] == []
    assert written["changes"]["food_da"] == ["", "Suppe"]
