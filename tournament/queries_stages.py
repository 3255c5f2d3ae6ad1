"""What the pages show on which the office chooses how a row or a discipline is played."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import func, select

from core.db import session
from core.language import in_language
from core.site import row_text
from events.models import Sport
from tournament.consequence import MEASURED, Consequence, choice_problems, consequence_of
from tournament.contest_names import contest_name
from tournament.contests import Contest
from tournament.day_length import Pace, least_minutes
from tournament.engine.formats.format import Format, Ground
from tournament.engine.formats.poule import pools_for
from tournament.engine.formats.registry import FORMATS
from tournament.engine.formats.swiss import recommended_rounds
from tournament.forms_stages import GOALS
from tournament.models import Competition, Court
from tournament.offers import Goal, Offer, Wanted, offers
from tournament.scheme import StageChoice
from tournament.wording import match_count_text

SUPERMELEE = "supermelee"


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A way of playing in words: what it is, what it means, how long it takes, what it meets and misses."""

    code: str
    name: str
    explanation: str
    counted: str
    details: tuple[str, ...]
    minutes: int
    meets: tuple[str, ...]
    misses: tuple[str, ...]
    choice: StageChoice


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format of the registry with what it means for the teams there are; `problem` says why it cannot be."""

    code: str
    name: str
    explanation: str
    counted: str
    problem: str


@dataclass(frozen=True, slots=True)
class StagesPage:
    """The page on which a way of playing is chosen."""

    contest: Contest
    name: str
    teams: int
    is_people: bool
    pace: Pace
    court_count: int
    now: ChoiceRow | None
    offers: tuple[ChoiceRow, ...]
    formats: tuple[FormatRow, ...]
    is_published: bool


def stages_page(contest: Contest, wanted: Wanted) -> StagesPage:
    """The offers for what is wanted, and all formats."""
    db = session()
    competition = db.get_one(Competition, contest.division.competition_id)
    sport = sport_of(contest, competition)
    pace = pace_of(competition, sport)
    teams = contest.team_count()
    is_people = contest.division.takes == "people"
    choice = contest.choice
    is_possible = choice is not None and not choice_problems(teams, choice)
    return StagesPage(
        contest=contest,
        name=contest_name(contest),
        teams=teams,
        is_people=is_people,
        pace=pace,
        court_count=count_courts(competition),
        now=choice_row(consequence_of(teams, choice), pace, wanted.courts)
        if choice is not None and is_possible
        else None,
        offers=tuple(offer_row(offer) for offer in offers_for(contest, sport, pace, wanted)),
        formats=tuple(format_row(how, teams, usual_choice(how.code, teams, sport)) for how in FORMATS.values()),
        is_published=contest.is_shown(),
    )


def contest_texts(contest: Contest, teams: int) -> tuple[str, ...]:
    """How a contest is played, in sentences; the names of its stages where a file brought them."""
    choice = contest.choice
    if choice is None:
        return tuple(row_text(stage, "name") for stage in contest.stages)
    name = in_language(choice.how.name.da, choice.how.name.en)
    if choice_problems(teams, choice):
        return (name,)
    consequence = consequence_of(teams, choice)
    return (name, *details_of(consequence), match_count_text(consequence.count))


def sport_of(contest: Contest, competition: Competition) -> Sport:
    """The sport that a contest is played in: the discipline's own, or the competition's."""
    discipline = contest.discipline
    return session().get_one(Sport, discipline.sport_id if discipline is not None else competition.sport_id)


def count_courts(competition: Competition) -> int:
    """How many courts the event has; at least one."""
    courts = session().scalar(select(func.count(Court.id)).where(Court.event_id == competition.event_id))
    return max(1, courts or 0)


def pace_of(competition: Competition, sport: Sport) -> Pace:
    """The length of a match as is usual in the sport, with the rest that the day asks for."""
    rest = competition.day.get("rest_minutes", sport.rest_minutes)
    if isinstance(rest, Mapping):
        rest = rest.get("same_stage", 0)
    return Pace(sport.play_minutes, sport.changeover_minutes, rest)


def offers_for(contest: Contest, sport: Sport, pace: Pace, wanted: Wanted) -> list[Offer]:
    """The offers for a contest; in a sport that is measured there are no matches to offer."""
    if sport.result_kind in ("measured", "placing"):
        return []
    return offers(contest.team_count(), pace, wanted, people=contest.division.takes == "people")


def usual_choice(code: str, teams: int, sport: Sport) -> StageChoice:
    """The choice that a format's own page begins with: its usual options for so many teams and this sport."""
    if code == "round_robin":
        return StageChoice(max(1, round(teams / 4.5)) if teams > 6 else 1)
    if code == "poule":
        return StageChoice(pools_for(teams) if teams else 1, code, per_pool=2, finals=2)
    options: dict[str, bool | int | str] = {}
    if code == "swiss":
        options = {"rounds": recommended_rounds(teams)}
    elif code == SUPERMELEE:
        options = {"rounds": 4}
    elif code == MEASURED:
        options = {"better": sport.better}
    return StageChoice(format=code, options=options)


