"""A day that cannot be repaired: what forbids it, what the office can do, and the referees shared out."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.server import Server


@pytest.mark.parametrize("size", ["small", "desktop"])
def test_what_would_help_is_pressed_and_the_referees_are_shared_out(
    empty_site: Server, visitor: VisitorMaker, size: str
) -> None:
    day = empty_site.lay("team_day")
    office = visitor(empty_site, size)
    steps.log_in(office)
    office.go(f"/kontor/staevner/{day['slug']}/ny-situation")
    office.page.locator("summary", has_text="En bane er lukket").click()
    for court in office.page.locator("input[name=courts]").all():
        court.check()
    begins = office.page.locator("[name=closed_from]").input_value()
    until = datetime.fromisoformat(begins) + timedelta(days=1)
    office.page.locator("[name=closed_to]").fill(f"{until:%Y-%m-%dT%H:%M}")
    office.press("Find en vej ud")
    expect(office.page.get_by_role("heading", name="Det kan du gøre")).to_be_visible(timeout=30_000)
    office.look()
    office.sees("Det kan ikke lade sig gøre")
    office.sees("Luk banerne op igen kl.")
    office.press("Prøv det")
    expect(office.find("Vis det nye program").first).to_be_visible(timeout=30_000)
    office.press("Vis det nye program")
    office.sees("Det nye program er vist for alle")

    office.go(f"/kontor/staevner/{day['slug']}/dag")
    office.page.locator("#del-referees > summary").click()
    office.page.locator("input[name=referees][value=teams]").check()
    office.press("Gem")
    office.go(f"/kontor/staevner/{day['slug']}/kampprogram")
    office.press("Fordel dommere")
    # All eight teams play at the same time, so there is nobody to be had: each match is named with that.
    expect(office.page.get_by_role("heading", name="12 kampe har ingen dommer")).to_be_visible(timeout=30_000)
    office.sees("Alle spiller imens eller er her ikke.")
    office.look()
