"""W3: Redis, broker and cache in one, stops and starts and at last forgets everything."""

import logging
import time
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection, Consumer, Exchange, Queue

from tests.faults.installation import Installation, Web, installation, wait_until
from tests.faults.redis_server import OwnRedis, own_redis

pytestmark = pytest.mark.slow

PAGES = ("/", "/drafts/", "/triage/", "/deadlines/", "/outbox/", "/health/", "/healthz")
SECONDS_AWAY = 3
RESUME_WITHIN = 60

SET_UP = """
from accounts.models import Membership, Organisation, User
organisation = Organisation.objects.create(name_kk="«Ашық орта» қоры", name_ru="Фонд «Ашық орта»")
aigerim = User.objects.create_user("aigerim@example.kz", "x", name="Айгерім Серікова")
Membership.objects.create(user=aigerim, organisation=organisation, role="coordinator")
"""
NEW_WORK = """
from django.utils import timezone
from accounts.models import Organisation, User
from deadlines import queries
from projects.actions import bring, dossiers
at = timezone.now(); on = queries.day_of(at); days = queries.calendar()
organisation, aigerim = Organisation.objects.get(), User.objects.get()
draft = bring.bring_typed(organisation=organisation, actor=aigerim, title_kk="Еңбек туралы бұйрық {number}", title_ru="",
    at=at, on=on, created_on=on, ends_on=days.add(on, 3))
dossiers.open_dossier(draft, organisation=organisation, owner=aigerim, actor=aigerim, on=on, at=at)
"""
SENT = """
import json
from correspondence.models import OutgoingEmail
print(json.dumps(OutgoingEmail.objects.filter(state="sent").count()))
"""


def test_redis_gone_and_emptied_stops_no_page_and_loses_no_letter(tmp_path: Path) -> None:
    with own_redis(tmp_path) as broker, _on(broker, tmp_path) as own:
        own.run(SET_UP)
        web = own.start_web()
        web.sign_in("aigerim@example.kz")
        own.start_worker("-B", "--schedule", str(tmp_path / "schedule"), app="tests.faults.hurried")
        answers: list[int] = []
        waits = [_after(own, 1, lambda: None)]
        for number in range(2, 5):
            broker.stop()
            waits.append(_after(own, number, lambda: _meanwhile(web, answers, broker)))
        waits.append(_after(own, 5, broker.client.flushall))
        letters = len(set(own.sink.taken))
    wrong = [status for status in answers if status not in (200, 302)]
    print(
        f"W3 pages asked for while Redis was away: {len(answers)}, not served: {len(wrong)} (bar 0);"
        f" work resumed after {max(waits):.1f} s at most (bar {RESUME_WITHIN}); letters {letters} of 5"
    )
    assert wrong == []
    assert letters == 5


@pytest.mark.parametrize("ours", [True, False], ids=["our transport", "kombu's own"])
def test_connection_lost_with_messages_in_hand_is_closed_without_a_word(tmp_path: Path, ours: bool) -> None:
    """The steps of a worker that loses Redis. The second case shows that ours is still needed: kombu's own would end it."""
    with own_redis(tmp_path) as broker:
        connection = _connection(broker, ours)
        queue = connection.SimpleQueue("nudges")
        queue.put("look at the table")
        assert queue.get(timeout=10).payload == "look at the table"
        orders = Queue("orders", Exchange("control", type="fanout"), auto_delete=True)
        Consumer(connection.default_channel, [orders], callbacks=[print]).consume()
        with suppress(TimeoutError):
            connection.drain_events(timeout=0.2)  # it now waits for the next message
        broker.stop()
        connection.collect(socket_timeout=1)
        with nullcontext() if ours else pytest.raises(AttributeError):
            connection.close()


def test_task_that_ends_after_its_connection_is_closed_ends_no_worker(tmp_path: Path) -> None:
    with own_redis(tmp_path) as broker:
        connection = _connection(broker, ours=True)
        queue = connection.SimpleQueue("nudges")
        queue.put("look at the table")
        in_hand = queue.get(timeout=10)
        errors = connection.connection_errors
        connection.close()
        in_hand.ack_log_error(logging.getLogger(__name__), errors)  # what a worker does, in its loop
        assert not in_hand.acknowledged


def _connection(broker: OwnRedis, ours: bool) -> Connection:
    kind = "config.redis_broker:Transport" if ours else "kombu.transport.redis:Transport"
    return Connection(broker.url(0), transport=kind)


def _on(broker: OwnRedis, folder: Path) -> Any:
    return installation(
        folder, CELERY_BROKER_URL=broker.url(0), CACHE_URL=broker.url(1).replace("redis:", "rediscache:")
    )


def _meanwhile(web: Web, answers: list[int], broker: OwnRedis) -> None:
    """People go on working, forgotten passwords included; then Redis is back."""
    until = time.monotonic() + SECONDS_AWAY
    while time.monotonic() < until:
        answers.extend(web.status(page) for page in PAGES)
    answers.append(web.post("/account/password/reset/", {"email": "nobody@example.kz"}).status_code)
    broker.start()


def _after(own: Installation, number: int, what: Any) -> float:
    """Seconds from the end of `what` until the letter of work that came in before it has been sent."""
    own.run(NEW_WORK.replace("{number}", str(number)))
    what()
    began = time.monotonic()
    wait_until(
        lambda: own.run(SENT) >= number, seconds=RESUME_WITHIN, every=0.3, saying=f"letter {number} is sent"
    )
    return time.monotonic() - began
