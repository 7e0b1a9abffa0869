"""Where a person is signed in: listed with little, ended one by one or together, and by what changes the account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import actions, devices
from accounts.models import ActivityEntry, Session, User
from tests.conftest import ClientOf
from tests.factories import SessionFactory
from tests.factories.accounts import PASSWORD
from tests.moments import almaty

LIST = "/account/sessions/"
PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"


def sign_in(browser: Client, user: User) -> Client:
    browser.post(
        "/account/sign-in/", {"username": user.email, "password": PASSWORD}, REMOTE_ADDR="10.20.30.40"
    )
    browser.cookies["language"] = "en"
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/124.0 YaBrowser/24.6 Safari/537.36", "Yandex Browser, Windows"),
        ("<svg onload=alert(1)>" * 500, ""),
        ("", ""),
    ],
)  # fmt: skip
def test_device_is_said_in_words(agent: str, words: str) -> None:
    assert devices.in_words(agent) == words


def test_list_says_device_and_time_and_no_address(aigerim: User, client_of: ClientOf) -> None:
    here = sign_in(client_of(None), aigerim)
    sign_in(client_of(None, HTTP_USER_AGENT=PHONE), aigerim)
    page = here.get(LIST).content.decode()
    assert "Chrome, Android" in page
    assert page.count("Sign out there") == 1
    assert page.count("this device") == 1
    kept = str(list(Session.objects.values())) + str([row.get_decoded() for row in Session.objects.all()])
    assert "10.20.30.40" not in kept
    assert PHONE not in kept


def test_one_is_ended_and_it_is_in_the_log(aigerim: User, client_of: ClientOf) -> None:
    here, phone, desk = (sign_in(client_of(None), aigerim) for _n in range(3))
    mark = Session.objects.get(session_key=phone.cookies["sessionid"].value).mark
    assert here.post("/account/sessions/end/", {"session": mark}).status_code == 302
    assert (is_in(here), is_in(phone), is_in(desk)) == (True, False, True)
    assert ActivityEntry.objects.get().verb == "person.sessions_ended"


def test_all_others_are_ended(aigerim: User, bolat: User, client_of: ClientOf) -> None:
    here, phone, desk = (sign_in(client_of(None), aigerim) for _n in range(3))
    his = sign_in(client_of(None), bolat)
    here.post("/account/sessions/end-others/")
    assert (is_in(here), is_in(phone), is_in(desk), is_in(his)) == (True, False, False, True)


def test_session_of_somebody_else_does_not_exist(aigerim: User, bolat: User, client_of: ClientOf) -> None:
    hers, his = sign_in(client_of(None), aigerim), sign_in(client_of(None), bolat)
    row = Session.objects.get(user=aigerim)
    for mark in (row.mark, row.session_key, "", "x" * 5000, "\0"):
        assert his.post("/account/sessions/end/", {"session": mark}).status_code == 404
    assert is_in(hers)
    assert row.session_key not in his.get(LIST).content.decode() + hers.get(LIST).content.decode()


def test_password_change_ends_the_others_in_the_list_too(aigerim: User, client_of: ClientOf) -> None:
    here, elsewhere = sign_in(client_of(None), aigerim), sign_in(client_of(None), aigerim)
    new = {"password": "жаңа-құпиясөз-8", "password_again": "жаңа-құпиясөз-8"}
    here.post(reverse("accounts:password-change"), {"old_password": PASSWORD, **new})
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    row = Session.objects.get(user=aigerim)
    assert (row.session_key, row.signed_in_at is not None) == (here.cookies["sessionid"].value, True)


def test_new_password_by_letter_ends_all(aigerim: User, client_of: ClientOf) -> None:
    browsers = [sign_in(client_of(None), aigerim) for _n in range(2)]
    actions.reset_password(aigerim, password="жаңа-құпиясөз-8", at=timezone.now())
    assert [is_in(browser) for browser in browsers] == [False, False]
    assert not Session.objects.filter(user=aigerim).exists()


def test_hour_of_use_is_kept_once_an_hour_and_nothing_else(
    aigerim: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A request costs the query of its session; the first one in an hour one more."""
    with time_machine.travel(almaty("25.11.2026 09:10"), tick=False) as clock:
        browser = sign_in(client_of(None), aigerim)
        ends = Session.objects.get().expire_date
        page = reverse("accounts:password-reset-sent")
        browser.get(page)
        for minutes, queries in ((40, 3), (30, 4), (20, 3), (60, 4)):
            clock.shift(timedelta(minutes=minutes))
            with django_assert_num_queries(queries):
                browser.get(page)
    row = Session.objects.get()
    assert (timezone.localtime(row.seen_at).strftime("%H:%M"), row.expire_date) == ("11:00", ends)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(
    aigerim: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    SessionFactory.create_batch(count, user=aigerim)
    browser = client_of(aigerim)
    with django_assert_num_queries(4):
        browser.get(LIST)


def test_expired_sessions_are_neither_shown_nor_kept(aigerim: User, client_of: ClientOf) -> None:
    SessionFactory(user=aigerim, device="Opera, Windows", expire_date=timezone.now() - timedelta(minutes=1))
    assert "Opera" not in client_of(aigerim).get(LIST).content.decode()
    assert actions.forget_expired_sessions(timezone.now()) == 1
    assert Session.objects.count() == 1
