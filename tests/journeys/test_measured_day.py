"""A discipline measured on a tablet, with the net and without it: nothing is lost, the office corrects, guests see."""

import re

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server
from tests.make_marks import TEAMS

NET = "[data-net]"


def measuring(tablet: Visitor, path: str) -> None:
    """The page of a discipline, with its large keys."""
    tablet.page.goto(path)
    # Without its script the page is a list of plain forms, which could not keep anything.
    tablet.page.locator(".measure.is-live").wait_for()


def type_number(tablet: Visitor, number: str) -> None:
    """A number on the pad, key by key, up to the reading back."""
    for key in number:
        tablet.page.locator(f"[data-key='{key}']").click()
    tablet.page.get_by_role("button", name="Videre").click()
    tablet.sees("Er det rigtigt?")


def save(tablet: Visitor) -> None:
    tablet.page.get_by_role("button", name="Ja, gem").click()
    expect(tablet.page.locator("[data-screen=saved] h2")).to_be_visible()


def value_of(tablet: Visitor, team: str) -> str:
    """What the list says of a team."""
    return tablet.page.get_by_role("link", name=team).locator("[data-value]").inner_text()


def measure_first_heat(tablet: Visitor) -> None:
    """Lane by lane: the next one is offered, and nobody has to go back to the list."""
    tablet.page.get_by_role("link", name=TEAMS[0]).click()
    tablet.look()
    for time in ("9,1", "1:02,35", "8,95"):
        type_number(tablet, time)
        save(tablet)
        expect(tablet.page.locator(NET)).to_have_text("Alt er sendt")
        following = tablet.page.locator("[data-following]")
        if following.is_visible():
            following.click()
    tablet.look()


def measure_second_heat_offline(tablet: Visitor) -> None:
    """A time, one that did not come, and half a number."""
    tablet.page.context.set_offline(True)
    tablet.page.get_by_role("button", name="Til listen").click()
    tablet.page.get_by_role("link", name=TEAMS[3]).click()
    type_number(tablet, "9,7")
    save(tablet)
    tablet.page.locator("[data-following]").click()
    tablet.page.get_by_role("button", name="Kom ikke til start").click()
    save(tablet)
    expect(tablet.page.locator(NET)).to_have_text("2 venter på net")
    tablet.page.locator("[data-following]").click()
    for key in "11":
        tablet.page.locator(f"[data-key='{key}']").click()


def slip_and_undo(tablet: Visitor) -> None:
    """A slip of the finger is taken back at once; the number before it counts again."""
    tablet.page.get_by_role("link", name=TEAMS[5]).click()
    tablet.page.locator("[data-key=back]").click()
    type_number(tablet, "6")
    save(tablet)
    tablet.page.get_by_role("button", name="Fortryd").click()
    expect(tablet.page.locator(NET)).to_have_text("Alt er sendt")
    tablet.page.get_by_role("button", name="Til listen").click()
    assert value_of(tablet, TEAMS[5]) == "11,25"


