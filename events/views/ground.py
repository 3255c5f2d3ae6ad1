"""The office's pages about places: venues with their courts, and regions."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import MissingError
from core.guards import office_actor
from events.ground import save_region, save_venue
from events.ground_forms import RegionForm, VenueForm
from events.models import Venue
from events.queries import get_venue, list_regions, list_venues
from events.views.office import bp, page_status, ran


@bp.get("/kontor/steder")
def venue_list() -> ResponseReturnValue:
    """All venues by town, and the regions."""
    return render_template("events/venue_list.html", venues=list_venues(), regions=list_regions())


@bp.route("/kontor/steder/nyt", methods=["GET", "POST"])
def venue_new() -> ResponseReturnValue:
    """A new venue."""
    return _venue_page(None)


@bp.route("/kontor/steder/<int:venue_id>/ret", methods=["GET", "POST"])
def venue_edit(venue_id: int) -> ResponseReturnValue:
    """A venue with its courts; events to come follow its name."""
    return _venue_page(get_venue(venue_id))


def _venue_page(venue: Venue | None) -> ResponseReturnValue:
    form = VenueForm(obj=venue)
    form.offer_regions(list_regions())
    if venue and not form.is_submitted():
        form.fill(venue)
    if ran(form, lambda: save_venue(venue.id if venue else None, form.fields(), by=office_actor())):
        flash(_("Stedet er gemt."), "ok")
        return redirect(url_for(".venue_list"), 303)
    return render_template("events/venue_form.html", form=form, venue=venue), page_status(form)


@bp.route("/kontor/steder/landsdele/<slug>", methods=["GET", "POST"])
def venue_region(slug: str) -> ResponseReturnValue:
    """What a region is called."""
    region = next((region for region in list_regions() if region.slug == slug), None)
    if region is None:
        raise MissingError
    form = RegionForm(obj=region)
    if ran(form, lambda: save_region(region.id, form.name_da.data, form.name_en.data, by=office_actor())):
        flash(_("Navnet er gemt."), "ok")
        return redirect(url_for(".venue_list"), 303)
    return render_template("events/region_form.html", form=form, region=region), page_status(form)
