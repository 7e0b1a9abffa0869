"""T4: a person is removed, lowered in role, or the organisation is suspended; what they held in hand stops working."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import Organisation, User
from accounts.states import Digest
from correspondence import delivery
from correspondence.actions import tell
from correspondence.composing import compose_notices
from correspondence.models import Notice, OutgoingEmail
from deadlines import actions as deadline_actions
from deadlines.models import Deadline
from projects.actions import topics
from projects.models import WatchTopic
from tests.conftest import ClientOf
from tests.factories import DeadlineFactory, DossierFactory, DraftActFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def timur(ashyq_orta: Organisation, aigerim: User) -> User:
    """A lawyer of Ashyq Orta, who works there with her."""
    return MembershipFactory(
        organisation=ashyq_orta, role="lawyer", user__name="Тимур", user__digest=Digest.DAILY
    ).user


def remove(person: User, actor: User) -> None:
    actions.remove_member(person.memberships.get(), actor=actor, at=timezone.now())


def suspend(person: User, actor: User) -> None:
    organisation = person.memberships.get().organisation
    actions.suspend_organisation(organisation, actor=actor, at=timezone.now())


def close_account(person: User, _actor: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


ways_out = pytest.mark.parametrize("leave", [remove, suspend, close_account])
Leave = Callable[[User, User], None]


@ways_out
def test_open_session_shows_and_does_nothing_more(
    ashyq_orta: Organisation, aigerim: User, timur: User, client_of: ClientOf, leave: Leave
) -> None:
    his = client_of(timur)
    dossier = DossierFactory(organisation=ashyq_orta, owner=timur)
    private = DraftActFactory(organisation=ashyq_orta)
    deadline = DeadlineFactory(organisation=ashyq_orta, responsible=timur)
    pages = (
        "/",
        "/drafts/",
        f"/drafts/{private.pk}/",
        f"/dossiers/{dossier.pk}/",
        "/topics/",
        "/outbox/",
        "/deadlines/",
    )
    assert {his.get(page).status_code for page in pages} == {200}
    leave(timur, aigerim)
    entrance = his.get("/")
    assert entrance.status_code in (302, 403) or not entrance.wsgi_request.user.is_authenticated
    assert {his.get(page).status_code for page in pages if page != "/"} <= {302, 403, 404}
    steps = (
        f"/dossiers/{dossier.pk}/close/",
        f"/deadlines/{deadline.pk}/close/",
        f"/drafts/{private.pk}/join/",
        "/topics/add/",
    )
    assert {his.post(step, {"reason": "x", "name": "x", "words": "x"}).status_code for step in steps} <= {
        302,
        403,
        404,
    }
    deadline.refresh_from_db()
    dossier.refresh_from_db()
    assert (deadline.state, dossier.state, WatchTopic.objects.count()) == ("open", "open", 0)


@ways_out
def test_calendar_address_reads_nothing_more(
    ashyq_orta: Organisation, aigerim: User, timur: User, client_of: ClientOf, leave: Leave
) -> None:
    DeadlineFactory(organisation=ashyq_orta)
    secret = deadline_actions.create_feed(timur, ashyq_orta, only_mine=False, at=timezone.now())
    program = client_of(None)
    assert program.get(f"/ics/{secret}.ics").status_code == 200
    leave(timur, aigerim)
    assert program.get(f"/ics/{secret}.ics").status_code == 404


def topic_feed(his: Client, topic: WatchTopic) -> str:
    page = his.post(f"/topics/{topic.pk}/feed/").content.decode()
    found = re.search(r'value="http://[^/]+(/feeds/topics/[^"]+\.xml)"', page)
    assert found is not None
    return found[1]


@ways_out
def test_feed_of_a_topic_reads_nothing_more(
    ashyq_orta: Organisation, aigerim: User, timur: User, client_of: ClientOf, leave: Leave
) -> None:
    topic = WatchTopic(organisation=ashyq_orta, name="Еңбек", words="еңбек")
    topics.save_topic(topic, actor=aigerim, at=timezone.now(), on=timezone.localdate())
    address = topic_feed(client_of(timur), topic)
    reader = client_of(None)
    assert reader.get(address).status_code == 200
    leave(timur, aigerim)
    assert reader.get(address).status_code == 404


def test_feed_cannot_be_opened_in_the_name_of_another_member(
    ashyq_orta: Organisation, aigerim: User, timur: User, client_of: ClientOf
) -> None:
    topic = WatchTopic(organisation=ashyq_orta, name="Еңбек", words="еңбек")
    topics.save_topic(topic, actor=aigerim, at=timezone.now(), on=timezone.localdate())
    address = topic_feed(client_of(timur), topic)
    remove(timur, aigerim)
    in_her_name = address.replace(f"/{timur.pk}-", f"/{aigerim.pk}-")
    assert in_her_name != address
    assert client_of(None).get(in_her_name).status_code == 404


@ways_out
def test_waiting_digest_and_letters_do_not_leave(
    ashyq_orta: Organisation, aigerim: User, timur: User, leave: Leave
) -> None:
    at = timezone.now()
    told = {
        "organisation": ashyq_orta,
        "template": "match",
        "facts": {"title_kk": "Құпия", "path": "/drafts/1/"},
    }
    tell([timur], thread="window:1", stage="match", at=at - timedelta(days=2), **told)
    compose_notices(at)  # in a letter already, and the letter waits
    tell([timur], thread="window:2", stage="match", at=at, **told)  # waits for the digest
    leave(timur, aigerim)
    compose_notices(at + timedelta(days=2))
    sent = delivery.deliver_due(at + timedelta(days=2))
    states = set(OutgoingEmail.objects.filter(recipient=timur).values_list("state", flat=True))
    print(f"T4 letters sent to a former member: {sent} (bar 0)")
    assert (sent, states) == (0, {"cancelled"})
    assert not Notice.objects.pending().filter(recipient=timur).exists()


def test_work_of_a_former_member_reminds_the_coordinator(
    ashyq_orta: Organisation, aigerim: User, timur: User
) -> None:
    today = timezone.localdate()
    DeadlineFactory(organisation=ashyq_orta, responsible=timur, on=today, due_on=today)
    remove(timur, aigerim)
    deadline_actions.send_due_reminders(timezone.now())
    assert set(Notice.objects.values_list("recipient", flat=True)) == {aigerim.pk}
    assert Deadline.objects.get().responsible == timur


def test_lowered_role_counts_from_the_next_request(
    ashyq_orta: Organisation, aigerim: User, timur: User, client_of: ClientOf
) -> None:
    his = client_of(timur)
    assert his.get("/topics/add/").status_code == 200
    actions.change_role(timur.memberships.get(), role="observer", actor=aigerim, at=timezone.now())
    assert his.get("/topics/add/").status_code == 403
    assert his.post("/topics/add/", {"name": "x", "words": "x", "is_active": "on"}).status_code == 403
    assert his.get("/topics/").status_code == 200


def test_person_who_comes_back_has_the_role_of_now(
    ashyq_orta: Organisation, aigerim: User, timur: User, client_of: ClientOf
) -> None:
    his = client_of(timur)
    remove(timur, aigerim)
    assert his.get("/topics/").status_code == 403
    actions.restore_member(timur.memberships.get(), actor=aigerim, at=timezone.now())
    assert his.get("/topics/").status_code == 200
