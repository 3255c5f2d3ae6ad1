"""What people do, in their own words, as steps that several journeys share."""

import re
from collections.abc import Callable, Sequence

from tests.journeys.pages import Visitor

PASSWORD = "tre ord der huskes"
MAIL, OTHER_MAIL = "kontor@example.org", "anden@example.org"


def log_in(office: Visitor, mail: str = MAIL) -> None:
    """The office logs in."""
    office.go("/login")
    office.fill("E-mail", mail)
    office.page.get_by_label("Adgangskode").fill(PASSWORD)
    office.press("Log ind", exact=True)
    assert office.page.url.endswith("/kontor")


def add_places(office: Visitor, names: list[str]) -> None:
    """The office writes member places."""
    for name in names:
        office.go("/kontor/medlemmer/ny")
        office.fill("Navn", name)
        office.fill("Kommune", "Odense")
        office.page.get_by_label(re.compile("Telefon")).first.fill("12 34 56 78")
        office.page.locator("form.form button[type=submit]").last.click()
        office.page.wait_for_load_state("load")


def press_and_confirm(person: Visitor, name: str) -> None:
    """Press a button that asks once before it acts, and say yes."""
    box = person.page.locator("details.confirm", has=person.page.locator("summary", has_text=name)).first
    box.locator("summary").click()
    box.get_by_role("button", name=name).click()
    person.page.wait_for_load_state("load")
    person.look()


def lay_program(office: Visitor, slug: str) -> None:
    """The office has the day planned, and takes the plan that is suggested where there are several."""
    office.go(f"/kontor/staevner/{slug}/kampprogram")
    office.press("Læg program")
    if office.find("Vælg dette program").count():
        office.press("Vælg dette program")


def choose(person: Visitor, label: str, words: str) -> None:
    """Choose from a list by the words of the choice."""
    field = person.page.get_by_label(label, exact=True)
    value = field.locator("option", has_text=words).first.get_attribute("value")
    field.select_option(value)


def sign_up(leader: Visitor, slug: str, place: str, teams: list[str]) -> list[dict[str, str]]:
    """A leader signs teams up and reads the cards: the token of each team's page and its short code."""
    leader.go(f"/staevner/{slug}")
    leader.press("Meld hold til")
    leader.fill("Værested", place)
    leader.fill("Holdleder", "Bo")
    leader.press("Næste: Hvor mange er I?")
    for _ in teams[1:]:
        leader.press("Et hold til")
    for number, team in enumerate(teams):
        box = leader.page.locator(".team-box").nth(number)
        box.get_by_label("Holdets navn").fill(team)
        box.get_by_role("textbox", name="Folk i alt").fill("8")
    leader.press("Næste: Se jeres svar igennem")
    leader.page.locator(".action-bar button[type=submit]").click()
    leader.page.wait_for_url("**/kvittering")
    leader.look()
    return read_cards(leader)


def read_cards(leader: Visitor) -> list[dict[str, str]]:
    """The cards on a receipt, in the order of the teams."""
    links = leader.page.locator("a[href^='/hold/']").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    tokens = [link.removeprefix("/hold/") for link in links if link.count("/") == 2]
    codes = leader.page.locator(".pass__code").all_inner_texts()
    assert len(tokens) == len(codes), (tokens, codes)
    # A code is written in two groups, like a phone number.
    tidy = ["".join(code.split()) for code in codes]
    return [{"token": token, "code": code} for token, code in zip(tokens, tidy, strict=True)]


def make_event(office: Visitor, room: int) -> str:
    """The office writes a season and an event for today with room for some teams, and puts it in the calendar."""
    office.go("/kontor/saesoner/ny")
    office.fill("Navn", "2026/27")
    office.fill("Første dag", "2026-10-01")
    office.fill("Sidste dag", "2027-09-30")
    office.press("Gem", exact=True)
    office.go("/kontor/staevner/nyt")
    office.fill("Navn på dansk", "Efterårsstævne i Odense")
    choose(office, "Sport", "indendørs fodbold")
    office.fill("Begynder", "2026-10-10T10:00")
    office.fill("Slutter", "2026-10-10T16:00")
    office.fill("Eller skriv stedet", "Næsbyhallerne")
    office.page.locator("#city").fill("Odense")
    office.fill("Sidste tid for at melde til", "2026-10-10T09:45")
    office.press("Gem kladden")
    slug = office.page.url.split("/kontor/staevner/")[1].split("/")[0]
    office.go(f"/kontor/staevner/{slug}/pladser")
    office.page.locator("#teams").fill(str(room))
    office.press("Gem pladserne")
    office.go(f"/kontor/staevner/{slug}/status")
    press_and_confirm(office, "Sæt i kalenderen")
    return slug


