"""Two people, or one person's two clicks, at the same moment (I3): one row, one entry, one letter."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pyotp
import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import actions, queries
from accounts.actions.factors import TRIES
from accounts.models import ActivityEntry, Invitation, Membership, Organisation, User
from tests.accounts.test_invitations import _new_person, invite, link_in
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, PasskeyFactory, TotpDeviceFactory
from tests.factories.accounts import TOTP_SECRET

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Let the steps start together, each in a thread and a connection of its own."""
    gate = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=10)
            return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_double_invitation_is_one(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    browsers = [client_of(aigerim) for _n in range(4)]
    data = {"email": "saule@example.kz", "role": "lawyer", "language": "kk"}
    address = reverse("accounts:invitation-create")
    answers = at_once(*(lambda browser=browser: browser.post(address, data) for browser in browsers))
    print(f"I3 parallel posts of one invitation: {len(answers)}, rows: {Invitation.objects.count()} (bar 1)")
    assert [answer.status_code for answer in answers] == [302] * 4
    assert (Invitation.objects.count(), ActivityEntry.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_double_acceptance_makes_one_person(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim)
    browsers = [client_of(None) for _n in range(2)]
    addresses = [browser.get(link_in(mail.outbox[0]))["Location"] for browser in browsers]
    answers = at_once(
        *(lambda b=b, a=a: b.post(a, _new_person()) for b, a in zip(browsers, addresses, strict=True))
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (User.objects.count(), Membership.objects.filter(organisation=ashyq_orta).count()) == (2, 2)
    assert ActivityEntry.objects.filter(verb="invitation.accepted").count() == 1


def test_two_last_coordinators_cannot_both_leave(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    second = MembershipFactory(organisation=ashyq_orta)
    leaving = [(aigerim, aigerim.memberships.get()), (second.user, second)]
    browsers = [(client_of(user), reverse("accounts:membership-leave", args=[m.pk])) for user, m in leaving]
    at_once(*(lambda b=browser, a=address: b.post(a) for browser, address in browsers))
    assert queries.coordinators(ashyq_orta).count() == 1
    assert ActivityEntry.objects.filter(verb="member.left").count() == 1


def test_withdrawal_and_acceptance_have_one_winner(
    ashyq_orta: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    invitation = invite(ashyq_orta, aigerim, email=dana.email)
    hers, theirs = client_of(dana), client_of(aigerim)
    address = hers.get(link_in(mail.outbox[0]))["Location"]
    at_once(
        lambda: hers.post(address),
        lambda: theirs.post(reverse("accounts:invitation-revoke", args=[invitation.pk])),
    )
    invitation.refresh_from_db()
    joined = dana.memberships.filter(organisation=ashyq_orta).exists()
    assert (invitation.state, joined) in [("accepted", True), ("revoked", False)]
    assert ActivityEntry.objects.exclude(verb="invitation.sent").count() == 1


def test_letter_and_row_fail_together(
    ashyq_orta: Organisation, aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no template")

    monkeypatch.setattr("accounts.emails.render_to_string", broken)
    with pytest.raises(RuntimeError):
        actions.invite(
            ashyq_orta,
            email="saule@example.kz",
            role="lawyer",
            language="kk",
            actor=aigerim,
            at=ashyq_orta.created_at,
        )
    assert (Invitation.objects.count(), ActivityEntry.objects.count()) == (0, 0)


def test_one_code_at_the_same_moment_is_taken_once(aigerim: User) -> None:
    at = timezone.now()
    TotpDeviceFactory(user=aigerim)
    code = pyotp.TOTP(TOTP_SECRET).at(at)
    on_paper = actions.make_recovery_codes(aigerim, at=at)[0]
    for answer in (code, on_paper):
        taken = at_once(*[lambda answer=answer: actions.use_code(aigerim, answer, at=at)] * 6)
        assert sorted(taken) == [False] * 5 + [True]


def test_guesses_at_the_same_moment_are_counted_before_they_are_looked_at(aigerim: User) -> None:
    at = timezone.now()
    let_through = at_once(*[lambda: actions.begin_try(aigerim, is_known_device=False, at=at)] * (2 * TRIES))
    print(
        f"T7 guesses at the second step let through of {2 * TRIES} at once: {sum(let_through)} (bar {TRIES})"
    )
    assert sum(let_through) == TRIES
    assert len(mail.outbox) == 1


def test_answer_of_a_passkey_is_noted_once(aigerim: User) -> None:
    passkey = PasskeyFactory(user=aigerim)
    at = timezone.now()
    noted = at_once(*[lambda: actions.use_passkey(passkey, new_count=1, at=at)] * 4)
    assert sorted(noted) == [False] * 3 + [True]
