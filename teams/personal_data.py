"""The room's personal data: what for, until when, and how it ends (decision 10)."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, func, or_, select, update

from core import clock
from core.db import change, session
from core.retention import PersonalData, register_personal_data
from events.models import Event
from teams.models import Leader, Organisation, Registration, SignUp

LEADERS_KEPT_DAYS = 60


def plug_in_personal_data(app: Flask) -> None:
    """Register team leaders and the contacts of places for the nightly deletion and the privacy page."""
    register_personal_data(
        app,
        PersonalData(
            name="leaders",
            label=lazy_gettext("Holdlederens navn, telefon og e-mail"),
            fields=("leaders.name", "leaders.phone", "leaders.email"),
            purpose=lazy_gettext("At ringe eller skrive til holdet om det ene stævne."),
            kept_for=lazy_gettext("%(days)s dage efter stævnet.", days=LEADERS_KEPT_DAYS),
            count=lambda now: _count(Leader, _leader_is_due(now)),
            delete=_empty_leaders,
        ),
    )
    register_personal_data(
        app,
        PersonalData(
            name="organisation_contacts",
            label=lazy_gettext("Stedets kontakt"),
            fields=("organisations.contact_name", "organisations.contact_phone", "organisations.contact_email"),
            purpose=lazy_gettext("At få fat i stedet, når et hold ikke har en telefon."),
            kept_for=lazy_gettext("Så længe stedet er medlem. Natten efter er det slettet."),
            count=lambda _now: _count(Organisation, _contact_is_due()),
            delete=_empty_contacts,
        ),
    )
    register_personal_data(
        app,
        PersonalData(
            name="team_times",
            label=lazy_gettext("Hvornår et hold kan være der"),
            fields=("registrations.here_from", "registrations.leaves_at"),
            purpose=lazy_gettext("At lægge holdets kampe, mens holdet er der."),
            kept_for=lazy_gettext("%(days)s dage efter stævnet.", days=LEADERS_KEPT_DAYS),
            count=lambda now: _count(Registration, _times_are_due(now)),
            delete=_empty_times,
        ),
    )


def _last_day(now: datetime) -> date:
    """Events that ended before this day are long enough ago."""
    return clock.local(now).date() - timedelta(days=LEADERS_KEPT_DAYS)


def _leader_is_due(now: datetime) -> ColumnElement[bool]:
    """Leaders with data left whose every event ended long enough ago."""
    still = select(SignUp.leader_id).join(Event, Event.id == SignUp.event_id).where(Event.ends_on >= _last_day(now))
    return and_(Leader.emptied_at.is_(None), Leader.id.not_in(still))


def _empty_leaders(now: datetime) -> int:
    return change(
        update(Leader)
        .where(_leader_is_due(now))
        .values(name="", phone="", email="", emptied_at=now)
        .execution_options(synchronize_session=False)
    )


def _times_are_due(now: datetime) -> ColumnElement[bool]:
    has_data = or_(Registration.here_from != "", Registration.leaves_at != "")
    over = select(Event.id).where(Event.ends_on < _last_day(now))
    return and_(has_data, Registration.event_id.in_(over))


def _empty_times(now: datetime) -> int:
    return change(
        update(Registration)
        .where(_times_are_due(now))
        .values(here_from="", leaves_at="")
        .execution_options(synchronize_session=False)
    )


def _contact_is_due() -> ColumnElement[bool]:
    has_data = or_(Organisation.contact_name != "", Organisation.contact_phone != "", Organisation.contact_email != "")
    return and_(Organisation.is_active.is_(False), has_data)


def _empty_contacts(_now: datetime) -> int:
    return change(
        update(Organisation)
        .where(_contact_is_due())
        .values(contact_name="", contact_phone="", contact_email="")
        .execution_options(synchronize_session=False)
    )


def _count(kind: type[Leader | Organisation | Registration], condition: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count()).select_from(kind).where(condition)) or 0
