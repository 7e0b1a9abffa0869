"""Every pair of states of a deadline, allowed and not."""

import itertools
from typing import Any

import pytest

from accounts.models import ActivityEntry, User
from common.states import AlreadyMoved, IllegalMove, move_state
from deadlines import actions
from deadlines.models import Deadline
from deadlines.states import DEADLINE_MOVES, DeadlineState
from tests.factories import DeadlineFactory
from tests.moments import almaty

pytestmark = pytest.mark.django_db
PAIRS = list(itertools.product(DeadlineState, DeadlineState))


@pytest.fixture
def deadline(ashyq_orta: Any, aigerim: User) -> Deadline:
    return DeadlineFactory(organisation=ashyq_orta, responsible=aigerim)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_state_moves_by_the_table_and_in_no_other_way(deadline: Deadline, before: str, after: str) -> None:
    Deadline.objects.update(state=before)
    deadline.refresh_from_db()

    if after in DEADLINE_MOVES[before]:
        move_state(deadline, DEADLINE_MOVES, after)
    else:
        with pytest.raises(IllegalMove):
            move_state(deadline, DEADLINE_MOVES, after)

    expected = after if after in DEADLINE_MOVES[before] else before
    assert Deadline.objects.get().state == deadline.state == expected


def test_table_of_moves() -> None:
    assert {(a, b) for a, targets in DEADLINE_MOVES.items() for b in targets} == {
        ("open", "done"),
        ("open", "cancelled"),
        ("done", "open"),
        ("cancelled", "open"),
    }


@pytest.mark.parametrize(
    ("done", "state", "verb"), [(True, "done", "done"), (False, "cancelled", "cancelled")]
)
def test_closing_is_logged_and_ends_the_reminders(
    deadline: Deadline, aigerim: User, done: bool, state: str, verb: str
) -> None:
    at = almaty("10.11.2026")

    actions.close_deadline(deadline, actor=aigerim, at=at, done=done)

    deadline.refresh_from_db()
    assert (deadline.state, deadline.closed_at, deadline.next_reminder_on) == (state, at, None)
    assert list(ActivityEntry.objects.values_list("verb", "actor")) == [(f"deadline.{verb}", aigerim.pk)]


def test_slower_of_two_people_is_told_and_overwrites_nothing(deadline: Deadline, aigerim: User) -> None:
    slower = Deadline.objects.get()
    actions.close_deadline(deadline, actor=aigerim, at=almaty("10.11.2026 09:00"))

    with pytest.raises(AlreadyMoved):
        actions.close_deadline(slower, actor=aigerim, at=almaty("10.11.2026 09:01"), done=False)

    assert Deadline.objects.get().state == "done"
    assert ActivityEntry.objects.count() == 1
