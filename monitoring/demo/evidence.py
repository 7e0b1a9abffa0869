"""Field evidence of the demonstration: a survey with answers, two calls, a case. All people and words are invented."""

import random
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import Organisation, User
from deadlines import queries as deadline_queries
from monitoring.actions import answers, cases, hotline, surveys
from monitoring.actions.contacts import Given
from monitoring.actions.hotline import FollowUp
from monitoring.evidence_states import Purpose, Way
from monitoring.models import CallCategory, Survey
from projects.models import Dossier

FILE = Path(__file__).with_name("evidence.toml")
PEOPLE = 43


def collect_evidence(
    organisation: Organisation, dossier: Dossier, head: User, helper: User, at: datetime
) -> None:
    with FILE.open("rb") as file:
        facts = tomllib.load(file)
    _survey(organisation, dossier, head, facts, at)
    hotline.take_usual_categories(organisation, actor=head, at=at)
    for number, call in enumerate(facts["call"]):
        _call(organisation, dossier, helper, call, number, at)
    _case(organisation, dossier, head, facts["case"], at)


def _survey(
    organisation: Organisation, dossier: Dossier, head: User, facts: dict[str, Any], at: datetime
) -> None:
    on = deadline_queries.day_of(at)
    frame = {name: facts[name] for name in ("title_kk", "title_ru", "intro_kk", "intro_ru")}
    frame |= {
        "opens_on": None,
        "closes_on": on + timedelta(days=21),
        "smallest_group": 5,
        "asks_contact": True,
    }
    survey = surveys.begin_survey(organisation, frame, dossier=dossier, actor=head, at=at)
    for question in facts["question"]:
        options = [{"kk": kk, "ru": ru} for kk, ru in question.get("options", [])]
        asked = {"is_required": False, "is_group": False, **question, "options": options}
        surveys.add_question(survey, asked, actor=head, at=at)
    surveys.open_survey(survey, actor=head, on=on, at=at)
    _answer(survey, facts["remarks"], at)


def _answer(survey: Survey, remarks: list[str], at: datetime) -> None:
    on, chance = deadline_queries.day_of(at), random.Random(20_26)  # noqa: S311 - invented answers, always the same
    questions = list(survey.questions.standing())
    region, quality, means, remark = (row.pk for row in questions)
    for number in range(PEOPLE):
        values: dict[int, Any] = {
            region: chance.choices(range(5), (14, 12, 9, 6, 2))[0],
            quality: chance.choices((1, 2, 3, 4, 5), (9, 12, 11, 7, 4))[0],
            means: sorted(chance.sample(range(4), chance.randint(1, 3))),
        }
        if number < len(remarks):
            values[remark] = remarks[number]
        answers.take_answer(survey, questions, answers.Sent(values, f"demo:{number}"), on=on)


def _call(
    organisation: Organisation,
    dossier: Dossier,
    helper: User,
    facts: dict[str, Any],
    number: int,
    at: datetime,
) -> None:
    on = deadline_queries.day_of(at)
    category = CallCategory.objects.filter(organisation=organisation, name_kk=facts["category"]).first()
    call = {name: facts[name] for name in ("channel", "region", "asked", "answered")}
    call |= {"category": category, "called_at": at - timedelta(hours=5 + 20 * number)}
    later = FollowUp(deadline_queries.calendar().add(on, 4), helper) if number == 0 else None
    hotline.take_call(
        organisation,
        call,
        dossier=dossier,
        given=None,
        follow_up=later,
        form_key=f"demo:{number}",
        actor=helper,
        on=on,
        at=at,
    )


def _case(
    organisation: Organisation, dossier: Dossier, head: User, facts: dict[str, Any], at: datetime
) -> None:
    on = deadline_queries.day_of(at)
    told = {name: facts[name] for name in cases.FACTS if name != "happened_on"}
    told["happened_on"] = (on - timedelta(days=60)).replace(day=1)
    purposes = [Purpose.KEEP, Purpose.LETTERS, Purpose.PUBLISH]
    given = Given(purposes, "kk", Way.SPOKEN)
    case = cases.write_case(organisation, told, given, dossier=dossier, actor=head, on=on, at=at)
    copy = {name: facts[name] for name in cases.COPY}
    cases.write_copy(case, copy, seen=case.version, actor=head, at=at)
    cases.publish_case(case, actor=head, at=at)
