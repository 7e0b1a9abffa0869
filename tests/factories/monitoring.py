"""What becomes of acts, what they promise, and public councils; all invented."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from monitoring.models import (
    AgendaProposal,
    Council,
    CouncilMeeting,
    CouncilOpinion,
    CouncilRecommendation,
    Fate,
    GroupEffect,
    ImplementationItem,
    InForce,
    Measurement,
    Proof,
)
from tests.factories.accounts import OrganisationFactory
from tests.factories.inforequests import WRITTEN_AT
from tests.factories.projects import DossierFactory

ADOPTED_ON = date(2026, 9, 1)


class FateFactory(DjangoModelFactory[Fate]):
    """Adopted on 1 September 2026; the whole act waits for its publication."""

    class Meta:
        model = Fate
        skip_postgeneration_save = True

    dossier = factory.SubFactory(DossierFactory)
    organisation = factory.SelfAttribute("dossier.organisation")
    state = "adopted"
    adopted_on = ADOPTED_ON
    name_kk = "Ойдан шығарылған қағидаларды бекіту туралы"
    name_ru = "Об утверждении вымышленных правил"
    version = 1
    whole = factory.RelatedFactory("tests.factories.monitoring.InForceFactory", factory_related_name="fate")


class InForceFactory(DjangoModelFactory[InForce]):
    class Meta:
        model = InForce

    fate = factory.SubFactory(FateFactory, whole=None)
    organisation = factory.SelfAttribute("fate.organisation")
    is_whole = True


class ItemFactory(DjangoModelFactory[ImplementationItem]):
    """A by-law that is expected, without a last day."""

    class Meta:
        model = ImplementationItem

    dossier = factory.SubFactory(DossierFactory)
    organisation = factory.SelfAttribute("dossier.organisation")
    kind = "bylaw"
    title_kk = factory.Sequence(lambda n: f"{n}-әдістемені бекіту туралы бұйрық")
    title_ru = factory.Sequence(lambda n: f"Приказ об утверждении методики {n}")
    created_at = WRITTEN_AT


class MeasurementFactory(DjangoModelFactory[Measurement]):
    class Meta:
        model = Measurement

    item = factory.SubFactory(ItemFactory, kind="kpi")
    organisation = factory.SelfAttribute("item.organisation")
    on = date(2026, 9, 1)
    value = 62
    source = "Ведомство есебі"


class GroupEffectFactory(DjangoModelFactory[GroupEffect]):
    class Meta:
        model = GroupEffect

    dossier = factory.SubFactory(DossierFactory)
    organisation = factory.SelfAttribute("dossier.organisation")
    name_kk = factory.Sequence(lambda n: f"{n}-топ")
    name_ru = factory.Sequence(lambda n: f"Группа {n}")
    expected = "better"


class CouncilFactory(DjangoModelFactory[Council]):
    class Meta:
        model = Council

    organisation = factory.SubFactory(OrganisationFactory)
    name_kk = factory.Sequence(lambda n: f"Ойдан шығарылған {n}-қоғамдық кеңес")
    name_ru = factory.Sequence(lambda n: f"Вымышленный общественный совет {n}")
    level = "central"


class _EntryFactory(DjangoModelFactory):  # type: ignore[type-arg]
    class Meta:
        abstract = True

    council = factory.SubFactory(CouncilFactory)
    organisation = factory.SelfAttribute("council.organisation")
    on = date(2026, 9, 1)
    text_kk = "Тарифтер туралы мәселе"
    text_ru = "Вопрос о тарифах"
    created_at = WRITTEN_AT


class AgendaProposalFactory(_EntryFactory):
    class Meta:
        model = AgendaProposal


class CouncilOpinionFactory(_EntryFactory):
    class Meta:
        model = CouncilOpinion


class CouncilMeetingFactory(_EntryFactory):
    class Meta:
        model = CouncilMeeting


class CouncilRecommendationFactory(_EntryFactory):
    class Meta:
        model = CouncilRecommendation

    body_name = "Ойдан шығарылған министрлік"


class ProofFactory(DjangoModelFactory[Proof]):
    """A file beside an item."""

    class Meta:
        model = Proof

    item = factory.SubFactory(ItemFactory)
    organisation = factory.SelfAttribute("item.organisation")
    on = date(2026, 9, 1)
    note = "Бұйрық жарияланды"
    file = factory.django.FileField(data=b"%PDF-1.7 %%EOF", filename="proof.pdf")
    file_name = "buiryq.pdf"
    content_type = "application/pdf"
    size = 14
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    added_at = WRITTEN_AT
