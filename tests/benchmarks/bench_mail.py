"""M7: one alert to 1,000 people over four connections to a mail server 20 ms away, beside a loop of send_mail."""

from time import perf_counter
from typing import Any

from django.core.mail import get_connection, send_mail
from django.test import override_settings
from django.utils import timezone

from correspondence import delivery
from correspondence.actions import message_id
from correspondence.models import OutgoingEmail
from tests.benchmarks.far_mail_server import far_mail_server
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import SMALL
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

LETTERS, IN_THE_LOOP, CONNECTIONS = 1_000, 40, 4
TIME_BAR, RATIO_BAR = 10, 5
SMTP = "django.core.mail.backends.smtp.EmailBackend"
TEXT = "Ұсыныстарды 25 қарашаға дейін енгізіңіз.\n" * 20


def run() -> list[Figure]:
    """Until 95 % are handed over, and how many times as fast as the loop, where the server pipelines and where not."""
    database(SMALL)
    with far_mail_server(pipelining=True) as (port, seen):
        loop = _seconds_a_letter_in_a_loop(port)
        seen.value = 0
        until_95, whole = _outbox(port)
        taken = seen.value
    with far_mail_server(pipelining=False) as (port, _seen):
        _until, plain = _outbox(port)
    where = f"{LETTERS:,} letters, {CONNECTIONS} connections, 20 ms away, {engine()}"
    return [
        Figure(f"{where}: 95 % handed over", until_95, "s", f"<= {TIME_BAR}", until_95 <= TIME_BAR),
        Figure(f"{where}: letters taken", taken, "", f"{LETTERS:,}", taken == LETTERS),
        _ratio(f"{where}, against a loop of send_mail", loop * LETTERS / whole),
        _ratio(f"{where}, server without PIPELINING, against a loop of send_mail", loop * LETTERS / plain),
    ]


def _ratio(name: str, value: float) -> Figure:
    return Figure(name, value, "times as fast", f">= {RATIO_BAR}", value >= RATIO_BAR)


def _transport(port: int) -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": None,
        "EMAIL_HOST_PASSWORD": None,
    }


def _seconds_a_letter_in_a_loop(port: int) -> float:
    begun = perf_counter()
    for n in range(IN_THE_LOOP):
        own = get_connection(SMTP, host="127.0.0.1", port=port, username="", password="")
        send_mail(f"Мерзім {n}", TEXT, None, [f"user{n}@example.kz"], connection=own)
    return (perf_counter() - begun) / IN_THE_LOOP


def _outbox(port: int) -> tuple[float, float]:
    """Seconds until 95 % of the letters were noted as sent, and until the last one was."""
    OutgoingEmail.objects.all().delete()
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(
            key=f"m7:{n}",
            address=f"user{n}@example.kz",
            subject=f"Мерзім {n}",
            text=TEXT,
            html=f"<p>{TEXT}</p>",
            message_id=message_id(f"m7:{n}"),
        )
        for n in range(LETTERS)
    )
    with override_settings(MAIL_TRANSPORT=_transport(port), MAIL_CONNECTIONS=CONNECTIONS):
        begun = timezone.now()
        sent = delivery.deliver_due(begun)
        whole = (timezone.now() - begun).total_seconds()
    if sent != LETTERS:
        raise RuntimeError(f"{sent} of {LETTERS} letters were handed over: {OutgoingEmail.objects.first()}")
    moments = OutgoingEmail.objects.order_by("sent_at").values_list("sent_at", flat=True)
    moment = moments[LETTERS * 95 // 100 - 1]
    assert moment is not None
    return (moment - begun).total_seconds(), whole
