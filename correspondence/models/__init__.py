from correspondence.models.documents import DocumentOrder, DocumentOrderQuerySet, IssuedDocument, IssuedFile
from correspondence.models.letters import LetterTemplate
from correspondence.models.mail import (
    EmailAttachment,
    Notice,
    NoticeQuerySet,
    OutgoingEmail,
    OutgoingEmailQuerySet,
)

__all__ = [
    "DocumentOrder",
    "DocumentOrderQuerySet",
    "EmailAttachment",
    "IssuedDocument",
    "IssuedFile",
    "LetterTemplate",
    "Notice",
    "NoticeQuerySet",
    "OutgoingEmail",
    "OutgoingEmailQuerySet",
]
