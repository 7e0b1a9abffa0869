"""What is written to be sent, and what is made to be signed."""

from correspondence.actions.documents import request_document, retry_document
from correspondence.actions.letters import save_template
from correspondence.actions.mail import (
    address_answers,
    address_refuses,
    cancel_email,
    cancel_thread,
    forget_cancelled,
    forget_emails,
    hold_mail,
    message_id,
    one_line,
    queue_email,
    retry_email,
    tell,
)

__all__ = [
    "address_answers",
    "address_refuses",
    "cancel_email",
    "cancel_thread",
    "forget_cancelled",
    "forget_emails",
    "hold_mail",
    "message_id",
    "one_line",
    "queue_email",
    "request_document",
    "retry_document",
    "retry_email",
    "save_template",
    "tell",
]
