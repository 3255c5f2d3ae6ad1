"""The office chooses a way of playing by what it wants, draws round by round, and draws mixed teams."""

from tests.journeys import steps
from tests.journeys.conftest import VisitorMaker
from tests.journeys.pages import Visitor
from tests.journeys.server import Server


def test_winners_meet_winners_round_by_round(empty_site: Server, visitor: VisitorMaker) -> None:
    office = visitor(empty_site, "desktop")
    steps.log_in(office)
    steps.add_places(office, ["Broen"])
    slug = steps.make_event(office, room=9)
    steps.sign_up(visitor(empty_site, "phone"), slug, "Broen", [f"Broen {number}" for number in range(1, 8)])
    base = f"/kontor/staevner/{slug}"
    office.go(f"{base}/opsaetning")
    office.press("Lav turneringen")
    choose_by_wish(office)
    office.press("Træk lod")
    office.sees("sidder over")
    office.press("Lav kampene, og vis dem")
    office.sees("1 af 4 runder er trukket.")
    office.sees("Runde 1 er ikke slut.")
    for number in (1, 2, 3):
        write(office, base, number)
    office.go(f"{base}/lodtraekning")
    office.press("Træk runde 2")
    office.sees("2 af 4 runder er trukket.")
    steps.press_and_confirm(office, "Tag runde 2 tilbage")
    office.sees("1 af 4 runder er trukket.")
    office.press("Træk runde 2")
    office.page.get_by_role("link", name="Vis runde 2 igen").click()
    office.page.wait_for_load_state("load")
    office.look()
    office.sees("Det blev det samme")


def choose_by_wish(office: Visitor) -> None:
    """Even matches in three hours on two courts: the best offer is taken."""
    office.press("Vælg", exact=True)
    office.page.get_by_label("Kampene er jævnbyrdige").check()
    office.page.get_by_label("Så længe har I").select_option("3")
    office.page.get_by_role("textbox", name="Antal baner").fill("2")
    office.press("Vis forslag")
    offer = office.page.locator("#forslag li", has=office.page.get_by_text("4 runder.", exact=False)).first
    offer.get_by_role("button", name="Brug det").click()
    office.page.wait_for_load_state("load")
    office.look()


def write(office: Visitor, base: str, number: int) -> None:
    """A result in the office's form."""
    office.go(f"{base}/resultater/{number}")
    office.page.locator("#home").fill("2")
    office.page.locator("#away").fill("1")
    office.press("Gem resultat")


def test_people_are_drawn_into_mixed_teams(empty_site: Server, visitor: VisitorMaker) -> None:
    office = visitor(empty_site, "desktop")
    steps.log_in(office)
    steps.add_places(office, ["Broen"])
    slug = steps.make_event(office, room=4)
    steps.sign_up(visitor(empty_site, "phone"), slug, "Broen", ["Broen 1", "Broen 2", "Broen 3"])
    base = f"/kontor/staevner/{slug}"
    office.go(f"{base}/opsaetning")
    office.press("Lav turneringen")
    office.press("Ændr")
    office.page.get_by_label("Blandede hold").check()
    office.press("Gem", exact=True)
    office.press("Ønsker")
    for box in office.page.get_by_role("checkbox").all()[:2]:
        box.check()
    office.press("Gem ønsket")
    office.sees("Ønsket er gemt.")
    office.go(f"{base}/opsaetning")
    office.press("Vælg", exact=True)
    office.press("Alle mod alle i puljer")
    office.page.locator("#pool_count").fill("1")
    office.page.locator("#finals").select_option("0")
    office.press("Vis, hvad det giver")
    office.sees("Det giver")
    office.press("Brug det")
    office.page.get_by_label("Antal hold").fill("4")
    office.press("Træk holdene")
    office.sees("Holdene er trukket.")
    office.press("Træk lod")
    office.press("Lav kampene, og vis dem")
    office.sees("Vist. 6 kampe")
