"""Surveys, calls and cases; texts and people are invented."""

from datetime import date
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.secret_links import hash_of
from monitoring.evidence_states import Keeping, Purpose, Way
from monitoring.models import (
    Call,
    CallCategory,
    Case,
    EvidenceConsent,
    EvidenceContact,
    Question,
    Survey,
    SurveyAnswer,
)
from monitoring.models.surveys import unordered_number
from tests.factories.accounts import OrganisationFactory

FAR = date(2099, 1, 1)


class SurveyFactory(DjangoModelFactory[Survey]):
    """A survey being written, both languages ready, without questions."""

    class Meta:
        model = Survey

    organisation = factory.SubFactory(OrganisationFactory)
    title_kk = "Жәрдемақы туралы сауалнама"
    title_ru = "Опрос о пособиях"
    intro_kk = "Екі минут алады."
    intro_ru = "Займёт две минуты."


class OpenSurveyFactory(SurveyFactory):
    state = "open"
    opened_at = factory.LazyFunction(timezone.now)


class QuestionFactory(DjangoModelFactory[Question]):
    """A choice of three."""

    class Meta:
        model = Question

    survey = factory.SubFactory(SurveyFactory)
    kind = "single"
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    text_kk = factory.Sequence(lambda n: f"Сұрақ {n}?")
    text_ru = factory.Sequence(lambda n: f"Вопрос {n}?")

    @factory.lazy_attribute
    def options(self) -> list[dict[str, str]]:
        if self.kind not in ("single", "several"):
            return []
        return [{"kk": f"Жауап {place}", "ru": f"Ответ {place}"} for place in range(3)]


class SurveyAnswerFactory(DjangoModelFactory[SurveyAnswer]):
    class Meta:
        model = SurveyAnswer

    id = factory.LazyFunction(unordered_number)
    survey = factory.SubFactory(OpenSurveyFactory)
    answered_on = date(2026, 9, 14)
    values = factory.LazyFunction(dict)
    form_key = factory.Sequence(lambda n: f"key{n}")


class ContactFactory(DjangoModelFactory[EvidenceContact]):
    """Somebody of a survey, with the consent to be contacted."""

    class Meta:
        model = EvidenceContact
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    name = "Жібек Қыздарбек"
    phone = "+7 701 000 11 22"
    email = "zhibek@example.kz"
    keeping = Keeping.SURVEY
    given_on = date(2026, 9, 14)
    kept_until = FAR
    token_hash = factory.Sequence(lambda n: hash_of(f"secret{n}"))

    @factory.post_generation
    def purposes(self, create: bool, extracted: Any, **_rest: Any) -> None:
        for purpose in extracted if extracted is not None else [Purpose.CONTACT]:
            EvidenceConsent.objects.create(
                contact=self, purpose=purpose, version="1", language="kk", text="Келісемін", way=Way.SPOKEN,
                given_on=date(2026, 9, 14),
            )  # fmt: skip


class CallCategoryFactory(DjangoModelFactory[CallCategory]):
    class Meta:
        model = CallCategory

    organisation = factory.SubFactory(OrganisationFactory)
    name_kk = factory.Sequence(lambda n: f"Санат {n}")
    name_ru = factory.Sequence(lambda n: f"Категория {n}")


class CallFactory(DjangoModelFactory[Call]):
    class Meta:
        model = Call

    organisation = factory.SubFactory(OrganisationFactory)
    number = factory.Sequence(lambda n: n + 1)
    called_at = factory.LazyFunction(timezone.now)
    channel = "phone"
    asked = "Жәрдемақы неге кешікті?"
    form_key = factory.Sequence(lambda n: f"call{n}")


class CaseFactory(DjangoModelFactory[Case]):
    """A case whose person agreed to keeping and to publication, its copy in both languages."""

    class Meta:
        model = Case

    organisation = factory.SubFactory(OrganisationFactory)
    contact = factory.SubFactory(
        ContactFactory,
        organisation=factory.SelfAttribute("..organisation"),
        keeping=Keeping.CASE,
        purposes=[Purpose.KEEP, Purpose.PUBLISH, Purpose.CONTACT],
    )
    source = "meeting"
    story = "Жібек үш ай күтті."
    copy_title_kk = "Үш ай күту"
    copy_title_ru = "Три месяца ожидания"
    copy_kk = "Тұрғын үш ай күтті."
    copy_ru = "Житель ждал три месяца."
    kept_until = FAR
