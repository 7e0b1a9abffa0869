"""T2, T3: what one organisation has does not exist for another, by whatever way it is asked for."""

import itertools
import zlib
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Organisation, User
from correspondence.composing import compose_notices
from correspondence.models import OutgoingEmail
from deadlines import actions as deadline_actions
from deadlines.actions import Words
from deadlines.models import Deadline
from deadlines.queries import day_of
from projects.actions import bring, dossiers, topics
from projects.models import Dossier, DossierDate, DraftAct, Snapshot, TopicMatch, TriageItem, WatchTopic
from projects.views.topics import TopicFeed
from tests.architecture.conftest import Stage, lines, undone, world_of
from tests.conftest import ClientOf
from tests.factories import DossierFactory, DraftActFactory, MembershipFactory
from tests.moments import almaty, day
from tests.projects.pages import Act, list_page

pytestmark = pytest.mark.django_db

# The first word is asked for, and comes back in the box for searching; the second one is what must not come.
ASKED, SECRET = "Құпиябелгі", "Жасырынсөз"
CANARY = f"{ASKED} {SECRET}"
NUMBER = 15_777_777
UNTIL = day("26.11.2026")


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    """Three working days before UNTIL: a day on which there is something to remind of."""
    with time_machine.travel(almaty("23.11.2026 10:00")):
        yield


@pytest.fixture
def theirs(kok_aspan: Organisation, dana: User) -> DraftAct:
    """Everything that Kok Aspan has bears the canary; the private draft at the bottom of it is returned."""
    at = timezone.now()
    on = day_of(at)
    colleague = MembershipFactory(
        organisation=kok_aspan, user__name=CANARY, user__email="canary@example.kz"
    ).user
    draft = bring.bring_typed(
        organisation=kok_aspan, actor=dana, title_kk=f"{CANARY} туралы бұйрық", title_ru=f"Приказ {CANARY}", at=at, on=on,
        portal_id=NUMBER, created_on=on, ends_on=UNTIL,
    )  # fmt: skip
    topic = WatchTopic(organisation=kok_aspan, name=CANARY, words=CANARY)
    topics.save_topic(topic, actor=dana, at=at, on=on)
    public = DraftActFactory(ends_on=UNTIL)
    bring.bring_pages(
        [("list.html", list_page([Act(NUMBER + 1, kk=CANARY, ru=CANARY, ends=UNTIL)], "kk"))],
        organisation=kok_aspan, actor=dana, at=at, on=on,
    )  # fmt: skip
    Snapshot.objects.create(
        draft=public,
        organisation=kok_aspan,
        kind="page",
        language="kk",
        taken_at=at,
        sha256="0" * 64,
        body=zlib.compress(b"x"),
    )
    for joined in (draft, public):
        dossier = dossiers.open_dossier(
            joined, organisation=kok_aspan, owner=colleague, actor=dana, on=on, at=at
        )
        dossiers.add_date(
            dossier,
            label=Words(CANARY, CANARY),
            actor=dana,
            on=on,
            at=at,
            responsible=colleague,
            due_on=UNTIL,
        )
    other = DraftActFactory(ends_on=UNTIL)
    item = TriageItem.objects.create(
        organisation=kok_aspan, draft=other, window=other.windows.get(), ends_on=UNTIL
    )
    dossiers.decline(item, CANARY, actor=dana, at=at)
    invite(kok_aspan, email="canary-invited@example.kz", role="lawyer", language="kk", actor=dana, at=at)
    deadline_actions.send_due_reminders(at)
    compose_notices(at)
    assert OutgoingEmail.objects.filter(subject__contains=CANARY).exists() or OutgoingEmail.objects.exists()
    return draft


def text_of(answer: HttpResponseBase) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    assert isinstance(answer, HttpResponse)
    return answer.content.decode("utf-8", "replace")


