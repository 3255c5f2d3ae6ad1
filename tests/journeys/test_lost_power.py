"""When the power or the net goes, or two tablets disagree: nothing acknowledged is lost, and nothing is guessed."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server


def paired(visitor: VisitorMaker, site: Server, code: str) -> Visitor:
    tablet = visitor(site, "tablet")
    steps.pair(tablet, code)
    return tablet


def count_to(tablet: Visitor, home: int, away: int) -> None:
    """Count the goals of the match on the screen, and come to the reading back."""
    for side, goals in enumerate((home, away)):
        for _goal in range(goals):
            tablet.page.locator(".key-plus").nth(side).click()
    tablet.page.get_by_role("button", name="Kampen er slut").click()
    tablet.sees("Er det rigtigt?")


def save(tablet: Visitor) -> None:
    tablet.page.get_by_role("button", name="Ja, gem").click()
    tablet.sees("Gemt")


def start_next(tablet: Visitor) -> str:
    """Start the next match; gives its page."""
    tablet.go("/dommer")
    tablet.page.get_by_role("button", name="Start kampen").click()
    tablet.page.wait_for_url("**/dommer/kamp/**")
    # Without its script the pad is a plain form, which could not keep anything.
    tablet.page.locator(".pad.is-live").wait_for()
    tablet.look()
    return tablet.page.url


def test_an_acknowledged_result_is_there_after_a_power_cut(empty_site: Server, visitor: VisitorMaker) -> None:
    day = empty_site.lay("day")
    first, second = paired(visitor, empty_site, day["codes"][0][0]), paired(visitor, empty_site, day["codes"][1][0])
    match = start_next(first)
    count_to(first, 3, 1)
    save(first)
    expect(first.page.locator("[data-net]")).to_have_text("Alt er sendt")
    start_next(second)
    count_to(second, 0, 2)

    empty_site.kill()
    assert not empty_site.answers()
    # The second tablet has nobody to tell: it keeps the result and says so.
    save(second)
    expect(second.page.locator("[data-net]")).to_have_text("1 venter på net")
    empty_site.start()

    first.go(match)
    assert first.page.locator(".readback__score b").inner_text() == "3–1"
    expect(second.page.locator("[data-net]")).to_have_text("Alt er sendt", timeout=30_000)
    public = visitor(empty_site, "phone")
    public.go(f"/staevner/{day['slug']}/live")
    assert "2 af 16 kampe er spillet" in public.text


def test_a_tablet_without_net_keeps_the_result_when_its_page_is_closed_and_sends_it(
    empty_site: Server, visitor: VisitorMaker
) -> None:
    day = empty_site.lay("day")
    tablet = paired(visitor, empty_site, day["codes"][0][0])
    match = start_next(tablet)
    tablet.page.context.set_offline(True)
    count_to(tablet, 2, 1)
    save(tablet)
    expect(tablet.page.locator("[data-net]")).to_have_text("1 venter på net")
    public = visitor(empty_site, "phone")
    public.go(f"/staevner/{day['slug']}/live")
    assert "0 af 16 kampe er spillet" in public.text
    kept = tablet.page.evaluate("localStorage.getItem('outbox')")
    assert '"home":2' in kept

    # Somebody closes the page before the net is back; any page of the tablet sends what waits, and then is fresh.
    context = tablet.page.context
    tablet.page.close()
    context.set_offline(False)
    again = Visitor(context.new_page())
    again.page.goto("/dommer")
    expect(again.page.locator(".upcoming")).to_contain_text("Næste kamp")
    expect(again.page.locator("[data-net]")).to_have_text("Alt er sendt")
    again.look()
    again.go(match)
    assert again.page.locator(".readback__score b").inner_text() == "2–1"


def test_two_tablets_with_different_results_are_for_the_office_to_settle(
    empty_site: Server, visitor: VisitorMaker
) -> None:
    day = empty_site.lay("day")
    one, other = (paired(visitor, empty_site, code) for code in day["codes"][0])
    match = start_next(one)
    other.go(match)
    count_to(one, 2, 0)
    count_to(other, 1, 0)
    save(one)
    expect(one.page.locator("[data-net]")).to_have_text("Alt er sendt")
    other.page.get_by_role("button", name="Ja, gem").click()
    other.sees("Der er et andet resultat for kampen. Begge er gemt. Gå til kontoret.")
    other.look()

    office = visitor(empty_site, "desktop")
    steps.log_in(office)
    office.sees("To har hver sit tal")
    office.go(f"/kontor/staevner/{day['slug']}/resultater")
    office.sees("Uafklaret")
    office.go(f"/kontor/staevner/{day['slug']}/resultater/1")
    office.page.get_by_role("radio", name="1–0").check()
    office.press("Brug det valgte")
    office.go(f"/kontor/staevner/{day['slug']}/resultater")
    assert "Uafklaret" not in office.text
    one.go(match)
    assert one.page.locator(".readback__score b").inner_text() == "1–0"
