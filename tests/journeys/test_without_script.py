"""A whole small day without JavaScript: everything but the camera works by plain forms."""

import re

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server

TEAMS = ["Broen 1", "Broen 2", "Broen 3", "Broen 4"]


def test_a_small_day_by_plain_forms(empty_site: Server, visitor: VisitorMaker) -> None:
    office = visitor(empty_site, "desktop", script=False)
    steps.log_in(office)
    steps.add_places(office, ["Broen"])
    slug = steps.make_event(office, room=8)

    leader = visitor(empty_site, "phone", script=False)
    cards = steps.sign_up(leader, slug, "Broen", [*TEAMS, "Broen 5"])
    change_headcount(leader, cards[0])
    steps.call_off(leader, cards[4])
    check_in_by_code(visitor(empty_site, "phone", script=False), steps.pairing_code(office, slug, gate="Dør A"), cards)

    lay_the_day(office, slug)
    tablet = visitor(empty_site, "tablet", script=False)
    steps.pair(tablet, steps.pairing_code(office, slug, court="Bane 1"))
    guest = visitor(empty_site, "phone", script=False)
    referee_plays_a_match(tablet, guest, slug)
    write_a_result(office, slug)
    guest.page.reload()
    assert "2 af 6 kampe er spillet" in guest.text


def change_headcount(leader: Visitor, card: dict[str, str]) -> None:
    """The team is one more: first with a wrong code, then with the card's."""
    leader.go(f"/hold/{card['token']}")
    leader.press("Ret hold")
    leader.page.get_by_role("textbox", name="Folk i alt").fill("9")
    leader.fill("Kode på kortet", "BBB BBB")
    leader.press("Gem rettelsen")
    leader.sees("Koden passer ikke til kortet")
    assert leader.page.get_by_role("textbox", name="Folk i alt").input_value() == "9", "what was typed is gone"
    leader.fill("Kode på kortet", card["code"])
    leader.press("Gem rettelsen")
    assert leader.page.url.endswith(f"/hold/{card['token']}")


def check_in_by_code(gate: Visitor, pairing_code: str, cards: list[dict[str, str]]) -> None:
    """The gate types a card's code: the team is in, taken back, and in again; a cancelled team is turned away."""
    steps.pair(gate, pairing_code)
    for _time in range(2):
        gate.fill("Kode på kortet", cards[0]["code"].lower())
        gate.press("Slå op")
        gate.sees("Velkommen")
        gate.sees("9 af 33 er inde")
        gate.press("Fortryd")
        gate.sees("0 af 33 er inde")
    gate.fill("Kode på kortet", cards[4]["code"])
    gate.press("Slå op")
    assert "Velkommen" not in gate.text
    gate.sees("0 af 33 er inde")


def lay_the_day(office: Visitor, slug: str) -> None:
    """One pool of four, one court, a timetable; one match is moved to a later time by the form."""
    base = f"/kontor/staevner/{slug}"
    office.go(f"{base}/opsaetning")
    office.press("Lav turneringen")
    office.press("Vælg", exact=True)
    office.press("Alle mod alle i puljer")
    office.page.locator("#pool_count").fill("1")
    office.page.locator("#finals").select_option("0")
    office.press("Brug det")
    office.press("Træk lod")
    office.press("Lav kampene, og vis dem")
    office.sees("Vist. 6 kampe")
    office.go(f"{base}/dag/bane/ny")
    office.page.locator("#name").fill("Bane 1")
    office.press("Gem banen")
    steps.lay_program(office, slug)
    office.page.locator("a.slot").last.click()
    office.page.wait_for_load_state("load")
    office.page.locator("#starts_at").fill("2026-10-10T14:00")
    office.press("Flyt kampen")
    office.sees("14.00")
    office.press("Vis programmet for alle")
    office.sees("Vist for alle")


def referee_plays_a_match(tablet: Visitor, guest: Visitor, slug: str) -> None:
    """Start, result, read back, save, undo, and save again; the live page shows it when it is loaded again."""
    page = tablet.page
    tablet.go("/dommer")
    tablet.press("Start kampen")
    guest.go(f"/staevner/{slug}/live")
    assert "0 af 6 kampe er spillet" in guest.text
    for home, away in (("1", "1"), ("4", "2")):
        page.locator("#home").fill(home)
        page.locator("#away").fill(away)
        tablet.press("Kampen er slut")
        tablet.sees("Er det rigtigt?")
        assert page.locator(".readback__score b").inner_text() == f"{home}–{away}"
        tablet.press("Ja, gem")
        tablet.sees("Gemt")
        if home == "1":
            tablet.press("Fortryd")
    assert re.search(r"Broen \d vandt\.", tablet.text)
    guest.page.reload()
    assert "1 af 6 kampe er spillet" in guest.text
    assert guest.page.get_by_text("4–2").count(), "the goals stand in the table"


def write_a_result(office: Visitor, slug: str) -> None:
    """The office writes what came in on paper, and corrects it after seeing what that changes."""
    office.go(f"/kontor/staevner/{slug}/resultater/2")
    office.page.locator("#home").fill("0")
    office.page.locator("#away").fill("3")
    office.press("Gem resultat")
    office.go(f"/kontor/staevner/{slug}/resultater/2")
    office.page.locator("#away").fill("1")
    office.press("Vis, hvad det ændrer")
    office.sees("Er det rigtigt?")
    office.press("Ja, ret resultatet")
    office.go(f"/kontor/staevner/{slug}/resultater/2")
    assert office.page.locator("#away").input_value() == "1"
