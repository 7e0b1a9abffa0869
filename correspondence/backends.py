"""Django's own way to send an e-mail, leading into the outbox: the row is written in the caller's transaction."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from correspondence.actions import queue_email

KEY_HEADER = "X-Qatysu-Key"
SECRET_HEADER = "X-Qatysu-Secret"  # noqa: S105 - the name of a header


class OutboxBackend(BaseEmailBackend):
    """Each addressee gets a row of his own, so no message shows two addresses.

    A message may carry `organisation` and `recipient` attributes, an X-Qatysu-Key header that names its cause (the
    same cause is written once) and X-Qatysu-Secret for a body with a log-in link.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._queue(message) for message in email_messages)

    def _queue(self, message: EmailMessage) -> int:
        headers = dict(message.extra_headers)
        cause = headers.pop(KEY_HEADER, "") or f"message:{uuid.uuid4().hex}"
        secret = bool(headers.pop(SECRET_HEADER, ""))
        addresses = message.recipients()
        for address in addresses:
            queue_email(
                key=cause if len(addresses) == 1 else f"{cause}:{address}",
                address=address,
                subject=str(message.subject),
                text=str(message.body),
                html=_html_part(message),
                language=getattr(message, "language", None) or translation.get_language() or "kk",
                organisation=getattr(message, "organisation", None),
                recipient=getattr(message, "recipient", None),
                headers=headers,
                is_secret=secret,
                at=timezone.now(),
            )
        return len(addresses)


def _html_part(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
