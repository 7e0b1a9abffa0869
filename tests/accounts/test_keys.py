"""Keys for programs: made right after the second step, shown once, told of, taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from accounts.models import AccessKey, ActivityEntry, User
from accounts.states import Scope
from config.logs import without_secrets
from tests.accounts.steps import NOW, code, password
from tests.conftest import ClientOf
from tests.factories import TotpDeviceFactory

LIST, ADD = "/account/security/keys/", "/account/security/keys/add/"
FIELDS = {"name": "Біздің сайт", "scopes": ["read:drafts", "read:work"], "until": "2026-12-31"}
CONFIRM = "/account/confirm/?next=/account/security/keys/add/"



def test_key_is_made_after_proof_shown_once_and_told_of(aigerim: User, client_of: ClientOf) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = client_of(aigerim)
        assert browser.post(ADD, FIELDS).headers["Location"].startswith("/account/confirm/?next=")
        assert not AccessKey.objects.exists()
        browser.post(CONFIRM, {"password": "қыркүйекте-жаңбыр-7"})
        answer = browser.post(ADD, FIELDS)
    key = AccessKey.objects.get()
    secret = answer.context["secret"]
    assert (answer.status_code, secret in answer.content.decode()) == (200, True)
    assert "no-store" in answer["Cache-Control"]
    assert secret not in str(AccessKey.objects.values())
    assert secret not in browser.get(LIST).content.decode()
    assert key.scopes == [Scope.DRAFTS, Scope.WORK]
    assert key.expires_at is not None
    assert key.expires_at.isoformat() == "2026-12-31T19:00:00+00:00"  # the midnight after it in Kazakhstan
    assert ActivityEntry.objects.latest("pk").verb == "person.key_made"
    assert "Біздің сайт" in mail.outbox[-1].body
    assert secret not in mail.outbox[-1].body


def test_second_step_of_before_is_asked_again(aigerim: User, client_of: ClientOf) -> None:
    TotpDeviceFactory(user=aigerim)
    browser = client_of(None)
    with time_machine.travel(NOW, tick=False):
        password(browser, aigerim)
        browser.post("/account/sign-in/second/", {"code": code()})
        assert browser.get(ADD).status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert browser.post(ADD, FIELDS).status_code == 302
    assert not AccessKey.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["write:all"]}, {"until": "2026-11-24"}, {"until": "2099-01-01"}]
)
def test_wrong_form_makes_nothing(aigerim: User, client_of: ClientOf, wrong: dict[str, object]) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = client_of(aigerim)
        browser.post(CONFIRM, {"password": "қыркүйекте-жаңбыр-7"})
        assert browser.post(ADD, {**FIELDS, **wrong}).status_code == 422
    assert not AccessKey.objects.exists()


def test_ten_keys_are_enough(aigerim: User, client_of: ClientOf) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = client_of(aigerim)
        browser.post(CONFIRM, {"password": "қыркүйекте-жаңбыр-7"})
        statuses = [browser.post(ADD, FIELDS).status_code for _n in range(11)]
    assert statuses == [200] * 10 + [422]


def test_key_is_revoked_by_its_maker_alone(aigerim: User, bolat: User, client_of: ClientOf) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = client_of(aigerim)
        browser.post(CONFIRM, {"password": "қыркүйекте-жаңбыр-7"})
        browser.post(ADD, FIELDS)
        address = f"{LIST}{AccessKey.objects.get().pk}/revoke/"
        assert client_of(bolat).post(address).status_code == 404
        assert [browser.post(address).status_code for _n in range(2)] == [302, 302]
    assert AccessKey.objects.get().revoked_at == NOW
    assert ActivityEntry.objects.filter(verb="person.key_revoked").count() == 1
    assert "Біздің сайт" not in client_of(aigerim).get(LIST).content.decode().split("q-card")[1]


def test_key_stands_in_no_log() -> None:
    line = "GET /api/v1/drafts?key=qatysu_" + "Ab3_-" * 8 + " Bearer qatysu_" + "x" * 43
    assert without_secrets(line) == "GET /api/v1/drafts?key=qatysu_… Bearer qatysu_…"


@pytest.mark.parametrize("keys", [1, 3])
def test_list_costs_the_same(
    aigerim: User, client_of: ClientOf, keys: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = client_of(aigerim)
        browser.post(CONFIRM, {"password": "қыркүйекте-жаңбыр-7"})
        for _n in range(keys):
            browser.post(ADD, FIELDS)
        with django_assert_num_queries(4):
            assert browser.get(LIST).content.decode().count("Revoke the key") == keys
