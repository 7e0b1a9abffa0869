"""Public hearings; texts and people are invented."""

from datetime import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from deadlines.models import TimeLimit
from deadlines.reference import load_time_limits
from hearings.models import (
    AccessNeed,
    AgendaItem,
    CheckIn,
    Hearing,
    Invitation,
    LetterProof,
    PackArchive,
    PackFile,
    Proposal,
    Registration,
    Stakeholder,
    Turn,
    Vote,
    WrittenProposal,
)
from hearings.states import StakeholderKind
from tests.factories.accounts import OrganisationFactory

COLUMNS = {field.name for field in TimeLimit._meta.fields}


def load_hearing_rules() -> None:
    """The rules of law that hearings are counted by, as shipped."""
    rows = [row for row in load_time_limits() if row.code.startswith(("hearing.", "personal_data."))]
    known = set(TimeLimit.objects.values_list("code", flat=True))
    TimeLimit.objects.bulk_create(
        TimeLimit(**{name: getattr(row, name) for name in row.__slots__ if name in COLUMNS})
        for row in rows
        if row.code not in known
    )


class HearingFactory(DjangoModelFactory[Hearing]):
    """A planned hearing in a room, its texts in both languages, without dates on the list of deadlines."""

    class Meta:
        model = Hearing

    organisation = factory.SubFactory(OrganisationFactory)
    title_kk = "Шекті тарифтер туралы жобаны тыңдау"
    title_ru = "Слушания по проекту о предельных тарифах"
    aim_kk = "Тұтынушылардың пікірін жинау"
    aim_ru = "Собрать мнения потребителей"
    norms_kk = "3-тармақ"
    norms_ru = "пункт 3"
    decisions_kk = "Бірлескен ұсыныстар"
    decisions_ru = "Общие предложения"
    place_kk = "Астана, Сарайшық көшесі, 5"
    place_ru = "Астана, улица Сарайшык, 5"
    rules_kk = "Баяндамаға 10 минут, сөзге 3 минут."
    rules_ru = "Доклад 10 минут, выступление 3 минуты."
    access_kk = "Кіреберісте пандус бар."
    access_ru = "На входе есть пандус."
    starts_at = timezone.make_aware(datetime(2026, 11, 12, 15))


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    hearing = factory.SubFactory(HearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")
    order = factory.Sequence(lambda n: n + 1)
    title_kk = "Жоба туралы баяндама"
    title_ru = "Доклад о проекте"
    minutes = 20


class StakeholderFactory(DjangoModelFactory[Stakeholder]):
    class Meta:
        model = Stakeholder

    organisation = factory.SubFactory(OrganisationFactory)
    kind = StakeholderKind.EXPERT
    name = factory.Sequence(lambda n: f"«Сарапшы {n}» бірлестігі")
    email = factory.Sequence(lambda n: f"sarapshy{n}@example.kz")
    language = "kk"


class InvitationFactory(DjangoModelFactory[Invitation]):
    """A stakeholder of the hearing's organisation, chosen for it."""

    class Meta:
        model = Invitation

    hearing = factory.SubFactory(HearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")

    @classmethod
    def _create(cls, model_class: type[Invitation], *args: Any, **kwargs: Any) -> Invitation:
        if "stakeholder" not in kwargs:
            kwargs["stakeholder"] = StakeholderFactory(organisation=kwargs["organisation"])
        return Invitation.objects.create(**kwargs)


class RegistrationFactory(DjangoModelFactory[Registration]):
    """Somebody with a confirmed place in the room."""

    class Meta:
        model = Registration

    hearing = factory.SubFactory(HearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")
    number = factory.Sequence(lambda n: n + 1)
    state = "seated"
    attendance = "room"
    name = factory.Sequence(lambda n: f"Қатысушы {n}")
    email = factory.Sequence(lambda n: f"qatysushy{n}@example.kz")
    language = "kk"
    form_key = factory.Sequence(lambda n: f"{n:064d}")
    confirmed_at = timezone.make_aware(datetime(2026, 9, 14, 9, 30))


class AccessNeedFactory(DjangoModelFactory[AccessNeed]):
    class Meta:
        model = AccessNeed

    registration = factory.SubFactory(RegistrationFactory)
    organisation = factory.SelfAttribute("registration.organisation")
    kind = "step_free"


class OpenHearingFactory(HearingFactory):
    """A hearing that is going on."""

    state = "open"
    announced_at = timezone.make_aware(datetime(2026, 9, 14, 9, 30))
    opened_at = factory.SelfAttribute("starts_at")


class InRecordFactory(DjangoModelFactory[Any]):
    class Meta:
        abstract = True

    hearing = factory.SubFactory(OpenHearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")
    name = factory.Sequence(lambda n: f"Келген {n}")


class CheckInFactory(InRecordFactory):
    """Somebody who came without having registered."""

    class Meta:
        model = CheckIn

    came_at = factory.SelfAttribute("hearing.starts_at")


class TurnFactory(InRecordFactory):
    """A speaker who waits."""

    class Meta:
        model = Turn

    order = factory.Sequence(lambda n: n + 1)


class ProposalFactory(InRecordFactory):
    class Meta:
        model = Proposal

    number = factory.Sequence(lambda n: n + 1)
    text = "Тариф жылына бір рет бекітілсін."
    language = "kk"
    said_at = factory.SelfAttribute("hearing.starts_at")


class VoteFactory(DjangoModelFactory[Vote]):
    """A vote that is going on: by hands, the majority of those who vote."""

    class Meta:
        model = Vote

    hearing = factory.SubFactory(OpenHearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")
    number = factory.Sequence(lambda n: n + 1)
    question_kk = "Бірінші ұсынысты қолдайсыз ба?"
    question_ru = "Поддержать первое предложение?"
    declared_at = factory.SelfAttribute("hearing.starts_at")


class PackFileFactory(DjangoModelFactory[PackFile]):
    """A PDF in Kazakh that somebody brought."""

    class Meta:
        model = PackFile

    hearing = factory.SubFactory(HearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")
    kind = "questions"
    language = "kk"
    file = factory.django.FileField(filename="pack.pdf", data=b"%PDF-1.4 %%EOF")
    file_name = "сұрақтар.pdf"
    content_type = "application/pdf"
    size = 14
    sha256 = "0" * 64
    added_at = timezone.make_aware(datetime(2026, 9, 14, 9, 30))


class PackArchiveFactory(DjangoModelFactory[PackArchive]):
    """A ZIP that can be given out."""

    class Meta:
        model = PackArchive

    hearing = factory.SubFactory(HearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")
    state = "ready"
    file = factory.django.FileField(filename="pack.zip", data=b"PK\x05\x06" + bytes(18))
    size = 22
    sha256 = "0" * 64
    asked_at = timezone.make_aware(datetime(2026, 9, 14, 9, 30))
    made_at = factory.SelfAttribute("asked_at")


class WrittenProposalFactory(DjangoModelFactory[WrittenProposal]):
    """Sent a moment ago and not confirmed."""

    class Meta:
        model = WrittenProposal

    hearing = factory.SubFactory(HearingFactory)
    organisation = factory.SelfAttribute("hearing.organisation")
    name = factory.Sequence(lambda n: f"Ұсынушы {n}")
    email = factory.Sequence(lambda n: f"usynushy{n}@example.kz")
    language = "kk"
    text = "Тариф жылына бір рет бекітілсін."
    form_key = factory.Sequence(lambda n: f"w{n:063d}")
    sent_at = factory.LazyFunction(timezone.now)


class LetterProofFactory(DjangoModelFactory[LetterProof]):
    class Meta:
        model = LetterProof

    organisation = factory.SelfAttribute("letter.organisation")
    file = factory.django.FileField(filename="proof.pdf", data=b"%PDF-1.7 %%EOF")
    file_name = "дәлел.pdf"
    content_type = "application/pdf"
    size = 14
    sha256 = "0" * 64
    added_at = timezone.make_aware(datetime(2026, 9, 14, 9, 30))
