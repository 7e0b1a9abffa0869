"""What is sent: numbers, the kind and the address of the page. No names, no texts of anybody: the program asks for those with
its key, in the rights of that moment."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from django.utils.translation import override

from monitoring.webhook_states import WebhookEvent
from monitoring.webhooks.causes import Cause, page_url

SIGNATURE, DELIVERY, EVENT = "Qatysu-Signature", "Qatysu-Delivery", "Qatysu-Event"
TOLERANCE_SECONDS = 300  # how old a message the receiver should still take


def content_of(cause: Cause) -> dict[str, Any]:
    return {
        "event": cause.event.value,
        **_names(cause.event),
        "at": cause.at.isoformat(),
        "object": {"kind": cause.kind, "id": cause.pk},
        "url": page_url(cause.path),
    }


def _names(event: WebhookEvent) -> dict[str, str]:
    names = {}
    for language in ("kk", "ru"):
        with override(language):
            names[f"event_{language}"] = str(event.label)
    return names


def body_of(content: dict[str, Any], number: str) -> bytes:
    return json.dumps({"delivery": number, **content}, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(body: bytes, *, secret: str, number: str, event: str, at: datetime) -> dict[str, str]:
    """The signature covers the moment and the body, so that an old message cannot be sent again as a new one."""
    moment = int(at.timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        SIGNATURE: f"t={moment},v1={signature(body, secret=secret, moment=moment)}",
        DELIVERY: number,
        EVENT: event,
    }


def signature(body: bytes, *, secret: str, moment: int) -> str:
    """HMAC-SHA256 of '<moment>.<body>' in hexadecimal."""
    signed = f"{moment}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
