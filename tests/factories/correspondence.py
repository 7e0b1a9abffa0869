"""Letters of the outbox."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from correspondence.actions import queue_email
from correspondence.models import OutgoingEmail


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
