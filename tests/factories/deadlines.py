"""Deadlines, rules of law and calendar addresses."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from deadlines import actions
from deadlines.actions import Words
from deadlines.models import Deadline, Law, LawArticle, TimeLimit
from deadlines.states import Confidence, DateSource, Direction, RollOver, Unit
from tests.factories.accounts import OrganisationFactory


class DeadlineFactory(DjangoModelFactory[Deadline]):
    """An open deadline as the product opens it: with its first reminder planned. `on`: the day it became known."""

    class Meta:
        model = Deadline

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "discussion.end"
    label = Words("Жоба бойынша ұсыныстар жолдау", "Направить предложения к проекту")
    about = Words("Еңбек кодексіне өзгерістер енгізу туралы", "О внесении изменений в Трудовой кодекс")
    path = "/dossiers/1/"
    on = date(2026, 11, 1)
    at = datetime(2026, 11, 1, 4, tzinfo=UTC)
    due_on = date(2026, 11, 25)
    source = DateSource.STATED
    responsible: User | None = None

    @classmethod
    def _create(cls, model_class: type[Deadline], *args: Any, **kwargs: Any) -> Deadline:
        return actions.open_deadline(**kwargs)


class TimeLimitFactory(DjangoModelFactory[TimeLimit]):
    """Ten working days after an event, read in the law."""

    class Meta:
        model = TimeLimit

    code = factory.Sequence(lambda n: f"rule.number_{n}")
    name_kk = "Жауап беру мерзімі"
    name_ru = "Срок ответа"
    quantity = 10
    unit = Unit.WORKING_DAY
    start_event_kk = "сұрау салу тіркелген күн"
    start_event_ru = "день регистрации запроса"
    direction = Direction.AFTER
    roll_over = RollOver.NEXT_WORKING
    law_kk = "«Ақпаратқа қол жеткізу туралы» Заң"
    law_ru = "Закон «О доступе к информации»"
    article_kk = "11-баптың 10-тармағы"
    article_ru = "пункт 10 статьи 11"
    confidence = Confidence.READ
    checked_on = date(2026, 11, 22)


class LawFactory(DjangoModelFactory[Law]):
    """An act whose text was read."""

    class Meta:
        model = Law

    code = factory.Sequence(lambda n: f"law_{n}")
    title_kk = "«Ақпаратқа қол жеткізу туралы» Заң"
    title_ru = "Закон «О доступе к информации»"
    number = "401-V"
    about_kk = "Ақпарат алу құқығы"
    about_ru = "Право на информацию"
    confidence = Confidence.READ
    checked_on = date(2026, 11, 22)


class LawArticleFactory(DjangoModelFactory[LawArticle]):
    """An article that was read."""

    class Meta:
        model = LawArticle

    law = factory.SubFactory(LawFactory)
    number = "11"
    about_kk = "Сұрау салуға жауап"
    about_ru = "Ответ на запрос"
    confidence = Confidence.READ
    checked_on = date(2026, 11, 22)
