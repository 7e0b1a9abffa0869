"""Two workers at the same moment: each reminder is noted once and leaves in one letter (W4)."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from correspondence.composing import compose_notices
from correspondence.models import Notice, OutgoingEmail
from deadlines import actions
from tests.factories import DeadlineFactory, MembershipFactory
from tests.moments import almaty

pytestmark = pytest.mark.django_db(transaction=True)
NOW = almaty("18.11.2026")
WORKERS, DEADLINES = 4, 12


def at_once(step: Callable[[], Any]) -> list[Any]:
    """What each worker's step gave; they begin together."""
    start, results = threading.Barrier(WORKERS), []

    def work() -> None:
        start.wait()
        try:
            results.append(step())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_reminders_of_workers_that_tick_together_are_noted_and_written_once(
    ashyq_orta: Any, aigerim: User
) -> None:
    people = [MembershipFactory(organisation=ashyq_orta, role="lawyer").user for _n in range(3)]
    for n in range(DEADLINES):
        DeadlineFactory(organisation=ashyq_orta, responsible=people[n % 3])

    assert len(at_once(lambda: actions.send_due_reminders(NOW))) == WORKERS
    written = at_once(lambda: compose_notices(NOW))

    assert sum(written) == OutgoingEmail.objects.count() == DEADLINES
    assert Counter(Notice.objects.values_list("stage", "state")) == {("v1:t-5", "mailed"): DEADLINES}
    assert set(OutgoingEmail.objects.values_list("recipient", flat=True)) == {person.pk for person in people}


def test_deadline_closed_while_it_is_being_reminded_of_leaves_no_letter_that_goes(
    ashyq_orta: Any, aigerim: User
) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta, responsible=aigerim)
    turn = iter(range(WORKERS))

    def remind_or_close() -> None:
        if next(turn) == 0:
            actions.close_deadline(deadline, actor=aigerim, at=NOW)
        else:
            actions.send_due_reminders(NOW)
            compose_notices(NOW)

    at_once(remind_or_close)

    assert not Notice.objects.exclude(state="cancelled").exists()
    assert not OutgoingEmail.objects.exclude(state="cancelled").exists()