def format_row(how: Format, teams: int, choice: StageChoice) -> FormatRow:
    """A format in words."""
    problems = choice_problems(teams, choice)
    counted = "" if problems else match_count_text(consequence_of(teams, choice).main.count)
    return FormatRow(
        code=how.code,
        name=in_language(how.name.da, how.name.en),
        explanation=in_language(how.explanation.da, how.explanation.en),
        counted=counted,
        problem=problems[0].text if problems else "",
    )


def offer_row(offer: Offer) -> ChoiceRow:
    """An offer in words."""
    row = in_words(offer.consequence, offer.minutes)
    words = goal_words()
    misses = [words[goal] for goal in sorted(offer.misses)]
    if offer.is_too_long:
        misses.append(_("Tager for lang tid"))
    if offer.has_too_few:
        misses.append(_("Giver for få kampe"))
    return replace(row, meets=tuple(words[goal] for goal in sorted(offer.meets)), misses=tuple(misses))


def goal_words() -> Mapping[Goal, str]:
    """Each goal in words."""
    return {Goal(choice.value): str(choice.label) for choice in GOALS}


def choice_row(consequence: Consequence, pace: Pace, courts: int) -> ChoiceRow:
    """A choice in words, with the minutes that so many courts would need."""
    return in_words(consequence, least_minutes(consequence, pace, courts))


def in_words(consequence: Consequence, minutes: int) -> ChoiceRow:
    """A way of playing that takes so many minutes, in words."""
    choice = consequence.choice
    how = choice.how
    return ChoiceRow(
        code=choice.format,
        name=in_language(how.name.da, how.name.en),
        explanation=in_language(how.explanation.da, how.explanation.en),
        counted=match_count_text(consequence.count),
        details=tuple(details_of(consequence)),
        minutes=minutes,
        meets=(),
        misses=(),
        choice=choice,
    )


def details_of(consequence: Consequence) -> list[str]:
    """The parts of a choice, a sentence each."""
    choice, sizes = consequence.choice, consequence.sizes
    said = []
    if choice.how.ground is Ground.POOLS:
        said.append(pools_text(sizes))
    rounds = choice.options.get("rounds")
    if rounds is not None:
        said.append(_("%(num)s runder.", num=rounds))
    if int(choice.options.get("legs", 1)) > 1:
        said.append(_("%(num)s kampe mod hver.", num=choice.options["legs"]))
    for part in consequence.finals:
        name = in_language(part.name.da, part.name.en)
        said.append(_("%(name)s: %(teams)s hold, %(num)s kampe.", name=name, teams=part.teams, num=part.count.total))
    return said


def pools_text(sizes: tuple[int, ...]) -> str:
    """How many pools of how many: "4 puljer med 3 eller 4 hold."""
    if len(sizes) == 1:
        return _("Én pulje med %(num)s hold.", num=sizes[0])
    if min(sizes) == max(sizes):
        return _("%(pools)s puljer med %(num)s hold i hver.", pools=len(sizes), num=sizes[0])
    return _("%(pools)s puljer med %(least)s eller %(most)s hold.", pools=len(sizes), least=min(sizes), most=max(sizes))
