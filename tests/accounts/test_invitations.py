"""The only way in: an invitation, its letter, its secret link."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions, secret_links
from accounts.actions.invitations import LETTERS_A_DAY
from accounts.models import ActivityEntry, Invitation, Membership, Organisation, User
from accounts.states import INVITATION_MOVES, InvitationState, Role
from common.states import AlreadyMoved, IllegalMove, move_state
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, UserFactory

NOON = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)  # 12:00 in Astana


def invite(organisation: Organisation, actor: User | None, **changes: object) -> Invitation:
    fields = {"email": "saule@example.kz", "role": Role.LAWYER, "language": "kk", "at": timezone.now()}
    return actions.invite(organisation, actor=actor, **{**fields, **changes})  # type: ignore[arg-type]


def opened(browser: Client, message: mail.EmailMessage) -> str:
    """Follow the letter's link; the address of the page that it leads to."""
    answer = browser.get(link_in(message))
    return str(getattr(answer, "url", link_in(message)))


def link_in(message: mail.EmailMessage) -> str:
    """The path of the only link in the letter."""
    (path,) = re.findall(r"^https?://[^/]+(/\S+)$", str(message.body), re.MULTILINE)
    return str(path)


def test_invitation_is_a_row_a_letter_and_a_line_of_the_log(ashyq_orta: Organisation, aigerim: User) -> None:
    invitation = invite(ashyq_orta, aigerim, email=" Saule@Example.KZ ", at=NOON)
    assert invitation.email == "saule@example.kz"
    assert [message.to for message in mail.outbox] == [["saule@example.kz"]]
    assert [entry.verb for entry in ActivityEntry.objects.filter(organisation=ashyq_orta)] == [
        "invitation.sent"
    ]


