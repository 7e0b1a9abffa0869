"""The activity log: one line for each thing a person or the system did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import override

from accounts.models import ActivityEntry, Membership, Organisation, User

SUBJECT_LENGTH = 300


def record(
    verb: str,
    *,
    actor: User | None,
    organisation: Organisation | None,
    subject: object,
    obj: models.Model | None = None,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> ActivityEntry:
    """Write a line of the activity log. Call it inside the transaction of the deed that it tells of.

    `verb`: 'noun.done', with a sentence in the `activity.py` of the app that uses it (see accounts.activity).
    `actor` None: the system itself. `organisation` None: nobody's in particular, shown to no organisation.
    `subject`: what the reader will know the object by, as it is called now; of an object that is called otherwise in
    Russian both names are kept. `details`: plain JSON, without
    anybody's personal data, for this log cannot be erased.
    """
    kazakh, russian = _called(subject, "kk"), _called(subject, "ru")
    return ActivityEntry.objects.create(
        organisation=organisation,
        actor=actor,
        at=at,
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        subject=kazakh,
        subject_ru=russian if russian != kazakh else None,
        details=dict(details or {}),
    )


def log_export(membership: Membership, what: object, kind: str, count: int, *, at: datetime) -> None:
    """That a list of people was taken as a file: who took it, as 'csv' or 'xlsx', and how many lines it has."""
    record(
        "list.exported",
        actor=membership.user,
        organisation=membership.organisation,
        obj=membership.organisation,
        subject=what,
        at=at,
        details={"count": count, "format": kind.upper()},
    )


def _called(subject: object, language: str) -> str:
    with override(language):
        return str(subject)[:SUBJECT_LENGTH]
