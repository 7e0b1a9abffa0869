"""Requests for information to invented bodies."""

from datetime import date, datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from correspondence.issuing import Made, claim, issue
from correspondence.models import IssuedDocument
from inforequests.actions.directory import key_of
from inforequests.models import (
    BatchLine,
    EventFile,
    Fact,
    Holder,
    IncomingMail,
    InfoRequest,
    Mailbox,
    Publication,
    RequestBatch,
    RequestEvent,
    RequestItem,
)
from inforequests.states import RequestState
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.correspondence import ordered

ISSUED_ON = date(2026, 9, 14)
WRITTEN_AT = timezone.make_aware(datetime(2026, 9, 14, 9, 30))


class HolderFactory(DjangoModelFactory[Holder]):
    class Meta:
        model = Holder

    organisation = factory.SubFactory(OrganisationFactory)
    name_kk = factory.Sequence(lambda n: f"Ойдан шығарылған {n}-басқарма")
    name_ru = factory.Sequence(lambda n: f"Вымышленное управление {n}")
    key = factory.LazyAttribute(lambda holder: key_of(holder.name_kk, holder.name_ru))
    address_kk = "Астана қаласы, Достық көшесі, 0"
    address_ru = "город Астана, улица Достык, 0"
    email = factory.Sequence(lambda n: f"basqarma{n}@example.kz")


class InfoRequestFactory(DjangoModelFactory[InfoRequest]):
    """A draft with two items in both languages; in a later state its letter waits to be made."""

    class Meta:
        model = InfoRequest

    organisation = factory.SubFactory(OrganisationFactory)
    holder = factory.SubFactory(HolderFactory, organisation=factory.SelfAttribute("..organisation"))
    subject_kk = "Су тарифтері туралы"
    subject_ru = "О тарифах на воду"
    created_at = WRITTEN_AT
    changed_at = WRITTEN_AT

    @classmethod
    def _create(cls, model_class: type[InfoRequest], *args: Any, **kwargs: Any) -> InfoRequest:
        if kwargs.get("state", RequestState.DRAFT) != RequestState.DRAFT and "order" not in kwargs:
            orderer = kwargs.get("created_by") or UserFactory()
            kwargs["order"] = ordered(kwargs["organisation"], orderer, kind="inforequests.request")
            kwargs.setdefault("ordered_on", ISSUED_ON)
        row = super()._create(model_class, *args, **kwargs)
        for number, (kk, ru) in enumerate(
            (("Тариф құрылымы", "Структура тарифа"), ("Тұтынушылар саны", "Число потребителей")), start=1
        ):
            RequestItem.objects.create(info_request=row, number=number, text_kk=kk, text_ru=ru)
        return row


class BatchFactory(DjangoModelFactory[RequestBatch]):
    """A draft in both languages to so many new `addressees`."""

    class Meta:
        model = RequestBatch

    organisation = factory.SubFactory(OrganisationFactory)
    key = factory.Faker("uuid4")
    subject_kk = "Су тарифтері туралы"
    subject_ru = "О тарифах на воду"
    items = factory.LazyFunction(lambda: [["Тариф құрылымы", "Структура тарифа"]])
    version = 1
    created_at = WRITTEN_AT

    @classmethod
    def _create(cls, model_class: type[RequestBatch], *args: Any, **kwargs: Any) -> RequestBatch:
        number = kwargs.pop("addressees", 2)
        row = super()._create(model_class, *args, **kwargs)
        for _n in range(number):
            holder = HolderFactory(organisation=row.organisation)
            BatchLine.objects.create(organisation=row.organisation, batch=row, holder=holder)
        return row


class RequestEventFactory(DjangoModelFactory[RequestEvent]):
    class Meta:
        model = RequestEvent

    info_request = factory.SubFactory(InfoRequestFactory, state=RequestState.SENT)
    organisation = factory.SelfAttribute("info_request.organisation")
    kind = "sent"
    on = ISSUED_ON
    channel = "email"
    recorded_at = WRITTEN_AT


class EventFileFactory(DjangoModelFactory[EventFile]):
    class Meta:
        model = EventFile

    event = factory.SubFactory(RequestEventFactory)
    organisation = factory.SelfAttribute("event.organisation")
    file = factory.django.FileField(data=b"%PDF-1.7 %%EOF", filename="answer.pdf")
    file_name = "zhauap.pdf"
    content_type = "application/pdf"
    size = 14
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    added_at = WRITTEN_AT


class MailboxFactory(DjangoModelFactory[Mailbox]):
    class Meta:
        model = Mailbox
        django_get_or_create = ("organisation", "key")

    organisation = factory.SubFactory(OrganisationFactory)
    key = "answers@mail.example:993/INBOX"
    since_on = ISSUED_ON


class IncomingMailFactory(DjangoModelFactory[IncomingMail]):
    """A letter in quarantine, with a file that may be kept."""

    class Meta:
        model = IncomingMail

    organisation = factory.SubFactory(OrganisationFactory)
    mailbox = factory.SubFactory(MailboxFactory, organisation=factory.SelfAttribute("..organisation"))
    uidvalidity = 1
    uid = factory.Sequence(lambda n: n + 1)
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    reason = "nobody"
    sender_name = "Кеңсе"
    sender = "kense@ministry.example"
    subject = "Сұрау салуға жауап"
    text = "Жауап тіркелген."
    files = factory.LazyFunction(lambda: [{"index": 1, "name": "жауап.pdf", "size": 22, "refusal": ""}])
    received_at = WRITTEN_AT
    fetched_at = WRITTEN_AT
    size = 700
    raw = (
        b"From: kense@ministry.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nAnswer\r\n"
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n"
        b"%PDF-1.7\nanswer\n%%EOF\n\r\n--b--\r\n"
    )


def letter_of(info_request: InfoRequest) -> IssuedDocument:
    """The letter of an issued request, as the worker would have issued it."""
    claimed = claim(WRITTEN_AT)
    assert claimed is not None
    issue(claimed, Made(1, ISSUED_ON, f"{claimed.pk:032x}", {"pdf": b"%PDF-1.7", "docx": b"PK"}))
    return IssuedDocument.objects.get(order=info_request.order)


class FactFactory(DjangoModelFactory[Fact]):
    class Meta:
        model = Fact

    info_request = factory.SubFactory(InfoRequestFactory, state=RequestState.SENT)
    organisation = factory.SelfAttribute("info_request.organisation")
    label_kk = factory.Sequence(lambda n: f"{n}-аудандағы тариф")
    label_ru = factory.Sequence(lambda n: f"Тариф в районе {n}")
    value = "112,5"
    unit = "теңге"
    noted_at = WRITTEN_AT


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication

    info_request = factory.SubFactory(InfoRequestFactory, state=RequestState.SENT)
    organisation = factory.SelfAttribute("info_request.organisation")
    title_kk = "Су тарифтері"
    title_ru = "Тарифы на воду"
    changed_at = WRITTEN_AT
