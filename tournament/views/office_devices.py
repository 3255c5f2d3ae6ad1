"""The office's tablets: pair one at a court or an entrance, see when it was last there, renew, let go."""

from datetime import timedelta

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from core import clock
from core.errors import MissingError
from core.guards import office_actor
from core.qr import qr_svg
from events.queries import get_event
from events.views.office import page_status, ran
from tournament.devices import Pairing, list_places, make_place, renew_place, revoke_place
from tournament.forms_planning import DeviceForm
from tournament.queries_timetable import court_choices
from tournament.views.office import bp, see

BASE = "/kontor/staevner/<slug>/tavler"
JUST_NOW = timedelta(minutes=5)


@bp.route(BASE, methods=["GET", "POST"])
def devices(slug: str) -> ResponseReturnValue:
    """The tablets of an event; a new one shows what pairs it at once."""
    event = get_event(slug)
    form = DeviceForm()
    form.court_id.choices = [SelectChoice("0", _("Vælg en bane")), *court_choices(event.id)]
    made: list[Pairing] = []

    def command() -> None:
        where = (form.audience.data, form.court_id.data, form.label.data or "")
        made.append(make_place(event.id, *where, by=office_actor()))

    if ran(form, command):
        return _pairing(slug, made[0])
    now = clock.now()
    rows = [
        (device, device.last_seen_at is not None and now - device.last_seen_at < JUST_NOW)
        for device in list_places(event.id)
    ]
    return (
        render_template("tournament/office_devices.html", event=get_event(slug), rows=rows, form=form),
        page_status(form),
    )


def _pairing(slug: str, pairing: Pairing) -> ResponseReturnValue:
    """What pairs a tablet; the code is shown this once."""
    qr = qr_svg(pairing.address, _("Kode, der forbinder en tavle"))
    template = "tournament/office_pairing.html"
    return render_template(template, event=get_event(slug), pairing=pairing, qr=qr), 200, {"Cache-Control": "no-store"}


@bp.post(BASE + "/<int:device_id>/<step>")
def device_step(slug: str, device_id: int, step: str) -> ResponseReturnValue:
    """Give a place a new code ("ny-kode") or let its tablet go ("fjern")."""
    event = get_event(slug)
    if step == "ny-kode":
        return _pairing(slug, renew_place(event.id, device_id, by=office_actor()))
    if step != "fjern":
        raise MissingError
    revoke_place(event.id, device_id, by=office_actor())
    flash(_("Tavlen er fjernet. Den skal forbindes igen for at virke."), "ok")
    return see(".devices", slug)