def tells(answer: HttpResponseBase) -> bool:
    text = text_of(answer).lower()
    return SECRET.lower() in text or "canary" in text


# --- Reading -----------------------------------------------------------------------------------------------

QUERIES = (
    "",
    f"?q={ASKED}",
    "?ours=on",
    "?sort=ending",
    "?within=10",
    "?state=closed",
    "?who={dana}",
    "?owner={dana}",
)
QUERIES += ("?person={dana}", "?organisation={kok_aspan}", "?undated", "?state=declined", "?last")


def test_canary_is_seen_at_home(theirs: DraftAct, dana: User, client_of: ClientOf) -> None:
    """Else the test below would find nothing because there is nothing."""
    hers = client_of(dana)
    paths = (
        "/",
        "/drafts/",
        "/topics/",
        "/dossiers/",
        "/deadlines/",
        "/account/people/",
        "/account/activity/",
        "/outbox/",
    )
    assert {path for path in paths if not tells(hers.get(path))} == set()
    assert tells(hers.get(f"/drafts/?q={ASKED}"))


@pytest.mark.any_engine
def test_canary_of_another_organisation_is_on_no_page(
    ashyq_orta: Organisation, kok_aspan: Organisation, dana: User, theirs: DraftAct
) -> None:
    """Each address as somebody who has just signed in, its effects taken back: an earlier one may sign them out."""
    stage = Stage(world_of(ashyq_orta, kok_aspan, outsider=dana))
    ids = {"dana": stage.world.dana.pk, "kok_aspan": stage.world.kok_aspan.pk}
    asked, opened, leaks = 0, Counter[str](), []
    for line, role in itertools.product(lines(), ("visitor", "observer", "coordinator")):
        is_list = not line.is_post and not stage.target(line.name).parts
        for query in QUERIES if is_list and role == "coordinator" else ("",):
            fresh = stage.cleared()
            address = stage.address(line.name) + query.format(**ids)
            with undone():
                fresh.lead(role, line.name)
                browser = fresh.browsers[role]
                answer = browser.post(address) if line.is_post else browser.get(address)
                asked, opened[role] = asked + 1, opened[role] + (answer.status_code == 200)
                leaks += [(role, address)] if tells(answer) else []
    print(f"T3 pages asked for what another organisation has: {asked}, canaries {len(leaks)} (bar 0)")
    assert leaks == []
    assert opened["coordinator"] > opened["observer"] > opened["visitor"] > 0


def _their_addresses() -> Iterator[str]:
    for draft in DraftAct.objects.filter(organisation__isnull=False):
        yield from (f"/drafts/{draft.pk}/", f"/drafts/{draft.pk}/join/")
    for snap in Snapshot.objects.filter(organisation__isnull=False):
        yield f"/drafts/{snap.draft_id}/seen/{snap.pk}/"
    for topic in WatchTopic.objects.all():
        yield from (
            f"/topics/{topic.pk}/{step}" for step in ("", "edit/", "remove/", "feed/", "feed/revoke/")
        )
    for item in TriageItem.objects.all():
        yield from (f"/triage/{item.pk}/decline/", f"/triage/{item.pk}/undecide/")
    for dossier in Dossier.objects.all():
        yield from (f"/dossiers/{dossier.pk}/{step}" for step in ("", "edit/", "dates/", "close/", "reopen/"))
    for deadline in Deadline.objects.all():
        yield from (f"/deadlines/{deadline.pk}/{step}/" for step in ("close", "reopen", "assign"))
    for email in OutgoingEmail.objects.all():
        yield from (f"/outbox/{email.pk}/{step}" for step in ("", "html/", "retry/", "cancel/"))