def test_a_discipline_is_measured_online_and_offline_and_the_office_corrects_one(
    empty_site: Server, visitor: VisitorMaker
) -> None:
    games = empty_site.lay("games")
    tablet, public = visitor(empty_site, "tablet"), visitor(empty_site, "small")
    steps.pair(tablet, games["codes"][0])
    tablet.press("60 meter løb")
    path = tablet.page.url
    measuring(tablet, path)
    measure_first_heat(tablet)
    measure_second_heat_offline(tablet)

    # The page dies in the middle of a number, and comes back with all of it, still without an answer.
    context = tablet.page.context
    tablet.page.close()
    again = Visitor(context.new_page())
    context.set_offline(False)
    context.route("**/api/v1/inbox", lambda route: route.abort())
    measuring(again, path)
    expect(again.page.locator("[data-number]")).to_have_value("11")
    expect(again.page.locator(NET)).to_have_text("2 venter på net")
    type_number(again, ",25")
    save(again)
    again.page.get_by_role("button", name="Til listen").click()
    assert [value_of(again, team) for team in TEAMS[3:]] == ["9,7", "Kom ikke til start", "11,25"]
    public.go(f"/staevner/{games['slug']}/live")
    public.sees("3 af 6 er målt")

    context.unroute("**/api/v1/inbox")
    again.page.reload()
    expect(again.page.locator(NET)).to_have_text("Alt er sendt", timeout=30_000)
    again.look()
    slip_and_undo(again)
    correct_in_the_office(empty_site, visitor, games["slug"])
    public.go(f"/staevner/{games['slug']}/live")
    podium = re.sub(r"\s+", " ", public.page.locator("#disciplin-A-loeb .podium").inner_text())
    assert podium == f"Guld {TEAMS[1]} 8,50 sek. Sølv {TEAMS[2]} 8,95 sek. Bronze {TEAMS[0]} 9,10 sek."
    public.sees("Samlet stilling")


def correct_in_the_office(site: Server, visitor: VisitorMaker, slug: str) -> None:
    """Solsikken ran in 8.5 seconds, not in a minute."""
    office = visitor(site, "desktop")
    steps.log_in(office)
    office.go(f"/kontor/staevner/{slug}/resultater")
    office.press("60 meter løb")
    office.press(TEAMS[1])
    office.fill("Tid", "8,5")
    office.fill("Hvorfor rettes det?", "Uret gik galt")
    office.press("Vis, hvad det ændrer")
    office.sees("Fortæl det til")
    office.press("Ja, ret tallet")
    office.press(TEAMS[1])
    office.sees("8,50 sek. i stedet for 1:02,35 min.")


def test_two_tablets_that_measure_differently_leave_it_to_the_office(empty_site: Server, visitor: VisitorMaker) -> None:
    games = empty_site.lay("games")
    path = f"/dommer/disciplin/{games['stage_ids']['dans']}"
    one, other = visitor(empty_site, "phone"), visitor(empty_site, "small")
    for tablet, code in zip((one, other), games["codes"], strict=True):
        steps.pair(tablet, code)
        measuring(tablet, path)
        tablet.page.get_by_label("Find hold").fill("kajen")
        assert not tablet.page.get_by_role("link", name=TEAMS[0]).is_visible()
        tablet.page.get_by_role("link", name=TEAMS[2]).click()
    for tablet, place in ((one, "1"), (other, "2")):
        type_number(tablet, place)
        save(tablet)
        expect(tablet.page.locator(NET)).to_have_text("Alt er sendt")
    other.sees("Der er et andet tal for holdet. Begge er gemt. Gå til kontoret.")
    other.look()

    office = visitor(empty_site, "phone")
    steps.log_in(office)
    office.sees("To har hver sit tal")
    office.press("Vælg det rigtige")
    office.page.get_by_role("radio", name="Nr. 2").check()
    office.press("Brug det valgte")
    assert "Uafklaret" not in office.text
    one.page.reload()
    assert value_of(one, TEAMS[2]) == "2"


def test_without_script_a_number_is_a_plain_form(empty_site: Server, visitor: VisitorMaker) -> None:
    games = empty_site.lay("games")
    tablet = visitor(empty_site, "phone", script=False)
    steps.pair(tablet, games["codes"][0])
    tablet.press("Kuglestød")
    tablet.press(TEAMS[0])
    tablet.fill("Forsøg 1", "8,5")
    tablet.press("Videre")
    tablet.press("Nej, ret tallet")
    tablet.fill("Forsøg 2", "x")
    tablet.press("Videre")
    tablet.press("Ja, gem")
    tablet.sees(f"{TEAMS[0]} er gemt.")
    assert value_of(tablet, TEAMS[0]) == "8,5 · x"
    tablet.press(TEAMS[0])
    tablet.press("Fortryd det sidste")
    tablet.sees("Tallet er taget tilbage.")
