"""The room's personal data: what for, until when, and how it ends (decision 10)."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, func, or_, select, update

from core import clock
from core.db import change, session
from core.retention import PersonalData, register_personal_data
from events.models import Event
from teams.models import Leader, Organisation, SignUp

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


def _leader_is_due(now: datetime) -> ColumnElement[bool]:
    """Leaders with data left whose every event ended long enough ago."""
    last_day: date = clock.local(now).date() - timedelta(days=LEADERS_KEPT_DAYS)
    still = select(SignUp.leader_id).join(Event, Event.id == SignUp.event_id).where(Event.ends_on >= last_day)
    return and_(Leader.emptied_at.is_(None), Leader.id.not_in(still))


def _empty_leaders(now: datetime) -> int:
    return change(
        update(Leader)
        .where(_leader_is_due(now))
        .values(name="", phone="", email="", emptied_at=now)
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


def _count(kind: type[Leader] | type[Organisation], condition: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count()).select_from(kind).where(condition)) or 0
