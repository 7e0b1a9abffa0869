"""Passkeys, against an authenticator in software: added, used at both steps and alone, forged in every part."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from webauthn.helpers import bytes_to_base64url

from accounts import actions, passkeys
from accounts.models import ActivityEntry, Passkey, User
from tests.accounts.authenticator import Authenticator, new_private_key
from tests.conftest import ClientOf
from tests.factories import PasskeyFactory
from tests.factories.accounts import PASSWORD

ADD, OPTIONS = "/account/security/passkeys/add/", "/account/security/passkeys/options/"
ASK, ALONE = "/account/sign-in/passkey/options/", "/account/sign-in/passkey/"
SIGN_IN, SECOND = "/account/sign-in/", "/account/sign-in/second/"


def browser_at(client_of: ClientOf, user: User | None = None) -> Client:
    """A browser that knows the portal by a name, not by a number."""
    return client_of(user, HTTP_HOST="localhost")


def signed_in(client_of: ClientOf, user: User) -> Client:
    browser = browser_at(client_of)
    browser.post(SIGN_IN, {"username": user.email, "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("accounts:profile")).status_code == 200


def asked(browser: Client) -> str:
    return browser.post(ASK).content.decode()


@pytest.fixture
def phone(aigerim: User, client_of: ClientOf) -> Authenticator:
    """Aigerim's phone, which holds a passkey that she has added."""
    phone, browser = Authenticator(), signed_in(client_of, aigerim)
    made = phone.create(browser.post(OPTIONS).content.decode())
    answer = browser.post(ADD, {"name": "Менің телефоным", "credential": made})
    assert answer.status_code == 302, answer.content.decode()
    return phone


def test_passkey_is_added_logged_and_told(aigerim: User, phone: Authenticator) -> None:
    passkey = Passkey.objects.get()
    assert (passkey.user, passkey.name) == (aigerim, "Менің телефоным")
    assert ActivityEntry.objects.get().verb == "person.passkey_added"
    assert "Менің телефоным" in mail.outbox[-1].subject


def test_passkey_alone_signs_in(aigerim: User, phone: Authenticator, client_of: ClientOf) -> None:
    browser = browser_at(client_of)
    assert "Sign in with a passkey" in browser.get(SIGN_IN).content.decode()
    answer = browser.post(ALONE, {"credential": phone.get(asked(browser)), "next": "/account/people/"})
    assert answer["Location"] == "/account/people/"
    assert is_in(browser)
    assert Passkey.objects.get().sign_count == 1
    # It was the second step too: what is delicate is open.
    assert browser.get("/account/security/application/").status_code == 200


def test_passkey_is_the_second_step(aigerim: User, phone: Authenticator, client_of: ClientOf) -> None:
    browser = signed_in(client_of, aigerim)
    assert not is_in(browser)
    assert "data-passkey" in browser.get(SECOND).content.decode()
    options = asked(browser)
    assert [one["id"] for one in json.loads(options)["allowCredentials"]] == [
        bytes_to_base64url(phone.credential_id)
    ]
    assert browser.post(SECOND, {"credential": phone.get(options)}).status_code == 302
    assert is_in(browser)


def test_stranger_is_told_no_keys(phone: Authenticator, client_of: ClientOf) -> None:
    assert json.loads(asked(browser_at(client_of)))["allowCredentials"] == []


