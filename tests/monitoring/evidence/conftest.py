"""What the tests of field evidence share."""

from typing import Any

import pytest
from django.apps import apps
from django.core import signing
from django.db import models

from accounts.models import ActivityEntry, Organisation, User
from accounts.states import Role
from hearings import throttle
from monitoring.models import Question, Survey
from tests.factories import MembershipFactory, OpenSurveyFactory, QuestionFactory
from tests.factories.hearings import load_hearing_rules


@pytest.fixture
def rules(db: None) -> None:
    load_hearing_rules()


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "FASTEST_SECONDS", -1)  # a test types faster than people read


@pytest.fixture
def saule(ashyq_orta: Organisation) -> User:
    """A volunteer of Ashyq Orta."""
    return MembershipFactory(organisation=ashyq_orta, role=Role.VOLUNTEER, user__name="Сәуле Мұқан").user


@pytest.fixture
def survey(ashyq_orta: Organisation, rules: None) -> Survey:
    """Open, with a group, a scale and a text."""
    found = OpenSurveyFactory(organisation=ashyq_orta, smallest_group=3)
    QuestionFactory(survey=found, is_group=True, order=1)
    QuestionFactory(survey=found, kind="scale", order=2)
    QuestionFactory(survey=found, kind="long", order=3)
    return found


def questions_of(survey: Survey) -> list[Question]:
    return list(survey.questions.standing())


def stamp(number: object = 1) -> str:
    return signing.dumps(f"n{number}", salt="hearings.form")


def form(survey: Survey, number: object = 1, **values: Any) -> dict[str, Any]:
    """What a person sends: a group and a step of the scale, unless `values` say otherwise."""
    group, scale, text = questions_of(survey)
    names = {"group": f"q{group.pk}", "scale": f"q{scale.pk}", "text": f"q{text.pk}"}
    said = {"group": "0", "scale": "4"} | values
    return {"stamp": stamp(number)} | {names.get(name, name): value for name, value in said.items()}


def said_in_log() -> list[tuple[str, str]]:
    return list(ActivityEntry.objects.order_by("pk").values_list("verb", "subject"))


def everywhere(needle: str) -> list[str]:
    """Every column of every table of the product in which the word stands."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            rows = model._default_manager.all()
            if isinstance(field, models.JSONField):  # SQLite keeps its letters as numbers
                is_there = any(needle in str(value) for value in rows.values_list(field.name, flat=True))
            elif isinstance(field, (models.CharField, models.TextField)):
                is_there = rows.filter(**{f"{field.name}__contains": needle}).exists()
            else:
                continue
            if is_there:
                found.append(f"{model.__name__}.{field.name}")
    return found