def test_invitation_runs_out_at_the_midnight_that_the_letter_names(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    invitation = invite(ashyq_orta, aigerim, at=NOON)
    assert timezone.localtime(invitation.expires_at).isoformat() == "2026-12-07T00:00:00+05:00"
    assert invitation.last_day.isoformat() == "2026-12-06"


def test_secret_is_long_and_stored_only_as_a_hash(ashyq_orta: Organisation, aigerim: User) -> None:
    invitation = invite(ashyq_orta, aigerim)
    secret = link_in(mail.outbox[0]).rstrip("/").rsplit("/", 1)[-1]
    assert len(secret) * 6 >= 128
    assert invitation.token_hash == secret_links.hash_of(secret)
    stored = str(Invitation.objects.values().get()) + str(list(ActivityEntry.objects.values()))
    assert secret not in stored


def test_second_identical_invitation_is_the_first(ashyq_orta: Organisation, aigerim: User) -> None:
    assert invite(ashyq_orta, aigerim) == invite(ashyq_orta, aigerim)
    assert (len(mail.outbox), ActivityEntry.objects.count()) == (1, 1)


def test_invitation_in_another_role_is_refused_while_one_waits(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    invite(ashyq_orta, aigerim)
    with pytest.raises(ValidationError, match="another role"):
        invite(ashyq_orta, aigerim, role=Role.OBSERVER)


def test_invitation_out_of_date_is_replaced(ashyq_orta: Organisation, aigerim: User) -> None:
    old = invite(ashyq_orta, aigerim, at=NOON)
    new = invite(ashyq_orta, aigerim, at=NOON + timedelta(days=30))
    old.refresh_from_db()
    assert (old.state, new.state, old.pk == new.pk) == ("revoked", "open", False)


def test_member_is_not_invited_again(ashyq_orta: Organisation, aigerim: User, bolat: User) -> None:
    with pytest.raises(ValidationError, match="already a member"):
        invite(ashyq_orta, aigerim, email="BOLAT@example.kz")


def test_letters_of_a_day_are_counted(ashyq_orta: Organisation, aigerim: User) -> None:
    for n in range(LETTERS_A_DAY):
        invite(ashyq_orta, aigerim, email=f"n{n}@example.kz", at=NOON)
    with pytest.raises(ValidationError, match="as a day allows"):
        invite(ashyq_orta, aigerim, email="one-more@example.kz", at=NOON + timedelta(hours=23))
    invite(ashyq_orta, aigerim, email="one-more@example.kz", at=NOON + timedelta(hours=25))
    assert not Invitation.objects.filter(email="one-more@example.kz").exclude(state="open").exists()


def test_new_person_joins_by_name_and_password(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim)
    visitor = client_of(None)
    page = visitor.get(link_in(mail.outbox[0]), follow=True)
    assert (page.status_code, "Ашық орта" in page.content.decode()) == (200, True)
    answer = visitor.post(opened(visitor, mail.outbox[0]), _new_person())
    assert answer.status_code == 302
    saule = User.objects.get(email="saule@example.kz")
    assert (saule.name, saule.mail_language, saule.interface_language) == ("Сәуле Нұрланқызы", "kk", "en")
    assert [(m.organisation, m.role) for m in saule.memberships.all()] == [(ashyq_orta, "lawyer")]
    assert visitor.get(reverse("accounts:organisation")).status_code == 200


def test_looking_at_the_link_accepts_nothing(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim, email="dana@example.kz")
    dana = UserFactory(email="dana@example.kz")
    for method in ("get", "head"):
        getattr(client_of(dana), method)(link_in(mail.outbox[0]), follow=True)
    assert not dana.memberships.exists()


def test_weak_password_is_refused_beside_the_field(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim)
    for password in ("short", "12345678901", "сәуле нұрланқызы", "saule@example.kz"):
        visitor = client_of(None)
        page = visitor.post(opened(visitor, mail.outbox[0]), _new_person(password))
        assert (page.status_code, 'id="id_password_error"' in page.content.decode()) == (422, True), password
    assert not User.objects.filter(email="saule@example.kz").exists()


def test_known_person_signs_in_and_accepts(
    ashyq_orta: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim, email=dana.email)
    visitor = client_of(None)
    address = opened(visitor, mail.outbox[0])
    assert f"next={address}" in visitor.get(address).content.decode()
    her_browser = client_of(dana)
    assert her_browser.post(opened(her_browser, mail.outbox[0])).status_code == 302
    assert {m.organisation for m in dana.memberships.all()} >= {ashyq_orta}
    assert her_browser.session["organisation"] == ashyq_orta.pk


def test_invitation_to_another_address_is_not_accepted(
    ashyq_orta: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    invitation = invite(ashyq_orta, aigerim)
    her_browser = client_of(dana)
    assert her_browser.post(opened(her_browser, mail.outbox[0])).status_code == 403
    with pytest.raises(ValidationError, match=r"sent to saule@example\.kz"):
        actions.accept_invitation(invitation, user=dana, at=timezone.now())
    assert not dana.memberships.filter(organisation=ashyq_orta).exists()


@pytest.mark.parametrize("ending", ["accepted", "revoked", "out of date", "never there"])
def test_dead_link_says_the_same_whatever_killed_it(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, ending: str
) -> None:
    invitation = invite(ashyq_orta, aigerim)
    visitor = client_of(None)
    address = opened(visitor, mail.outbox[0])
    if ending == "out of date":
        Invitation.objects.update(expires_at=timezone.now())
    elif ending == "never there":
        address = reverse("accounts:invitation-accept", args=[invitation.pk + 1])
    else:
        move_state(invitation, INVITATION_MOVES, ending)
    for page in (visitor.get(address), visitor.post(address, _new_person())):
        assert page.status_code == 404
        assert "This link does not work any more" in page.content.decode()


def test_number_of_an_invitation_opens_nothing_without_its_secret(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    invitation = invite(ashyq_orta, aigerim)
    address = reverse("accounts:invitation-accept", args=[invitation.pk])
    assert client_of(None).post(address, _new_person()).status_code == 404


def test_secret_stands_in_no_log_line(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    invite(ashyq_orta, aigerim)
    visitor = client_of(None)
    visitor.post(opened(visitor, mail.outbox[0]), _new_person("short"))
    secret = link_in(mail.outbox[0]).rstrip("/").rsplit("/", 1)[-1]
    assert "Unprocessable" in caplog.text
    assert secret not in caplog.text


def test_new_letter_kills_the_old_link(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    invitation = invite(ashyq_orta, aigerim)
    actions.resend_invitation(invitation, actor=aigerim, at=timezone.now())
    old, new = (client_of(None).get(link_in(message), follow=True).status_code for message in mail.outbox)
    assert (old, new) == (404, 200)


def test_withdrawn_invitation_can_be_neither_sent_again_nor_accepted(
    ashyq_orta: Organisation, aigerim: User, dana: User
) -> None:
    invitation = invite(ashyq_orta, aigerim, email=dana.email)
    seen_before = Invitation.objects.get(pk=invitation.pk)
    actions.revoke_invitation(invitation, actor=aigerim, at=timezone.now())
    with pytest.raises(AlreadyMoved):
        actions.resend_invitation(seen_before, actor=aigerim, at=timezone.now())
    with pytest.raises(AlreadyMoved):
        actions.accept_invitation(seen_before, user=dana, at=timezone.now())


def test_removed_member_comes_back_by_a_new_invitation(
    ashyq_orta: Organisation, aigerim: User, bolat: User
) -> None:
    actions.remove_member(bolat.memberships.get(), actor=aigerim, at=timezone.now())
    invitation = invite(ashyq_orta, aigerim, email=bolat.email)
    membership = actions.accept_invitation(invitation, user=bolat, at=timezone.now())
    assert (membership.role, membership.is_active, Membership.objects.filter(user=bolat).count()) == (
        "lawyer",
        True,
        1,
    )


@pytest.mark.parametrize("before", InvitationState)
@pytest.mark.parametrize("after", InvitationState)
def test_only_the_moves_of_the_table_are_possible(
    ashyq_orta: Organisation, before: InvitationState, after: InvitationState
) -> None:
    invitation = Invitation.objects.create(
        organisation=ashyq_orta,
        email="a@example.kz",
        role=Role.LAWYER,
        language="kk",
        token_hash="0" * 64,
        state=before,
        expires_at=timezone.now(),
    )
    if after in INVITATION_MOVES.get(before, frozenset()):
        move_state(invitation, INVITATION_MOVES, after)
    else:
        with pytest.raises(IllegalMove):
            move_state(invitation, INVITATION_MOVES, after)
    invitation.refresh_from_db()
    assert invitation.state in (before, after)


def test_invitation_of_another_organisation_cannot_be_touched(
    ashyq_orta: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    invitation = invite(ashyq_orta, aigerim)
    for name in ("invitation-resend", "invitation-revoke"):
        assert client_of(dana).post(reverse(f"accounts:{name}", args=[invitation.pk])).status_code == 404
    invitation.refresh_from_db()
    assert (invitation.state, len(mail.outbox)) == ("open", 1)


def test_existing_account_is_not_made_twice(ashyq_orta: Organisation, aigerim: User, dana: User) -> None:
    invitation = invite(ashyq_orta, aigerim, email=dana.email)
    with pytest.raises(ValidationError, match="There is an account"):
        actions.join_by_invitation(
            invitation, name="Дана", password="қар-жауып-тұр-9", interface_language="kk", at=timezone.now()
        )


def test_member_who_joined_meanwhile_keeps_the_role(
    ashyq_orta: Organisation, aigerim: User, dana: User
) -> None:
    invitation = invite(ashyq_orta, aigerim, email=dana.email)
    MembershipFactory(user=dana, organisation=ashyq_orta, role=Role.OBSERVER)
    assert actions.accept_invitation(invitation, user=dana, at=timezone.now()).role == "observer"


def _new_person(password: str = "қыркүйекте-жаңбыр-7") -> dict[str, str]:  # noqa: S107
    return {"name": " Сәуле\r\n Нұрланқызы", "password": password, "password_again": password}