FORGED = {
    "another key signs": {"private_key": new_private_key()},
    "nobody has unlocked it": {"asks_for_finger": False},
    "another key's name": {"credential_id": b"x" * 32},
    "kept for somebody else": {"handle": b"y" * 32},
    "no name inside": {"handle": b""},
    "a copy of the key, used less often": {"count": -2},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_forged_answer_opens_nothing(
    phone: Authenticator, client_of: ClientOf, forged: dict[str, object]
) -> None:
    browser = browser_at(client_of)
    for _n in range(3):
        Passkey.objects.update(sign_count=phone.count)
        browser.post(ALONE, {"credential": phone.get(asked(browser))})
        browser.post(reverse("accounts:sign-out"))
    count = phone.count + int(str(forged.pop("count", 0)))
    for name, value in {**forged, "count": count}.items():
        setattr(phone, name, value)
    browser.post(ALONE, {"credential": phone.get(asked(browser))})
    assert not is_in(browser)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://localhost", "http://localhost:81"])
def test_answer_given_to_another_site_opens_nothing(
    phone: Authenticator, client_of: ClientOf, origin: str
) -> None:
    browser = browser_at(client_of)
    browser.post(ALONE, {"credential": phone.get(asked(browser), origin=origin)})
    assert not is_in(browser)


def test_answer_is_taken_once_and_only_where_it_was_asked(phone: Authenticator, client_of: ClientOf) -> None:
    here, thief = browser_at(client_of), browser_at(client_of)
    answer = phone.get(asked(here))
    thief.post(ALONE, {"credential": answer})
    assert not is_in(thief)
    asked(thief)
    thief.post(ALONE, {"credential": answer})
    assert not is_in(thief)
    here.post(ALONE, {"credential": answer})
    assert is_in(here)
    here.post(reverse("accounts:sign-out"))
    here.post(ALONE, {"credential": answer})
    assert not is_in(here)


def test_key_of_somebody_else_is_no_second_step(
    bolat: User, phone: Authenticator, client_of: ClientOf
) -> None:
    PasskeyFactory(user=bolat)
    browser = signed_in(client_of, bolat)
    assert browser.post(SECOND, {"credential": phone.get(asked(browser))}).status_code == 422
    assert not is_in(browser)


def test_closed_account_is_not_opened_by_its_key(
    aigerim: User, phone: Authenticator, client_of: ClientOf
) -> None:
    User.objects.update(is_active=False)
    browser = browser_at(client_of)
    browser.post(ALONE, {"credential": phone.get(asked(browser))})
    assert not is_in(browser)


HOSTILE = (
    *(
        "x",
        "null",
        "[]",
        "{}",
        "[" * 19_000,
        '{"id": 5}',
        '{"id": null, "response": []}',
        "\ud83d".encode("utf-8", "replace"),
    ),
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
)


@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers_are_refused(
    aigerim: User, phone: Authenticator, client_of: ClientOf, answer: str
) -> None:
    browser = browser_at(client_of)
    asked(browser)
    assert browser.post(ALONE, {"credential": answer}).status_code == 302
    Passkey.objects.all().delete()
    hers = signed_in(client_of, aigerim)
    hers.post(OPTIONS)
    assert hers.post(ADD, {"name": "x", "credential": answer}).status_code == 422
    assert not is_in(browser)


def test_broken_parts_of_a_true_answer_are_refused(phone: Authenticator, client_of: ClientOf) -> None:
    browser = browser_at(client_of)
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        for value in (b"", b"\0", b"\xff" * 40, b"{}"):
            answer = browser.post(ALONE, {"credential": phone.get(asked(browser), **{part: value})})
            assert answer.status_code == 302
    assert not is_in(browser)


def test_same_key_is_not_added_twice(aigerim: User, phone: Authenticator, client_of: ClientOf) -> None:
    browser = browser_at(client_of)
    browser.post(ALONE, {"credential": phone.get(asked(browser))})
    made = phone.create(browser.post(OPTIONS).content.decode())
    assert browser.post(ADD, {"name": "Тағы", "credential": made}).status_code == 422
    assert Passkey.objects.count() == 1


def test_removed_key_opens_nothing_and_other_devices_end(
    aigerim: User, phone: Authenticator, client_of: ClientOf
) -> None:
    browser, elsewhere = browser_at(client_of), client_of(aigerim)
    browser.post(ALONE, {"credential": phone.get(asked(browser))})
    remove = reverse("accounts:passkey-remove", args=[Passkey.objects.get().pk])
    assert browser.post(remove).status_code == 302
    assert (Passkey.objects.count(), is_in(browser), is_in(elsewhere)) == (0, True, False)
    thief = browser_at(client_of)
    thief.post(ALONE, {"credential": phone.get(asked(thief))})
    assert not is_in(thief)


def test_key_of_a_colleague_cannot_be_removed(bolat: User, phone: Authenticator, client_of: ClientOf) -> None:
    browser = signed_in(client_of, bolat)
    assert (
        browser.post(reverse("accounts:passkey-remove", args=[Passkey.objects.get().pk])).status_code == 404
    )


@pytest.mark.parametrize(
    ("host", "is_secure", "works"),
    [
        ("localhost", False, True),
        ("127.0.0.1:8000", False, False),
        ("[::1]:8000", True, False),
        ("testserver", False, False),
        ("testserver", True, True),
    ],
)
@pytest.mark.django_db
def test_passkeys_are_offered_where_browsers_make_them(
    client_of: ClientOf, host: str, is_secure: bool, works: bool
) -> None:
    page = client_of(None, HTTP_HOST=host).get(SIGN_IN, secure=is_secure).content.decode()
    assert ("data-passkey" in page) is works


def test_ten_passkeys_are_enough(aigerim: User) -> None:
    PasskeyFactory.create_batch(10, user=aigerim)
    with pytest.raises(Exception, match="ten passkeys already"):
        actions.add_passkey(aigerim, passkeys.NewKey("x", b"x", 0), name="x", keep="", at=timezone.now())