def test_objects_of_another_organisation_do_not_exist(
    theirs: DraftAct, aigerim: User, client_of: ClientOf
) -> None:
    browser = client_of(aigerim)
    before = _rows()
    got = {
        (address, method): getattr(browser, method)(address).status_code
        for address, method in itertools.product(list(_their_addresses()), ("get", "post", "put", "delete"))
    }
    wrong = {key: status for key, status in got.items() if status not in (404, 405)}
    print(
        f"T2 foreign objects by number: {len(got)} requests, answered otherwise than 404 or 405: {len(wrong)} (bar 0)"
    )
    assert wrong == {}
    assert _rows() == before


def _rows() -> list[list[tuple[object, ...]]]:
    tables = (DraftAct, Snapshot, WatchTopic, TriageItem, Dossier, Deadline, OutgoingEmail)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]  # type: ignore[attr-defined]


def test_evidence_of_another_organisation_on_a_public_draft_is_hidden(
    theirs: DraftAct, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    snap = Snapshot.objects.get(draft__organisation__isnull=True, organisation__isnull=False)
    address = f"/drafts/{snap.draft_id}/seen/{snap.pk}/"
    pages = {
        person.name: client_of(person).get(f"/drafts/{snap.draft_id}/").content.decode()
        for person in (aigerim, dana)
    }
    assert (address in pages[aigerim.name], address in pages[dana.name]) == (False, True)
    assert client_of(aigerim).get(address).status_code == 404


def test_snapshot_is_not_reached_through_another_draft(
    theirs: DraftAct, dana: User, client_of: ClientOf
) -> None:
    snap = Snapshot.objects.filter(draft=theirs).first()
    assert snap is not None
    public = DraftActFactory()
    hers = client_of(dana)
    assert hers.get(f"/drafts/{public.pk}/seen/{snap.pk}/").status_code == 404
    assert hers.get(f"/drafts/{snap.draft_id}/seen/{snap.pk}/").status_code == 200


# --- Finding, counting, feeding ----------------------------------------------------------------------------


def test_private_draft_is_in_no_search_list_preview_or_count(
    theirs: DraftAct, aigerim: User, ashyq_orta: Organisation, client_of: ClientOf
) -> None:
    browser = client_of(aigerim)
    for word in (CANARY, str(NUMBER), "Приказ"):
        assert [row.pk for row in browser.get(f"/drafts/?q={word}").context["page"].rows] == []
    preview = browser.post("/topics/preview/", {"name": "x", "words": CANARY}).context["preview"]
    assert (preview.count, preview.rows) == (0, [])
    topic = WatchTopic(organisation=ashyq_orta, name="Менікі", words=CANARY)
    topics.save_topic(topic, actor=aigerim, at=timezone.now(), on=timezone.localdate())
    assert not TopicMatch.objects.filter(topic=topic).exists()
    assert browser.get("/topics/").context["topics"][0].matched == 0
    today = browser.get("/").context
    assert (today["deadlines"], today["triage"], today["soon"], today["waiting"]) == ([], [], [], 0)
    assert {load.person: (load.open, load.overdue) for load in today["workload"]} == {aigerim: (0, 0)}


def test_number_that_another_organisation_entered_makes_a_draft_of_our_own(
    theirs: DraftAct, aigerim: User, ashyq_orta: Organisation, client_of: ClientOf
) -> None:
    call_command("load_reference", verbosity=0)
    browser = client_of(aigerim)
    address = f"https://legalacts.egov.kz/npa/view?id={NUMBER}"
    answer = browser.post("/drafts/add/", {"address": address, "title_ru": "Приказ о рыбе"}, follow=True)
    assert not tells(answer)
    page = list_page([Act(NUMBER + 1, kk="Балық", ru="Рыба", ends=UNTIL)], "kk")
    answer = browser.post("/drafts/upload/", {"pages": SimpleUploadedFile("list.html", page)}, follow=True)
    assert not tells(answer)
    ours = DraftAct.objects.filter(organisation=ashyq_orta)
    assert set(ours.values_list("portal_id", flat=True)) == {NUMBER, NUMBER + 1}


def test_feeds_hold_what_their_maker_may_see(
    theirs: DraftAct, ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    topic = WatchTopic(organisation=ashyq_orta, name="Бәрі", words=f"{CANARY}, бұйрық, рыба")
    topics.save_topic(topic, actor=aigerim, at=timezone.now(), on=timezone.localdate())
    own = DraftActFactory(organisation=ashyq_orta)
    TopicMatch.objects.create(topic=topic, draft=own)
    secret = deadline_actions.create_feed(aigerim, ashyq_orta, only_mine=False, at=timezone.now())
    calendar = client_of(None).get(f"/ics/{secret}.ics")
    assert calendar.status_code == 200
    assert not tells(calendar)
    assert TopicFeed().items(topic) == [own]


# --- Smuggling ---------------------------------------------------------------------------------------------


def test_member_of_another_organisation_is_taken_nowhere(
    ashyq_orta: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    draft, dossier = DraftActFactory(ends_on=UNTIL), DossierFactory(organisation=ashyq_orta)
    browser = client_of(aigerim)
    date = {"label": "Кесте", "due_on": UNTIL.isoformat(), "responsible": aigerim.pk}
    browser.post(f"/dossiers/{dossier.pk}/dates/", date)
    deadline = Deadline.objects.get()
    refused = [
        browser.post(f"/drafts/{draft.pk}/join/", {"owner": dana.pk, "priority": 2}),
        browser.post(f"/dossiers/{dossier.pk}/edit/", {"owner": dana.pk, "priority": 2}),
        browser.post(f"/dossiers/{dossier.pk}/dates/", {**date, "label": "Тағы", "responsible": dana.pk}),
        browser.post(f"/deadlines/{deadline.pk}/assign/", {"responsible": dana.pk}),
    ]
    assert [answer.status_code for answer in refused] == [422] * 4
    assert not any(dana.name in text_of(answer) for answer in refused)
    assert not Dossier.objects.filter(owner=dana).exists()
    assert not Deadline.objects.filter(responsible=dana).exists()
    assert DossierDate.objects.count() == 1


def test_person_who_left_is_offered_no_work(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    dossier = DossierFactory(organisation=ashyq_orta)
    bolat.memberships.update(is_active=False)
    answer = client_of(aigerim).post(f"/dossiers/{dossier.pk}/edit/", {"owner": bolat.pk, "priority": 2})
    assert answer.status_code == 422


def test_organisation_is_not_chosen_by_a_field_or_an_address(
    theirs: DraftAct, ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    browser = client_of(aigerim)
    assert browser.post("/account/organisations/choose/", {"organisation": kok_aspan.pk}).status_code == 404
    session = browser.session
    session["organisation"] = kok_aspan.pk  # as a session of the time when she was a member there
    session.save()
    assert not tells(browser.get("/"))
    fields = {"name": "Жаңа", "words": "еңбек", "is_active": "on", "organisation": kok_aspan.pk}
    browser.post(f"/topics/add/?organisation={kok_aspan.pk}", fields)
    assert WatchTopic.objects.get(name="Жаңа").organisation == ashyq_orta


def test_member_of_two_organisations_sees_one_at_a_time(
    theirs: DraftAct, ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    MembershipFactory(user=aigerim, organisation=kok_aspan, role="observer")
    browser = client_of(aigerim)
    lists = (
        "/",
        "/drafts/",
        "/topics/",
        "/dossiers/",
        "/deadlines/",
        "/triage/",
        "/account/people/",
        "/outbox/",
    )
    browser.post("/account/organisations/choose/", {"organisation": ashyq_orta.pk})
    assert [path for path in lists if tells(browser.get(path))] == []
    browser.post("/account/organisations/choose/", {"organisation": kok_aspan.pk})
    assert tells(browser.get("/dossiers/"))
    assert browser.get(f"/topics/{WatchTopic.objects.get(name=CANARY).pk}/edit/").status_code == 403
