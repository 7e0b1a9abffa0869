"""A new password: by the old one, or by a letter."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import ActivityEntry, User
from accounts.throttle import RESETS_AN_HOUR
from accounts.views import passwords
from tests.conftest import ClientOf
from tests.factories.accounts import PASSWORD

NEW = {"password": "жаңа-құпиясөз-8", "password_again": "жаңа-құпиясөз-8"}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "SECONDS_TO_ANSWER", 0)


def ask(browser: Client, email: str) -> int:
    return browser.post(reverse("accounts:password-reset"), {"email": email}).status_code


def link() -> str:
    return str(mail.outbox[-1].body).split("\n")[2].removeprefix(settings.SITE_URL)


def test_change_keeps_this_session_and_ends_the_others(aigerim: User, client_of: ClientOf) -> None:
    here, elsewhere = client_of(aigerim), client_of(aigerim)
    answer = here.post(reverse("accounts:password-change"), {"old_password": PASSWORD, **NEW})
    assert answer.status_code == 302
    page = reverse("accounts:profile")
    assert (here.get(page).status_code, elsewhere.get(page).status_code) == (200, 302)
    assert [e.verb for e in ActivityEntry.objects.all()] == ["person.password_changed"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old_password": "wrong"}, "old_password"),
        ({"password_again": "another-one-8"}, "password_again"),
        ({"password": "1234567890", "password_again": "1234567890"}, "password"),
        ({"password": "x" * 300, "password_again": "x" * 300}, "password"),
        ({"password": "a\0" * 8, "password_again": "a\0" * 8}, "password"),
    ],
)
def test_change_refused_says_so_beside_the_field(
    aigerim: User, client_of: ClientOf, changes: dict[str, str], field: str
) -> None:
    data = {"old_password": PASSWORD, **NEW, **changes}
    page = client_of(aigerim).post(reverse("accounts:password-change"), data)
    assert (page.status_code, f'id="id_{field}_error"' in page.content.decode()) == (422, True)
    aigerim.refresh_from_db()
    assert aigerim.check_password(PASSWORD)


def test_known_and_unknown_address_get_the_same_answer(aigerim: User, client_of: ClientOf) -> None:
    address = reverse("accounts:password-reset")
    answers = [client_of(None).post(address, {"email": email}) for email in (aigerim.email, "n@example.kz")]
    assert {(a.status_code, a["Location"], a.content) for a in answers} == {
        (302, reverse("accounts:password-reset-sent"), b"")
    }
    assert [message.to for message in mail.outbox] == [[aigerim.email]]


def test_letters_link_sets_the_password_once_and_ends_every_session(
    aigerim: User, client_of: ClientOf
) -> None:
    elsewhere = client_of(aigerim)
    browser = client_of(None)
    ask(browser, " AIGERIM@example.kz")
    confirm = browser.get(link())["Location"]
    assert aigerim.email in browser.get(confirm).content.decode()
    assert browser.post(confirm, NEW).status_code == 302
    aigerim.refresh_from_db()
    assert aigerim.check_password(NEW["password"])
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302
    again = client_of(None)
    assert (again.get(link()).status_code, browser.post(confirm, NEW).status_code) == (404, 404)


def test_link_works_for_a_day(aigerim: User, client_of: ClientOf) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        ask(client_of(None), aigerim.email)
    with time_machine.travel(now + timedelta(hours=23), tick=False):
        assert client_of(None).get(link()).status_code == 302
    with time_machine.travel(now + timedelta(hours=25), tick=False):
        assert client_of(None).get(link()).status_code == 404


@pytest.mark.parametrize("uid", ["", "MQ", "////", "0" * 500, "8J-YgA"])
def test_made_up_links_are_dead(db: None, client_of: ClientOf, uid: str) -> None:
    address = f"/account/password/reset/{uid or 'x'}/c0ffee-{'0' * 32}/"
    assert client_of(None).get(address).status_code == 404


def test_closed_account_gets_no_letter(aigerim: User, client_of: ClientOf) -> None:
    User.objects.update(is_active=False)
    ask(client_of(None), aigerim.email)
    assert mail.outbox == []


def test_flood_of_requests_sends_few_letters(aigerim: User, client_of: ClientOf) -> None:
    statuses = [ask(client_of(None), aigerim.email) for _n in range(RESETS_AN_HOUR + 5)]
    print(f"T7 letters after {len(statuses)} requests for a new password: {len(mail.outbox)} (bar 3)")
    assert (len(mail.outbox), statuses.count(429)) == (3, 5)


def test_letters_are_sent_again_after_an_hour(aigerim: User) -> None:
    now = timezone.now()
    for minutes in (0, 1, 2, 3, 61, 62):
        actions.ask_password_reset(aigerim.email, at=now + timedelta(minutes=minutes))
    assert len(mail.outbox) == 5


def test_sending_fails_neither_leaves_a_trace_nor_a_letter(
    aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no template")

    monkeypatch.setattr("accounts.emails.render_to_string", broken)
    with pytest.raises(RuntimeError):
        actions.ask_password_reset(aigerim.email, at=timezone.now())
    assert not ActivityEntry.objects.exists()
