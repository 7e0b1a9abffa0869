"""Two batches of one organisation at once, fed and made by several workers: one register, no hole, no repeat."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from accounts.models import ActivityEntry, Organisation, User
from common.states import AlreadyMoved
from correspondence import issuing
from correspondence.models import IssuedDocument, IssuedFile, OutgoingEmail
from correspondence.states import MailState
from inforequests.actions.base import WrongState
from inforequests.actions.batch_issuing import feed_batches, issue_batch, stop_batch
from inforequests.actions.batch_sending import send_asked, send_batch
from inforequests.actions.sending import record_sent
from inforequests.models import BatchLine, Dispatch, InfoRequest, RequestBatch, RequestEvent
from inforequests.states import BatchState, EventKind, LineState, RequestState
from tests.factories import BatchFactory

EACH, WORKERS = 12, 4
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.usefixtures("law")]


@pytest.fixture(autouse=True)
def quick_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raced for is the number, not the setting of the page."""
    monkeypatch.setattr(issuing, "render", lambda _document: {"pdf": b"%PDF-1.7", "docx": b"PK"})


@pytest.fixture
def two(ashyq_orta: Organisation) -> list[RequestBatch]:
    return [BatchFactory(organisation=ashyq_orta, addressees=EACH) for _n in range(2)]


def at_once(number: int, step: Callable[[int], Any]) -> list[Any]:
    """What `step` gives in so many threads that begin together."""
    gate = Barrier(number)

    def run(place: int) -> Any:
        close_old_connections()
        try:
            gate.wait(timeout=60)
            return step(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def work(_place: int) -> None:
    """A worker until nothing is left, or long enough."""
    until = timezone.now() + timedelta(seconds=90)
    while timezone.now() < until:
        feed_batches(timezone.now())
        issuing.issue_due(timezone.now())
        if IssuedDocument.objects.count() == 2 * EACH:
            return


def test_two_batches_share_the_register_without_hole_or_repeat(
    two: list[RequestBatch], aigerim: User
) -> None:
    def click(place: int) -> None:
        batch = RequestBatch.objects.select_related("organisation").get(pk=two[place % 2].pk)
        issue_batch(batch, seen=1, actor=User.objects.get(pk=aigerim.pk), at=timezone.now())

    at_once(WORKERS, click)
    at_once(WORKERS, work)
    numbers = sorted(IssuedDocument.objects.values_list("number", flat=True))
    asked = list(InfoRequest.objects.values_list("batch_line__batch", "holder"))
    print(
        f"two batches of {EACH} at once, {WORKERS} workers: numbers 1-{numbers[-1]}, {len(set(asked))} letters"
    )
    assert numbers == list(range(1, 2 * EACH + 1))
    assert (len(asked), len(set(asked))) == (2 * EACH, 2 * EACH)
    assert IssuedFile.objects.count() == 4 * EACH
    assert not BatchLine.objects.exclude(state=LineState.ORDERED).exists()
    assert ActivityEntry.objects.filter(verb="request_batch.issued").count() == 2
    feed_batches(timezone.now())
    assert set(RequestBatch.objects.values_list("state", flat=True)) == {BatchState.DONE}


def test_stopping_while_it_is_fed_leaves_every_line_either_ordered_or_stopped(
    two: list[RequestBatch], aigerim: User
) -> None:
    batch = two[0]
    issue_batch(batch, seen=1, actor=aigerim, at=timezone.now())

    def step(place: int) -> None:
        if place:
            feed_batches(timezone.now())
            return
        fresh = RequestBatch.objects.select_related("organisation").get(pk=batch.pk)
        with suppress(WrongState, AlreadyMoved):  # all was ordered already
            stop_batch(fresh, actor=User.objects.get(pk=aigerim.pk), at=timezone.now())

    at_once(WORKERS, step)
    feed_batches(timezone.now())
    states = list(batch.lines.values_list("state", "info_request"))
    assert {state for state, _made in states} <= {LineState.ORDERED, LineState.STOPPED}
    assert all((state == LineState.ORDERED) is (made is not None) for state, made in states)
    assert InfoRequest.objects.count() == sum(state == LineState.ORDERED for state, _made in states)
    batch.refresh_from_db()
    assert batch.state in (BatchState.STOPPED, BatchState.DONE)


def test_letters_asked_to_be_sent_by_two_go_into_the_outbox_once_and_are_recorded_once(
    two: list[RequestBatch], aigerim: User
) -> None:
    batch = two[0]
    two[1].delete()
    issue_batch(batch, seen=1, actor=aigerim, at=timezone.now())
    while feed_batches(timezone.now()) + issuing.issue_due(timezone.now()):
        pass
    send_batch(batch, with_word=True, actor=aigerim, at=timezone.now())
    sent = at_once(WORKERS, lambda _place: send_asked(timezone.now()))
    assert (sum(sent), Dispatch.objects.count()) == (EACH, EACH)

    OutgoingEmail.objects.update(state=MailState.SENT, sent_at=timezone.now())
    settled = at_once(WORKERS, lambda _place: record_sent(timezone.now()))
    assert sum(settled) == EACH
    assert RequestEvent.objects.filter(kind=EventKind.SENT).count() == EACH
    assert set(InfoRequest.objects.values_list("state", flat=True)) == {RequestState.SENT}
