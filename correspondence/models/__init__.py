from correspondence.models.documents import DocumentOrder, DocumentOrderQuerySet, IssuedDocument, IssuedFile
from correspondence.models.letters import LetterTemplate
from correspondence.models.mail import (
    EmailAttachment,
    Notice,
    NoticeQuerySet,
    OutgoingEmail,
    OutgoingEmailQuerySet,
)
from correspondence.models.scans import FileScan
from correspondence.models.shares import SharePicture

__all__ = [
    "DocumentOrder",
    "DocumentOrderQuerySet",
    "EmailAttachment",
    "FileScan",
    "IssuedDocument",
    "IssuedFile",
    "LetterTemplate",
    "Notice",
    "NoticeQuerySet",
    "OutgoingEmail",
    "OutgoingEmailQuerySet",
    "SharePicture",
]
