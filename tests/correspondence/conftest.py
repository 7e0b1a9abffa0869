from collections.abc import Iterator
from typing import Any

import pytest

from tests.correspondence.sink import Sink, running


def smtp_settings(port: int) -> dict[str, Any]:
    """What EMAIL_URL=smtp://127.0.0.1:port gives."""
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": None,
        "EMAIL_HOST_PASSWORD": None,
    }


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server that takes everything until it is told otherwise; the product sends to it, and waits half a
    second for an answer."""
    settings.EMAIL_TIMEOUT = 0.5
    sink = Sink()
    with running(sink) as port:
        settings.MAIL_TRANSPORT = smtp_settings(port)
        yield sink
