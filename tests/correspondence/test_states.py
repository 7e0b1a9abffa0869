"""Every pair of states of a letter and of a notice, allowed and not; and what a person may do to a letter."""

import itertools
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import ActivityEntry, User
from common.states import AlreadyMoved, IllegalMove, move_state
from correspondence import actions
from correspondence.models import Notice, OutgoingEmail
from correspondence.states import MAIL_MOVES, NOTICE_MOVES, MailState, NoticeState
from tests.factories import OutgoingEmailFactory
from tests.moments import almaty

pytestmark = pytest.mark.django_db
NOW = almaty("20.11.2026")


@pytest.fixture
def email(ashyq_orta: Any) -> OutgoingEmail:
    return OutgoingEmailFactory(organisation=ashyq_orta)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(MailState, MailState)))
def test_letter_moves_by_the_table_and_in_no_other_way(email: OutgoingEmail, before: str, after: str) -> None:
    OutgoingEmail.objects.update(state=before)
    email.refresh_from_db()
    allowed = after in MAIL_MOVES.get(before, ())

    if allowed:
        move_state(email, MAIL_MOVES, after)
    else:
        with pytest.raises(IllegalMove):
            move_state(email, MAIL_MOVES, after)

    assert OutgoingEmail.objects.get().state == (after if allowed else before)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(NoticeState, NoticeState)))
def test_notice_moves_by_the_table_and_in_no_other_way(
    ashyq_orta: Any, bolat: User, before: str, after: str
) -> None:
    notice = Notice.objects.create(
        organisation=ashyq_orta, recipient=bolat, thread="t", stage="s", template="deadline", state=before
    )
    allowed = after in NOTICE_MOVES.get(before, ())

    if allowed:
        move_state(notice, NOTICE_MOVES, after)
    else:
        with pytest.raises(IllegalMove):
            move_state(notice, NOTICE_MOVES, after)

    assert Notice.objects.get().state == (after if allowed else before)


def test_what_is_sent_stays_sent() -> None:
    assert MailState.SENT not in MAIL_MOVES
    assert NoticeState.CANCELLED not in NOTICE_MOVES


# --- By hand ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_letter_put_back_starts_afresh_and_is_logged(email: OutgoingEmail, aigerim: User, state: str) -> None:
    OutgoingEmail.objects.update(state=state, attempts=15, last_error="550 no")
    email.refresh_from_db()

    actions.retry_email(email, actor=aigerim, at=NOW)

    email.refresh_from_db()
    assert (email.state, email.attempts, email.last_error, email.next_attempt_at) == ("queued", 0, "", NOW)
    assert ActivityEntry.objects.get().verb == "email.retried"


@pytest.mark.parametrize("state", ["queued", "sending", "sent"])
def test_letter_that_is_on_its_way_or_gone_is_not_put_back(
    email: OutgoingEmail, aigerim: User, state: str
) -> None:
    OutgoingEmail.objects.update(state=state)
    email.refresh_from_db()

    with pytest.raises(IllegalMove):
        actions.retry_email(email, actor=aigerim, at=NOW)


def test_secret_that_is_wiped_cannot_be_sent_again(ashyq_orta: Any, aigerim: User) -> None:
    email = OutgoingEmailFactory(organisation=ashyq_orta, is_secret=True)
    actions.cancel_email(email, actor=aigerim, at=NOW)

    with pytest.raises(ValidationError, match="link"):
        actions.retry_email(OutgoingEmail.objects.get(), actor=aigerim, at=NOW)

    assert OutgoingEmail.objects.values_list("state", "text", "html").get() == ("cancelled", "", "")


@pytest.mark.parametrize("state", ["sending", "sent", "failed", "cancelled"])
def test_only_a_waiting_letter_is_taken_out(email: OutgoingEmail, aigerim: User, state: str) -> None:
    OutgoingEmail.objects.update(state=state)
    email.refresh_from_db()

    with pytest.raises(IllegalMove):
        actions.cancel_email(email, actor=aigerim, at=NOW)


def test_letter_that_a_sender_takes_at_the_same_moment_is_not_taken_out(
    email: OutgoingEmail, aigerim: User
) -> None:
    OutgoingEmail.objects.update(state="sending")

    with pytest.raises(AlreadyMoved):
        actions.cancel_email(email, actor=aigerim, at=NOW)

    assert not ActivityEntry.objects.exists()