def move_event(office: Visitor, slug: str, starts: str, ends: str) -> None:
    """The office gives an event another time."""
    office.go(f"/kontor/staevner/{slug}/flytning")
    office.fill("Begynder", starts)
    office.fill("Slutter", ends)
    office.page.locator("main form.form button[type=submit]").last.click()
    office.page.wait_for_load_state("load")
    office.look()


def rename_event(office: Visitor, slug: str, name: str) -> None:
    """The office gives an event another name."""
    office.go(f"/kontor/staevner/{slug}/ret")
    office.fill("Navn på dansk", name)
    office.press("Gem", exact=True)


def cancel_event(office: Visitor, slug: str, reason: str) -> None:
    """The office cancels an event and says why."""
    office.go(f"/kontor/staevner/{slug}/aflysning")
    office.page.locator("#reason_da").fill(reason)
    office.page.locator("main form.form button[type=submit]").last.click()
    office.page.wait_for_load_state("load")
    office.look()


def call_off(leader: Visitor, card: dict[str, str]) -> None:
    """A leader cancels a team with its card: first with a wrong code, then with the right one."""
    leader.go(f"/hold/{card['token']}")
    leader.press("Meld afbud")
    leader.fill("Kode på kortet", "BBB BBB")
    leader.press("Meld holdet fra")
    leader.sees("Koden passer ikke til kortet")
    leader.fill("Kode på kortet", card["code"])
    leader.press("Meld holdet fra")
    leader.sees("I har meldt afbud.")


def pairing_code(office: Visitor, slug: str, *, court: str = "", gate: str = "") -> str:
    """The office makes a place for a tablet at a court or a gate and reads its code."""
    office.go(f"/kontor/staevner/{slug}/tavler")
    if court:
        office.page.locator("#audience-0").check()
        office.page.locator("#court_id").select_option(label=court)
    else:
        office.page.locator("#audience-1").check()
        office.page.locator("#label").fill(gate)
    office.press("Lav kode")
    found = re.search(r"\b[A-Z0-9]{4} [A-Z0-9]{4}\b", office.text)
    assert found, office.text
    return found.group()


def pair(person: Visitor, code: str) -> None:
    """A tablet or phone is paired by typing the code."""
    person.go("/par")
    person.fill("Kode", code)
    person.press("Gør klar")


def is_stronger(home: str, away: str, strength: Sequence[str]) -> bool:
    """Whether the home team stands earlier in the list."""
    return strength.index(home) < strength.index(away)


def score(home: str, away: str, strength: Sequence[str]) -> tuple[int, int]:
    """A win for the stronger team, by more the further the two are apart."""
    apart = abs(strength.index(home) - strength.index(away)) % 4
    return (1 + apart, 0) if is_stronger(home, away, strength) else (0, 1 + apart)


def play(tablet: Visitor, result: Callable[[str, str], tuple[int, int]], *, label: str = "") -> bool:
    """Play the next match on a tablet's court; False where none can begin (or is not of the stage asked for)."""
    page = tablet.page
    tablet.go("/dommer")
    start = page.get_by_role("button", name="Start kampen")
    if start.count() == 0 or label not in tablet.text:
        return False
    start.click()
    page.wait_for_url("**/dommer/kamp/**")
    tablet.look()
    home, away = page.locator(".duel__name").all_inner_texts()
    for side, goals in enumerate(result(home, away)):
        for _ in range(goals):
            page.locator(".key-plus").nth(side).click()
    page.get_by_role("button", name="Kampen er slut").click()
    save = page.get_by_role("button", name="Ja, gem")
    save.wait_for()
    tablet.look()
    save.click()
    page.get_by_text("Gemt", exact=True).wait_for()
    page.get_by_text("Alt er sendt").wait_for()
    tablet.look()
    return True
