"""A call is written down once, followed up by a date with an owner, and says to nobody who called."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ActivityEntry, Organisation, User
from deadlines.models import Deadline
from monitoring.actions import hotline
from monitoring.models import Call, CallCategory, EvidenceContact
from tests.conftest import ClientOf
from tests.factories import CallCategoryFactory, CallFactory, ContactFactory, DossierFactory
from tests.monitoring.evidence.conftest import everywhere

NAME = "Жұлдызай Беймәлімқызы"
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def his(saule: User, client_of: ClientOf) -> Client:
    return client_of(saule)


def said(**facts: Any) -> dict[str, Any]:
    return {
        **{"asked": "Жәрдемақы неге кешікті?", "channel": "phone", "called_at": "2026-01-12T10:00"},
        **{"key": "once", "way": "spoken", **facts},
    }


def test_call_is_taken_once_and_followed_up(his: Client, saule: User) -> None:
    due = timezone.localdate().replace(year=timezone.localdate().year + 1)
    fields = said(due_on=due.isoformat(), responsible=saule.pk)
    for _time in range(2):
        assert his.post("/evidence/calls/add/", fields).status_code == 302
    call = Call.objects.get()
    assert (call.number, call.state, call.follow_up.due_on) == (1, "open", due)
    assert his.post(f"{call.path}settle/").status_code == 302
    assert Deadline.objects.get().state == "done"


def test_contact_needs_the_consent_and_everybody_else_sees_that_it_is_there(
    his: Client, aigerim: User, bolat: User, dana: User, saule: User, client_of: ClientOf
) -> None:
    fields = said(contact_name=NAME, contact_phone="+7 701 555 44 33")
    assert his.post("/evidence/calls/add/", fields).status_code == 422
    assert his.post("/evidence/calls/add/", {**fields, "contact": "on"}).status_code == 302
    call = Call.objects.get()
    assert "There is somebody to reach" in his.get(call.path).content.decode()
    for browser in (his, client_of(bolat), client_of(dana)):
        for path in (
            call.path,
            "/evidence/calls/",
            "/evidence/calls/export/",
            "/evidence/calls/figures/",
            "/account/activity/",
        ):
            assert "Жұлдызай" not in browser.get(path).content.decode()
    read = f"/evidence/contacts/{call.contact_id}/"
    assert [client_of(one).post(read).status_code for one in (saule, bolat, dana)] == [403, 403, 404]
    assert "Жұлдызай" in client_of(aigerim).post(read).content.decode()
    noted = ActivityEntry.objects.filter(verb="contact.read")
    assert list(noted.values_list("actor", "subject")) == [(aigerim.pk, "№ 1 өтініш")]
    assert "Жұлдызай" not in client_of(aigerim).get("/account/activity/").content.decode()
    assert everywhere("Жұлдызай") == ["EvidenceContact.name"]


def test_erased_contact_is_gone_everywhere(
    aigerim: User, client_of: ClientOf, ashyq_orta: Organisation
) -> None:
    contact = ContactFactory(organisation=ashyq_orta, name=NAME, keeping="personal_data.hotline_contacts")
    CallFactory(organisation=ashyq_orta, contact=contact)
    assert client_of(aigerim).post(f"/evidence/contacts/{contact.pk}/erase/").status_code == 302
    assert everywhere("Жұлдызай") == []
    assert not EvidenceContact.objects.get().consents.filter(withdrawn_on__isnull=True).exists()


def test_slower_of_two_is_told(his: Client, ashyq_orta: Organisation) -> None:
    call = CallFactory(organisation=ashyq_orta, asked="Бірінші")
    assert his.post(f"{call.path}edit/", said(asked="Біреудікі", version="1")).status_code == 302
    answer = his.post(f"{call.path}edit/", said(asked="Менікі", version="1"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Біреудікі" in page
    assert "Менікі" in page


def test_categories_of_another_organisation_are_not_offered(his: Client) -> None:
    theirs = CallCategoryFactory()
    assert his.post("/evidence/calls/add/", said(category=theirs.pk)).status_code == 422
    his.post("/evidence/calls/categories/usual/")
    his.post("/evidence/calls/categories/usual/")
    assert CallCategory.objects.exclude(pk=theirs.pk).count() == len(hotline.USUAL)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_number_of_questions(
    his: Client, ashyq_orta: Organisation, django_assert_max_num_queries: Any, rows: int
) -> None:
    dossier = DossierFactory(organisation=ashyq_orta)
    for _each in range(rows):
        category = CallCategoryFactory(organisation=ashyq_orta)
        contact = ContactFactory(organisation=ashyq_orta)
        CallFactory(organisation=ashyq_orta, category=category, contact=contact, dossier=dossier)
    with django_assert_max_num_queries(5):
        page = his.get("/evidence/calls/").content.decode()
    assert page.count("with contact data") == rows
    with django_assert_max_num_queries(5):
        his.get("/evidence/calls/figures/")
    assert f"<b>{rows}</b>" in his.get(f"/dossiers/{dossier.pk}/").content.decode()
