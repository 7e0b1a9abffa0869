"""Programs that are told what happens: signed, tried again, given up; never into a private network, never twice."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from accounts.actions import record
from accounts.models import ActivityEntry, Organisation, User
from common.fetching import FetchFailure, Reason
from common.states import IllegalMove
from correspondence.models import OutgoingEmail
from monitoring.actions import webhooks
from monitoring.models import Webhook, WebhookDelivery
from monitoring.webhook_states import WebhookEvent
from monitoring.webhooks import sending
from projects.models import TopicMatch
from tests.conftest import ClientOf
from tests.factories import DeadlineFactory, HearingFactory
from tests.factories.projects import DraftActFactory, WatchTopicFactory
from tests.moments import almaty

AT = almaty("25.11.2026 09:00")
ON = date(2026, 11, 25)
ALL = [event.value for event in WebhookEvent if event != WebhookEvent.TEST]


@pytest.fixture
def server(settings: Settings) -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1") as running:
        settings.FETCH_ALLOW_PRIVATE = [f"127.0.0.1:{running.port}"]
        yield running


@pytest.fixture
def program(server: HTTPServer, ashyq_orta: Organisation, aigerim: User) -> Webhook:
    return added(ashyq_orta, aigerim, server.url_for("/hook"))[0]


def added(organisation: Organisation, actor: User, address: str, events: list[str] = ALL) -> tuple[Webhook, str]:
    return webhooks.add(organisation, address=address, events=events, actor=actor, at=AT - timedelta(hours=1))


def announced(organisation: Organisation, actor: User) -> int:
    """A hearing of which the log says that it was announced; its number."""
    hearing = HearingFactory(organisation=organisation, title_ru="Слушание с Жанар Әбішевой")
    record("hearing.announced", actor=actor, organisation=organisation, subject=hearing, obj=hearing, at=AT)
    return int(hearing.pk)


def tell(at: Any = AT) -> int:
    return sum(webhooks.deliver(pk, at) for pk in webhooks.gather(at, ON))


def test_message_is_signed_and_says_no_names(
    server: HTTPServer, ashyq_orta: Organisation, aigerim: User
) -> None:
    _row, secret = added(ashyq_orta, aigerim, server.url_for("/hook"))
    server.expect_request("/hook", method="POST").respond_with_data("", status=204)
    hearing = announced(ashyq_orta, aigerim)
    assert tell() == 1
    asked = server.log[0][0]
    parts = dict(part.split("=") for part in asked.headers["Qatysu-Signature"].split(","))
    signed = hmac.new(secret.encode(), parts["t"].encode() + b"." + asked.data, hashlib.sha256)
    assert hmac.compare_digest(signed.hexdigest(), parts["v1"])
    assert int(parts["t"]) == int(AT.timestamp())
    said = json.loads(asked.data)
    assert said["delivery"] == asked.headers["Qatysu-Delivery"] == str(WebhookDelivery.objects.get().number)
    assert (said["event"], said["object"]["id"]) == ("hearing.announced", hearing)
    assert said["url"].endswith(f"/hearings/{hearing}/")
    assert said["event_kk"] != said["event_ru"]
    assert "Жанар" not in asked.data.decode()
    assert "Айгерім" not in asked.data.decode()
    assert secret not in str(Webhook.objects.values())


def test_what_arrived_is_never_sent_again(
    server: HTTPServer, program: Webhook, ashyq_orta: Organisation, aigerim: User
) -> None:
    server.expect_request("/hook").respond_with_data("")
    announced(ashyq_orta, aigerim)
    DeadlineFactory(organisation=ashyq_orta, due_on=ON + timedelta(days=2))
    for minutes in range(10):
        tell(AT + timedelta(minutes=minutes))
    assert sorted(asked.headers["Qatysu-Event"] for asked, _answer in server.log) == [
        "deadline.near",
        "hearing.announced",
    ]
    with pytest.raises(IllegalMove):
        webhooks.send_again(WebhookDelivery.objects.first(), at=AT)


def test_everything_that_can_be_chosen_is_told_and_only_what_was_chosen(
    server: HTTPServer, ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User
) -> None:
    server.expect_request("/all").respond_with_data("")
    server.expect_request("/one").respond_with_data("")
    added(ashyq_orta, aigerim, server.url_for("/all"))
    added(ashyq_orta, aigerim, server.url_for("/one"), ["deadline.passed"])
    hearing = HearingFactory(organisation=ashyq_orta)
    verbs = ("amendments.submitted", "outcome.confirmed", "info_request.event", "hearing.announced", "minutes.published")
    for verb in verbs:
        record(verb, actor=aigerim, organisation=ashyq_orta, subject="", obj=hearing, at=AT)
    DeadlineFactory(organisation=ashyq_orta, due_on=ON)
    DeadlineFactory(organisation=ashyq_orta, due_on=ON - timedelta(days=1))
    topic = WatchTopicFactory(organisation=ashyq_orta)
    TopicMatch.objects.create(topic=topic, draft=DraftActFactory(), matched_at=AT)
    announced(kok_aspan, dana)  # of another organisation
    tell()
    told = [(asked.path, asked.headers["Qatysu-Event"]) for asked, _answer in server.log]
    assert sorted(event for path, event in told if path == "/all") == sorted(ALL)
    assert [event for path, event in told if path == "/one"] == ["deadline.passed"]


# --- When it does not arrive --------------------------------------------------------------------------------------


def test_failures_are_tried_again_with_growing_pauses_then_given_up_and_told(
    server: HTTPServer, program: Webhook, ashyq_orta: Organisation, aigerim: User
) -> None:
    server.expect_request("/hook").respond_with_data("", status=500)
    announced(ashyq_orta, aigerim)
    at, waited = AT, []
    for _try in range(8):
        assert tell(at) == 0
        later = WebhookDelivery.objects.get().next_try_at
        if later is not None:
            waited.append(int((later - at).total_seconds() // 60))
            assert tell(later - timedelta(seconds=1)) == 0  # not before its time
            at = later
    assert waited == [1, 5, 15, 60, 180, 480, 1440]
    assert len(server.log) == 8
    assert len({asked.headers["Qatysu-Delivery"] for asked, _answer in server.log}) == 1
    given_up = WebhookDelivery.objects.get()
    assert (given_up.state, given_up.status, given_up.attempts) == ("failed", 500, 8)
    assert Webhook.objects.get().switched_off_at is not None
    assert OutgoingEmail.objects.filter(key__startswith="webhook_off").count() == 1
    assert ActivityEntry.objects.filter(verb="webhook.switched_off").count() == 1
    server.clear()
    server.expect_request("/hook").respond_with_data("")
    assert tell(at + timedelta(days=2)) == 0
    webhooks.resume(program, actor=aigerim, at=at)
    webhooks.send_again(given_up, at=at)
    assert webhooks.deliver(program.pk, at) == 1


def test_redirect_is_not_followed(
    server: HTTPServer, program: Webhook, ashyq_orta: Organisation, aigerim: User
) -> None:
    server.expect_request("/hook").respond_with_data("", status=302, headers={"Location": server.url_for("/trap")})
    server.expect_request("/trap").respond_with_data("")
    announced(ashyq_orta, aigerim)
    assert tell() == 0
    assert [asked.path for asked, _answer in server.log] == ["/hook"]
    assert WebhookDelivery.objects.get().status == 302


def test_slow_program_is_not_waited_for(
    server: HTTPServer, program: Webhook, ashyq_orta: Organisation, aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(_asked: Request) -> Response:
        time.sleep(1.5)
        return Response("")

    policy = sending.FetchPolicy
    monkeypatch.setattr(sending, "FetchPolicy", lambda **bounds: policy(**{**bounds, "total_timeout": 0.5}))
    server.expect_request("/hook").respond_with_handler(slowly)
    announced(ashyq_orta, aigerim)
    began = time.monotonic()
    assert tell() == 0
    assert time.monotonic() - began < 1.4
    assert WebhookDelivery.objects.get().trouble == Reason.TIMEOUT


def test_first_failure_ends_the_turn_and_others_are_told(
    server: HTTPServer, program: Webhook, ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User
) -> None:
    server.expect_request("/hook").respond_with_data("", status=500)
    server.expect_request("/hers").respond_with_data("")
    added(kok_aspan, dana, server.url_for("/hers"))
    for _n in range(3):
        announced(ashyq_orta, aigerim)
    announced(kok_aspan, dana)
    assert tell() == 1
    assert [asked.path for asked, _answer in server.log].count("/hook") == 1


# --- Where it may not go ------------------------------------------------------------------------------------------


@pytest.mark.any_engine
@pytest.mark.parametrize("ip", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "192.168.0.10"])
def test_name_that_leads_into_a_private_network_is_refused_when_it_is_sent(ip: str) -> None:
    with pytest.raises(FetchFailure) as refusal:
        sending.send("https://hook.example.kz/", b"{}", {}, resolve=lambda _host, _port: ["8.8.8.8", ip])
    assert refusal.value.reason_code == Reason.PRIVATE_ADDRESS


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("https://ngo.example.kz/hook", True),
        ("http://ngo.example.kz/hook", False),
        ("https://127.0.0.1/hook", False),
        ("https://[::1]/hook", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://localhost/hook", False),
        ("https://user:password@ngo.example.kz/", False),
        ("ftp://ngo.example.kz/", False),
        ("nonsense", False),
    ],
)
def test_address_that_cannot_be_public_is_not_taken(address: str, is_taken: bool) -> None:
    assert sending.is_sendable(address) is is_taken


# --- The page -----------------------------------------------------------------------------------------------------


def test_coordinator_enters_tests_and_removes_it(
    server: HTTPServer, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    server.expect_request("/hook").respond_with_data("")
    browser = client_of(aigerim)
    fields = {"address": server.url_for("/hook"), "events": ["hearing.announced"]}
    assert client_of(bolat).get("/organisation/programs/add/").status_code == 403
    assert browser.post("/organisation/programs/add/", fields).status_code == 302  # the second step first
    browser.post("/account/confirm/?next=/", {"password": "қыркүйекте-жаңбыр-7"})
    wrong = browser.post("/organisation/programs/add/", {**fields, "address": "http://10.0.0.1/"})
    made = browser.post("/organisation/programs/add/", fields)
    assert (wrong.status_code, made.status_code) == (422, 200)
    row = Webhook.objects.get()
    page = f"/organisation/programs/{row.pk}/"
    assert made.context["secret"] in made.content.decode()
    assert made.context["secret"] not in browser.get(page).content.decode()
    browser.post(page + "test/")
    assert webhooks.deliver(row.pk, WebhookDelivery.objects.get().made_at) == 1
    assert "delivered" in browser.get(page).content.decode()
    browser.post(page + "remove/")
    assert browser.get(page).status_code == 404
    assert [entry.verb for entry in ActivityEntry.objects.filter(verb__startswith="webhook")] == [
        "webhook.added",
        "webhook.removed",
    ]


@pytest.mark.parametrize("messages", [1, 3])
def test_page_costs_the_same(
    program: Webhook, aigerim: User, client_of: ClientOf, messages: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(aigerim)
    for _n in range(messages):
        webhooks.test(program, at=AT)
    with django_assert_num_queries(5):
        assert browser.get(f"/organisation/programs/{program.pk}/").content.decode().count("<code>") == messages
