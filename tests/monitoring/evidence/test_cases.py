"""A case is kept by consent, published without the person, and taken down at a word."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import ActivityEntry, Organisation, User
from correspondence.models import OutgoingEmail
from monitoring.actions import cases, contacts
from monitoring.case_findings import Sign, found_in
from monitoring.evidence_states import Purpose
from monitoring.models import Call, Case, EvidenceContact
from tests.conftest import ClientOf
from tests.factories import CallFactory, CaseFactory, ContactFactory
from tests.monitoring.evidence.conftest import everywhere

NAME = "Жұлдызай Беймәлімқызы"
AT = timezone.now()
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def case(ashyq_orta: Organisation) -> Case:
    made = CaseFactory(organisation=ashyq_orta, story=f"{NAME} үш ай күтті")
    EvidenceContact.objects.filter(pk=made.contact_id).update(name=NAME)
    made.contact.refresh_from_db()
    return made


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def test_case_is_kept_only_by_consent_and_nothing_is_ticked(her: Client) -> None:
    told = {"source": "meeting", "story": "Үш ай күтті", "way": "spoken"}
    assert "checked" not in her.get("/evidence/cases/add/").content.decode()
    assert her.post("/evidence/cases/add/", told).status_code == 422
    assert her.post("/evidence/cases/add/", {**told, "keep": "on", "contact_name": NAME}).status_code == 422
    assert her.post("/evidence/cases/add/", {**told, "keep": "on"}).status_code == 302
    consent = Case.objects.get().contact.consents.get()
    assert (consent.purpose, consent.way) == ("keep", "spoken")
    assert "1095" in consent.text


def test_call_becomes_a_case_and_its_contact_comes_along(her: Client, ashyq_orta: Organisation) -> None:
    call = CallFactory(organisation=ashyq_orta, contact=ContactFactory(organisation=ashyq_orta, name=NAME))
    page = her.get(f"/evidence/cases/add/?call={call.pk}").content.decode()
    assert "Жәрдемақы неге кешікті?" in page
    told = {"source": "call", "story": "Үш ай күтті", "way": "spoken", "keep": "on", "contact": "on"}
    for status in (302, 422):  # once
        assert her.post(f"/evidence/cases/add/?call={call.pk}", told).status_code == status
    made = Case.objects.get()
    assert Call.objects.get().case == made
    assert made.contact.name == NAME
    assert EvidenceContact.objects.filter(name=NAME).count() == 1


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Жұлдызайдың үйінде", Sign.NAME),
        ("ИИН 850101300004", None),
        ("+7 701 555 44 33 звонить", Sign.PHONE),
        ("a.b@example.kz", Sign.EMAIL),
        ("Соседка Ахметова сказала", Sign.LIKE_A_NAME),
        ("Достық көшесі, 5", Sign.ADDRESS),
        ("Тұрғын үш ай күтті.", None),
    ],
)
def test_machine_points_at_what_says_who_it_is(text: str, sign: Sign | None) -> None:
    found = [one.sign for one in found_in([text], [NAME])]
    assert found[:1] == ([sign] if sign else [])


def test_case_is_published_only_when_nothing_stands_between(aigerim: User, case: Case) -> None:
    texts = {name: getattr(case, name) for name in cases.COPY}
    cases.write_copy(
        case, texts | {"copy_kk": "Жұлдызай күтті. Ахметова көрді."}, seen=1, actor=aigerim, at=AT
    )
    with pytest.raises(ValidationError, match="still"):
        cases.settle_signs(case, actor=aigerim, at=AT)
    cases.write_copy(case, texts | {"copy_kk": "Ахметова көрді."}, seen=2, actor=aigerim, at=AT)
    with pytest.raises(ValidationError, match="Nobody has looked"):
        cases.publish_case(case, actor=aigerim, at=AT)
    cases.settle_signs(case, actor=aigerim, at=AT)
    cases.publish_case(case, actor=aigerim, at=AT)
    assert Client().get(case.public_path).status_code == 200
    cases.write_copy(case, texts | {"copy_kk": "Ахметова мен Серікқызы көрді."}, seen=3, actor=aigerim, at=AT)
    assert Client().get(case.public_path).status_code == 404


def test_withdrawal_takes_the_page_down_at_once(aigerim: User, her: Client, case: Case) -> None:
    cases.publish_case(case, actor=aigerim, at=AT)
    page = Client().get(case.public_path).content.decode()
    assert "Жұлдызай" not in page
    assert her.post(f"{case.path}consents/publish/", {"agree": "no"}).status_code == 302
    assert Client().get(case.public_path).status_code == 404
    assert case.public_path not in Client().get("/cases/").content.decode()
    with pytest.raises(ValidationError, match="not agreed"):
        cases.publish_case(case, actor=aigerim, at=AT)


def test_person_erases_the_case_by_their_own_address(her: Client, aigerim: User, case: Case) -> None:
    cases.publish_case(case, actor=aigerim, at=AT)
    page = her.post(f"{case.path}link/").content.decode()
    own = page[page.index("/s/me/") :].partition('"')[0]
    assert Client().get(own).status_code == 200
    assert Client().post(own).status_code == 200
    assert Client().get(own).status_code == 404
    assert Client().get(case.public_path).status_code == 404
    assert everywhere("Жұлдызай") == []
    case.refresh_from_db()
    assert (case.state, case.story, case.copy_kk) == ("erased", "", "")


def test_case_is_unseen_by_outsiders_and_observers(
    bolat: User, dana: User, client_of: ClientOf, case: Case
) -> None:
    for person, status in ((bolat, 403), (dana, 404)):
        for path in ("", "edit/", "copy/"):
            assert client_of(person).get(f"{case.path}{path}").status_code == status
    assert case.label not in client_of(dana).get("/evidence/cases/").content.decode()
    for path in ("/evidence/surveys/", "/account/activity/", "/evidence/calls/figures/"):
        assert "Жұлдызай" not in client_of(bolat).get(path).content.decode()


def test_nobody_publishes_but_the_coordinator(saule: User, client_of: ClientOf, case: Case) -> None:
    assert client_of(saule).post(f"{case.path}publish/").status_code == 403
    assert client_of(saule).post(f"{case.path}link/").status_code == 403
    assert (
        "Жұлдызай Беймәлімқызы"
        not in client_of(saule).post(f"/evidence/contacts/{case.contact_id}/").content.decode()
    )


# --- Terms --------------------------------------------------------------------------------------------------------


def test_what_is_over_is_erased_and_a_dry_run_changes_nothing(aigerim: User, case: Case) -> None:
    cases.publish_case(case, actor=aigerim, at=AT)
    yesterday = timezone.localdate() - timedelta(days=1)
    EvidenceContact.objects.update(kept_until=yesterday)
    Case.objects.update(kept_until=yesterday)
    lasting = ContactFactory(organisation=case.organisation, name="Қалады")
    out = StringIO()
    call_command("erase_evidence", "--dry-run", stdout=out)
    assert "would be erased: 2" in out.getvalue()
    assert "Жұлдызай" not in out.getvalue()
    assert (
        everywhere("Жұлдызай") == ["EvidenceContact.name", "Case.story"] or len(everywhere("Жұлдызай")) == 2
    )
    call_command("erase_evidence", stdout=out)
    assert everywhere("Жұлдызай") == []
    lasting.refresh_from_db()
    assert lasting.name == "Қалады"
    assert Client().get(case.public_path).status_code == 200  # the copy stands by its own consent
    assert contacts.plan(timezone.localdate()) == []
    assert not OutgoingEmail.objects.exists()


def test_last_day_itself_is_kept(case: Case) -> None:
    EvidenceContact.objects.update(kept_until=date(2026, 9, 14))
    assert contacts.plan(date(2026, 9, 14)) == []
    assert len(contacts.plan(date(2026, 9, 15))) == 1


def test_log_names_nobody(aigerim: User, case: Case) -> None:
    contacts.read_contact(case.contact, actor=aigerim, at=AT)
    cases.withdraw_consent(case, Purpose.KEEP, actor=aigerim, on=AT.date(), at=AT)
    said = " ".join(map(str, ActivityEntry.objects.values_list("subject", "subject_ru", "details")))
    assert f"№ {case.pk} кейс" in said
    assert "Жұлдызай" not in said


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, django_assert_max_num_queries: Any, rows: int
) -> None:
    made = [CaseFactory(organisation=ashyq_orta, state="published", published_at=AT) for _each in range(rows)]
    for path, number in (("/evidence/cases/", 4), (made[0].path, 6), ("/cases/", 4)):
        with django_assert_max_num_queries(number):
            assert her.get(path).status_code == 200
