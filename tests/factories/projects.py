"""Draft acts as the portal would publish them, and what an organisation makes of them; all invented."""

from datetime import date, datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from projects.actions import windows
from projects.actions.ingest import list_on, make_searchable
from projects.models import (
    ActType,
    Category,
    DiscussionWindow,
    Dossier,
    DraftAct,
    Source,
    StateBody,
    TriageItem,
    WatchTopic,
)
from projects.states import ActLevel, BodyKind, SourceKind
from tests.factories.accounts import OrganisationFactory

PORTAL = "https://legalacts.egov.kz/list"
POSTED = date(2026, 9, 10)
SEEN_AT = timezone.make_aware(datetime(2026, 9, 10, 9))


class SourceFactory(DjangoModelFactory[Source]):
    """The portal; asked for again, the same row. Polled well until 14 September, so that news are told."""

    class Meta:
        model = Source
        django_get_or_create = ("address",)

    kind = SourceKind.PORTAL
    address = PORTAL
    name_kk = "Сынақ порталы"
    name_ru = "Пробный портал"
    next_poll_at = SEEN_AT
    last_success_at = SEEN_AT
    last_new_at = SEEN_AT
    deep_polled_at = timezone.make_aware(datetime(2026, 9, 14, 9))


class StateBodyFactory(DjangoModelFactory[StateBody]):
    class Meta:
        model = StateBody

    kind = BodyKind.MINISTRY
    name_kk = factory.Sequence(lambda n: f"{n}-ойдан шығарылған министрлік")
    name_ru = factory.Sequence(lambda n: f"Вымышленное министерство {n}")


class ActTypeFactory(DjangoModelFactory[ActType]):
    """An order, unless it is said otherwise; asked for again, the same row."""

    class Meta:
        model = ActType
        django_get_or_create = ("name_ru",)

    name_kk = "Бұйрық"
    name_ru = "Приказ"
    level = ActLevel.BYLAW


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    portal_id = factory.Sequence(lambda n: 5000 + n)
    name_kk = factory.Sequence(lambda n: f"{n}-санат")
    name_ru = factory.Sequence(lambda n: f"Категория {n}")


class DraftActFactory(DjangoModelFactory[DraftAct]):
    """A published order, posted on 10 September 2026 and discussed for ten working days, with its first window."""

    class Meta:
        model = DraftAct

    source = factory.SubFactory(SourceFactory)
    portal_id = factory.Sequence(lambda n: 15_000_000 + n)
    title_kk = factory.Sequence(lambda n: f"{n}-қағиданы бекіту туралы")
    title_ru = factory.Sequence(lambda n: f"Об утверждении правил {n}")
    act_type = factory.SubFactory(ActTypeFactory)
    body = factory.SubFactory(StateBodyFactory)
    created_on = POSTED
    ends_on = date(2026, 9, 24)
    first_seen_at = SEEN_AT
    changed_at = SEEN_AT

    @classmethod
    def _create(cls, model_class: type[DraftAct], *args: Any, **kwargs: Any) -> DraftAct:
        draft = DraftAct(**kwargs)
        draft.listed_on = list_on(draft, draft.created_on or POSTED)
        make_searchable(draft)
        draft.save()
        windows.open_first([draft], at=draft.first_seen_at)
        return draft


class WatchTopicFactory(DjangoModelFactory[WatchTopic]):
    class Meta:
        model = WatchTopic

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"{n}-тақырып")
    words = "еңбек, труд"


class TriageItemFactory(DjangoModelFactory[TriageItem]):
    """The question to an organisation whether it takes part in a draft, in its latest window."""

    class Meta:
        model = TriageItem

    organisation = factory.SubFactory(OrganisationFactory)
    draft = factory.SubFactory(DraftActFactory)
    window = factory.LazyAttribute(lambda item: _window_of(item.draft))
    ends_on = factory.LazyAttribute(lambda item: item.draft.ends_on)


class DossierFactory(DjangoModelFactory[Dossier]):
    class Meta:
        model = Dossier

    organisation = factory.SubFactory(OrganisationFactory)
    draft = factory.SubFactory(DraftActFactory)


def _window_of(draft: DraftAct) -> DiscussionWindow:
    return draft.windows.latest("number")
