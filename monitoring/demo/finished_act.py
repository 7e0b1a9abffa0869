"""The act of the finished dossier: adopted, published, in force, its promises kept, people asked."""

import random
from decimal import Decimal
from typing import Any

from monitoring.actions import adoption, effects, implementation, proofs, surveys
from monitoring.actions.answers import Sent, publish_results, take_answer
from monitoring.actions.implementation import Due
from monitoring.demo.story import Story
from monitoring.models import ImplementationItem, InForce
from monitoring.states import FateState, ItemKind, ItemState
from projects.models import Dossier

PEOPLE = 58
DATABANK = "https://demo.invalid/{language}/214"


def follow(story: Story, dossier: Dossier) -> None:
    """From the adoption to the last of what the act promised."""
    _adopt(story, dossier)
    items = [_promise(story, dossier, facts) for facts in story.facts["item"]]
    for item, facts in zip(items, story.facts["item"], strict=True):
        _keep(story, item, facts)
    for facts in story.facts["effect"]:
        values = {**facts, "noted_on": story.day(6)}
        effects.save_effect(dossier, None, values, actor=story.lawyer, on=story.day(6), at=story.at(6, 12))
    _survey(story, dossier)


def _adopt(story: Story, dossier: Dossier) -> None:
    draft = dossier.draft
    links = {"link_kk": DATABANK.format(language="kaz"), "link_ru": DATABANK.format(language="rus")}
    adopted = {
        **{"adopted_on": story.day(45), "number": story.facts["number"], "act_type": draft.act_type},
        **{"name_kk": draft.title_kk or "", "name_ru": draft.title_ru or "", "registered_on": story.day(44)},
        **links,
    }
    fate = adoption.record_fate(
        dossier, FateState.ADOPTED, adopted, seen=0, actor=story.lawyer, on=story.day(44), at=story.at(44, 10)
    )
    published = {"published_on": story.day(42), "published_in": "control_bank", "published_note": "", **links}
    on, at = story.day(42), story.at(42, 16)
    fate = adoption.record_publication(
        dossier, published, seen=fate.version, actor=story.lawyer, on=on, at=at
    )
    whole = InForce.objects.select_related("fate__dossier", "deadline__organisation").get(
        fate=fate, is_whole=True
    )
    adoption.check_force(whole, actor=story.lawyer, at=story.at(32, 10))


def _promise(story: Story, dossier: Dossier, facts: dict[str, Any]) -> ImplementationItem:
    target = Decimal(facts["target"]) if "target" in facts else None
    values = {name: facts[name] for name in ("kind", "title_kk", "title_ru", "provision")} | {
        **{"body": dossier.draft.body, "body_name": "", "responsible": story.lawyer},
        **{"target": target, "unit": facts.get("unit", "")},
    }
    on, at = story.day(41), story.at(41, 11)
    return implementation.add_item(dossier, values, Due(story.day(10)), actor=story.lawyer, on=on, at=at)


def _keep(story: Story, item: ImplementationItem, facts: dict[str, Any]) -> None:
    """Work begins, values are measured, evidence is put down, and it is done."""
    begun = story.at(35, 10)
    implementation.move_item(item, ItemState.IN_PROGRESS, actor=story.lawyer, on=story.day(35), at=begun)
    if item.kind == ItemKind.KPI:
        source = f"{facts['source_kk']} / {facts['source_ru']}"
        for ago, value in zip((26, 12), facts["measured"], strict=True):
            on, at = story.day(ago), story.at(ago, 15)
            implementation.add_measurement(item, on, Decimal(value), source, actor=story.lawyer, on=on, at=at)
    on, at = story.day(12), story.at(12, 16)
    note = f"{facts['proof_kk']} / {facts['proof_ru']}"
    proofs.keep_proof(
        item, "item", {"on": on, "note": note, "link": DATABANK.format(language="rus")}, None,
        actor=story.lawyer, on=on, at=at,
    )  # fmt: skip
    implementation.move_item(item, ItemState.DONE, actor=story.lawyer, on=on, at=at, done_on=on)


# --- The survey -------------------------------------------------------------------------------------------------------


def _survey(story: Story, dossier: Dossier) -> None:
    facts, head = story.facts["survey"], story.head
    frame = {name: facts[name] for name in ("title_kk", "title_ru", "intro_kk", "intro_ru")}
    frame |= {"opens_on": None, "closes_on": story.day(8), "smallest_group": 5, "asks_contact": False}
    begun = story.at(22, 10)
    survey = surveys.begin_survey(story.organisation, frame, dossier=dossier, actor=head, at=begun)
    for question in facts["question"]:
        options = [{"kk": kk, "ru": ru} for kk, ru in question.get("options", [])]
        asked = {"is_required": False, "is_group": False, **question, "options": options}
        surveys.add_question(survey, asked, actor=head, at=begun)
    surveys.open_survey(survey, actor=head, on=story.day(22), at=begun)
    questions, chance = list(survey.questions.standing()), random.Random(20_26)  # noqa: S311 - the same each time
    change, safety, remark = (row.pk for row in questions)
    for number in range(PEOPLE):
        values: dict[int, Any] = {
            change: chance.choices(range(3), (28, 19, 11))[0],
            safety: chance.choices((1, 2, 3, 4, 5), (4, 7, 14, 20, 13))[0],
        }
        if number < len(facts["remarks"]):
            values[remark] = facts["remarks"][number]
        take_answer(survey, questions, Sent(values, f"finished:{number}"), on=story.day(21 - number % 12))
    surveys.close_survey(survey, actor=head, at=story.at(7, 18))
    publish_results(survey, actor=head, at=story.at(6, 10))
