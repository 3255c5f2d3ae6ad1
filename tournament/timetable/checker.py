"""The independent checker: judges any plan by the rules as written. It shares no code with the planner."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from tournament.timetable.codes import Code
from tournament.timetable.ledger import Findings, Ledger, actors_of, match_ref, pair_facts
from tournament.timetable.model import Day, Fact, Finding, Placement, Plan, Ref


def check_plan(day: Day, plan: Plan) -> tuple[Finding, ...]:
    """All rules the plan breaks, each once; empty when the plan holds.

    A match under ``not_placed`` breaks no rule; one that is nowhere does.
    """
    ledger = Ledger(day)
    found = list(_identities(ledger, plan))
    placed = [p for p in plan.placements if p.match in ledger.matches and p.court in ledger.courts]
    for placement in placed:
        ledger.add(placement)
    for placement in placed:
        found.extend(ledger.findings_of(placement))
    found.extend(_referees(ledger))
    return without_repeats(found)


def without_repeats(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in their order, each once: two matches that clash accuse each other."""
    return tuple({(f.code, tuple(f.facts.items())): f for f in findings}.values())


def _identities(ledger: Ledger, plan: Plan) -> Findings:
    counted = Counter(p.match for p in plan.placements)
    counted.update(missing.match for missing in plan.not_placed)
    for match, times in counted.items():
        if match not in ledger.matches:
            yield Finding(Code.UNKNOWN_MATCH, {"match": match_ref(match)})
        elif times > 1:
            yield Finding(Code.PLACED_TWICE, {"match": match_ref(match)})
    for match in ledger.matches:
        if match not in counted:
            yield Finding(Code.MISSING, {"match": match_ref(match)})
    for placement in plan.placements:
        if placement.court not in ledger.courts:
            facts: dict[str, Fact] = {
                "match": match_ref(placement.match),
                "court": Ref("court", placement.court),
            }
            yield Finding(Code.UNKNOWN_COURT, facts)


def _referees(ledger: Ledger) -> Findings:
    """A referee is one that exists, plays nothing meanwhile, and has one match at a time."""
    rule = ledger.day.referees
    kind = "person" if rule is not None and rule.mode == "people" else "entry"
    plays: dict[Ref, list[Placement]] = defaultdict(list)
    referees: dict[Ref, list[Placement]] = defaultdict(list)
    for placement in sorted(ledger.placed.values(), key=lambda p: (p.start, p.match)):
        for actor in actors_of(ledger.day, ledger.matches[placement.match]):
            plays[actor].append(placement)
        if placement.referee is not None:
            referees[Ref(kind, placement.referee)].append(placement)
    known = {Ref(kind, person) for person in rule.people} if rule and kind == "person" else set(plays)
    for who, refereed in referees.items():
        for placement in refereed:
            if who not in known:
                yield Finding(Code.REFEREE_UNKNOWN, {"match": match_ref(placement.match), "who": who})
            for other in plays.get(who, ()):
                if _overlap(ledger, placement, other):
                    yield Finding(Code.REFEREE_BUSY, pair_facts(placement, other) | {"who": who})
        for first, second in combinations(refereed, 2):
            if _overlap(ledger, first, second):
                yield Finding(Code.REFEREE_BUSY, pair_facts(second, first) | {"who": who})


def _overlap(ledger: Ledger, one: Placement, other: Placement) -> bool:
    one_ends = one.start + ledger.matches[one.match].play
    return one.start < other.start + ledger.matches[other.match].play and other.start < one_ends
