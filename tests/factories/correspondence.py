"""Letters of the outbox, and documents that were issued."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Organisation, User
from correspondence.actions import queue_email, request_document
from correspondence.documents import Document, Letterhead, Mode, Paragraph, Text
from correspondence.issuing import Made, claim, issue
from correspondence.models import DocumentOrder, IssuedDocument, OutgoingEmail


class OutgoingEmailFactory(DjangoModelFactory[OutgoingEmail]):
    """A queued letter as the product writes it, due since `at`; other columns are set afterwards."""

    class Meta:
        model = OutgoingEmail

    key = factory.Sequence(lambda n: f"letter:{n}")
    address = factory.Sequence(lambda n: f"adam{n}@example.kz")
    subject = "Талқылау мерзімі: 25 қараша"
    text = "Ұсыныстарды 25 қарашаға дейін енгізіңіз."
    at = datetime(2026, 11, 20, 4, tzinfo=UTC)

    @classmethod
    def _create(cls, model_class: type[OutgoingEmail], *args: Any, **kwargs: Any) -> OutgoingEmail:
        columns = {name: kwargs.pop(name) for name in COLUMNS & set(kwargs)}
        email = queue_email(**kwargs)
        for name, value in columns.items():
            setattr(email, name, value)
        if columns:
            email.save(update_fields=list(columns))
        return email


COLUMNS = {"state", "attempts", "last_error", "sent_at", "next_attempt_at", "lease_until", "lease_key"}


AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
FILES = {"pdf": b"%PDF-1.7 \xd0\xb5\xd1\x80\xd0\xb5\xd0\xb6\xd0\xb5", "docx": b"PK docx"}
SHORT_LETTER = Document(
    Text("Ұсыныстар жолдау туралы", "О направлении предложений"),
    Mode.KAZAKH,
    Letterhead(Text("«Ашық орта» қоры", "Фонд «Ашық орта»")),
    (Paragraph(Text("Ұсыныстарды жолдаймыз.", "Направляем предложения.")),),
)


def ordered(organisation: Organisation, actor: User, **values: Any) -> DocumentOrder:
    """A letter that the person has asked for and that nobody has made yet."""
    asked = {"kind": "letter.cover_body", "description": SHORT_LETTER, "at": AT, **values}
    return request_document(organisation, actor=actor, **asked)


def issued(organisation: Organisation, actor: User, *, number: int = 1, **values: Any) -> IssuedDocument:
    """A letter issued as the worker does it, but with files that nobody had to wait for."""
    order = ordered(organisation, actor, **values)
    claimed = claim(AT)
    assert claimed is not None
    assert claimed.pk == order.pk
    code = f"{order.pk:032x}"
    assert issue(claimed, Made(number, AT.date(), code, FILES))
    return IssuedDocument.objects.get(order=order)
