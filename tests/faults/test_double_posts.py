"""I3: a person's two clicks, or two people's, at the same moment: one row, one entry, and the second gets what the
first got."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import ActivityEntry, Membership, Organisation, User
from deadlines.models import Deadline
from projects.models import Dossier, DossierDate, DraftAct, Snapshot, Source, WatchTopic
from tests.accounts.test_invitations import _new_person, invite, link_in
from tests.accounts.test_races import at_once
from tests.conftest import ClientOf
from tests.factories import DossierFactory, DraftActFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

POSTS = 4
PAGES = Path(__file__).parents[1] / "projects" / "fixtures"
UNTIL = timezone.localdate() + timedelta(days=9)


def post_at_once(client_of: ClientOf, person: User, address: str, fields: Any) -> list[HttpResponse]:
    """POSTS equal posts together; `fields` is called for each where it is a function (a file is read once only)."""
    browsers = [client_of(person) for _number in range(POSTS)]
    bodies = [fields() if callable(fields) else fields for _browser in browsers]
    return at_once(
        *(
            lambda b=browser, f=body: b.post(address, f)
            for browser, body in zip(browsers, bodies, strict=True)
        )
    )


def entries() -> dict[str, int]:
    return dict(Counter(ActivityEntry.objects.values_list("verb", flat=True)))


def all_led_to(answers: list[HttpResponse], address: str) -> bool:
    return {(answer.status_code, answer["Location"]) for answer in answers} == {(302, address)}


def running_draft(organisation: Organisation | None = None) -> DraftAct:
    return DraftActFactory(ends_on=UNTIL, organisation=organisation)


def test_joining_opens_one_dossier(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    address = reverse("projects:draft-join", args=[running_draft().pk])
    answers = post_at_once(client_of, aigerim, address, {"owner": aigerim.pk, "priority": 2})
    print(f"I3 parallel joins: {POSTS}, dossiers {Dossier.objects.count()} (bar 1)")
    assert all_led_to(answers, reverse("monitoring:dossier", args=[Dossier.objects.get().pk]))
    assert (Deadline.objects.count(), entries()) == (1, {"dossier.opened": 1})


def test_joining_again_opens_a_closed_dossier_once(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    dossier = DossierFactory(organisation=ashyq_orta, draft=running_draft(), state="closed")
    address = reverse("projects:draft-join", args=[dossier.draft_id])
    answers = post_at_once(client_of, aigerim, address, {"owner": aigerim.pk, "priority": 2})
    assert all_led_to(answers, reverse("monitoring:dossier", args=[dossier.pk]))
    assert (Deadline.objects.count(), entries()) == (1, {"dossier.opened": 1})


def test_date_is_added_once(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    dossier = DossierFactory(organisation=ashyq_orta, draft=running_draft())
    fields = {"label": "Кестені бекітуге беру", "due_on": UNTIL.isoformat(), "responsible": aigerim.pk}
    answers = post_at_once(
        client_of, aigerim, reverse("monitoring:dossier-date-add", args=[dossier.pk]), fields
    )
    print(f"I3 parallel posts of a date: {POSTS}, dates {DossierDate.objects.count()} (bar 1)")
    assert all_led_to(answers, reverse("monitoring:dossier", args=[dossier.pk]))
    assert (Deadline.objects.count(), DossierDate.objects.count()) == (1, 1)
    assert entries() == {"dossier.date_added": 1}


def test_dossier_is_closed_once(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    dossier = DossierFactory(organisation=ashyq_orta, draft=running_draft())
    address = reverse("monitoring:dossier-close", args=[dossier.pk])
    answers = post_at_once(client_of, aigerim, address, {"reason": "Жоба қайтарып алынды"})
    assert all_led_to(answers, reverse("monitoring:dossier", args=[dossier.pk]))
    assert entries() == {"dossier.closed": 1}


@pytest.mark.parametrize("name", ["list_ru.html", "draft_ru.html"])
def test_page_uploaded_at_once_is_one_set_of_drafts(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, name: str
) -> None:
    call_command("load_reference", verbosity=0)
    body = (PAGES / name).read_bytes()
    answers = post_at_once(
        client_of,
        aigerim,
        reverse("projects:draft-upload"),
        lambda: {"pages": SimpleUploadedFile(name, body)},
    )
    drafts = DraftAct.objects.count()
    snapshots, kinds = Snapshot.objects.count(), Snapshot.objects.values("draft", "sha256").distinct().count()
    print(
        f"I3 parallel uploads of {name}: {POSTS}, drafts {drafts}, snapshots {snapshots} ({kinds} different)"
    )
    assert {answer.status_code for answer in answers} in ({200}, {302})
    assert drafts == DraftAct.objects.values("portal_id").distinct().count() > 0
    assert snapshots == kinds
    assert entries() == {"draft.brought": 1}


@pytest.mark.parametrize("address", ["", "https://legalacts.egov.kz/npa/view?id=15001234"])
def test_draft_typed_at_once_is_one(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, address: str
) -> None:
    call_command("load_reference", verbosity=0)
    fields = {"title_kk": "Еңбек туралы бұйрық", "ends_on": UNTIL.isoformat(), "address": address}
    answers = post_at_once(client_of, aigerim, reverse("projects:draft-add"), fields)
    print(f"I3 parallel posts of a typed draft: {POSTS}, drafts {DraftAct.objects.count()} (bar 1)")
    assert all_led_to(answers, reverse("projects:draft", args=[DraftAct.objects.get().pk]))
    assert entries() == {"draft.brought": 1}


def test_first_drafts_ever_do_not_make_two_sources_of_hands(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    fields = {"title_kk": "Еңбек туралы бұйрық"}
    post_at_once(client_of, aigerim, reverse("projects:draft-add"), fields)
    again = client_of(aigerim).post(reverse("projects:draft-add"), {"title_kk": "Тағы бір бұйрық"})
    assert again.status_code == 302
    assert Source.objects.count() >= 1


def test_topic_is_saved_once(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    fields = {"name": "Еңбек", "words": "еңбек, труд", "is_active": "on"}
    answers = post_at_once(client_of, aigerim, reverse("projects:topic-add"), fields)
    print(f"I3 parallel posts of a topic: {POSTS}, topics {WatchTopic.objects.count()} (bar 1)")
    assert all(answer.status_code in (302, 422) for answer in answers)
    assert (WatchTopic.objects.count(), entries()) == (1, {"topic.created": 1})


def test_invitation_accepted_at_once_by_a_known_person_leads_in(
    ashyq_orta: Organisation, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim, email=dana.email)
    browser = client_of(dana)
    address = browser.get(link_in(mail.outbox[0]))["Location"]
    answers = at_once(*([lambda: browser.post(address)] * POSTS))
    print(f"I3 parallel acceptances: {POSTS}, led in: {sum(a.status_code == 302 for a in answers)} (bar all)")
    assert all_led_to(answers, "/")
    assert Membership.objects.filter(user=dana, organisation=ashyq_orta).count() == 1
    assert entries()["invitation.accepted"] == 1


def test_invitation_accepted_at_once_by_a_new_person_leads_in(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim)
    browser = client_of(None)
    address = browser.get(link_in(mail.outbox[0]))["Location"]
    cookies = dict(browser.cookies)
    browsers = [client_of(None) for _number in range(POSTS)]
    for twin in browsers:
        twin.cookies.update(cookies)
    answers = at_once(*(lambda b=twin: b.post(address, _new_person()) for twin in browsers))
    print(f"I3 parallel new people: {POSTS}, led in: {sum(a.status_code == 302 for a in answers)} (bar all)")
    assert all_led_to(answers, "/")
    assert entries()["invitation.accepted"] == 1
    assert all(twin.get("/").status_code == 200 for twin in browsers)


def test_second_click_after_the_first_has_signed_in_leads_in_too(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    invite(ashyq_orta, aigerim)
    browser, twin, stranger = client_of(None), client_of(None), client_of(None)
    address = browser.get(link_in(mail.outbox[0]))["Location"]
    twin.cookies.update(dict(browser.cookies))
    assert all_led_to([browser.post(address, _new_person()), twin.post(address, _new_person())], "/")
    assert stranger.post(address, {**_new_person(), "password": "басқа құпия сөз 7"}).status_code == 404
