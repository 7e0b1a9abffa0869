"""Writing a request and issuing it: what the law asks for, ready texts, two people at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from common.states import AlreadyMoved, IllegalMove
from correspondence.documents import Items, Mode
from correspondence.documents.storing import from_json
from correspondence.models import DocumentOrder
from inforequests.actions import requests as actions
from inforequests.actions.issuing import Lacking, issue_request
from inforequests.models import Holder, InfoRequest
from inforequests.ready_texts import TEXTS, proposed
from inforequests.requirements import lacking
from inforequests.states import RequestState
from tests.conftest import ClientOf
from tests.factories import (
    DossierFactory,
    DraftActFactory,
    HolderFactory,
    InfoRequestFactory,
    StateBodyFactory,
)
from tests.inforequests.conftest import NOW

pytestmark = pytest.mark.usefixtures("law")


def page(row: InfoRequest, name: str = "request") -> str:
    return reverse(f"inforequests:{name}", args=[row.pk])


def letter(holder: Holder, **said: str) -> dict[str, str]:
    return {
        "addressee": f"holder:{holder.pk}",
        "mode": "kk+ru",
        "subject_kk": "Су тарифтері туралы",
        "subject_ru": "О тарифах на воду",
        "items_kk": "1. Тариф құрылымы\n\n2) Тұтынушылар саны",
        "items_ru": "Структура тарифа\nЧисло потребителей",
        "period_from": "2025-01-01",
        "period_to": "2026-06-30",
        "answer_form": "electronic",
        "answer_way": "email",
        "seen": "0",
        **said,
    }


def issued(row: InfoRequest, by: User, seen: int = 0) -> DocumentOrder:
    return issue_request(row, seen=seen, path=page(row), actor=by, at=NOW)


def words_of(order: DocumentOrder) -> str:
    """Everything that the letter says, in both languages."""
    return "\n".join(f"{text.kk}\n{text.ru}" for text in from_json(order.description).texts())


# --- Writing --------------------------------------------------------------------------------------------------


def test_request_is_written_with_its_items(her: Client, ashyq_orta: Organisation) -> None:
    holder = HolderFactory(organisation=ashyq_orta)
    her.post(reverse("inforequests:request-compose"), letter(holder))
    row = InfoRequest.objects.get()
    assert (row.holder, row.state, row.mode) == (holder, RequestState.DRAFT, "kk+ru")
    items = [(item.number, item.text_kk, item.text_ru) for item in row.items.all()]
    assert items == [
        (1, "Тариф құрылымы", "Структура тарифа"),
        (2, "Тұтынушылар саны", "Число потребителей"),
    ]


def test_body_of_the_portal_comes_into_the_directory_by_being_asked(
    her: Client, ashyq_orta: Organisation
) -> None:
    body = StateBodyFactory()
    chosen = {"addressee": f"body:{body.pk}"}
    for _twice in range(2):
        her.post(reverse("inforequests:request-compose"), {**letter(Holder()), **chosen})
    holder = Holder.objects.get()
    assert (holder.body, holder.name_ru, holder.organisation) == (body, body.name_ru, ashyq_orta)
    assert InfoRequest.objects.filter(holder=holder).count() == 2


def test_entry_of_another_organisation_is_no_addressee(her: Client, kok_aspan: Organisation) -> None:
    theirs = HolderFactory(organisation=kok_aspan, name_ru="Тайное управление")
    answer = her.post(reverse("inforequests:request-compose"), letter(theirs))
    assert answer.status_code == 422
    assert "Тайное" not in answer.content.decode()
    assert not InfoRequest.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"period_from": ""}, "Write both days of the period, or neither."),
        ({"period_to": "2024-12-31"}, "The period ends before it begins."),
        ({"period_from": "0001-01-01"}, "Write a day of our time."),
        ({"items_kk": "\n".join(map(str, range(51)))}, "At most 50 items fit one request."),
        ({"items_ru": "ә" * 1_001}, "An item has at most 1000 characters."),
    ],
)
def test_what_cannot_be_written_is_said(
    her: Client, ashyq_orta: Organisation, said: dict[str, str], told: str
) -> None:
    holder = HolderFactory(organisation=ashyq_orta)
    answer = her.post(reverse("inforequests:request-compose"), letter(holder, **said))
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_second_writer_overwrites_nothing(draft: InfoRequest, aigerim: User, marat: User) -> None:
    values = {name: getattr(draft, name) for name in actions.WRITTEN}
    mine, theirs = {**values, "subject_ru": "Первая"}, {**values, "subject_ru": "Вторая"}
    other = InfoRequest.objects.select_related("organisation", "holder").get(pk=draft.pk)
    actions.change_request(draft, draft.holder, mine, [("а", "а")], seen=0, actor=aigerim, at=NOW)
    with pytest.raises(AlreadyMoved):
        actions.change_request(other, draft.holder, theirs, [], seen=0, actor=marat, at=NOW)
    other.refresh_from_db()
    assert (other.subject_ru, other.items.count()) == ("Первая", 1)


def test_removed_draft_comes_back_and_an_issued_one_is_not_removed(
    her: Client, draft: InfoRequest, aigerim: User
) -> None:
    her.post(page(draft, "request-remove"))
    assert draft.subject_kk not in her.get(reverse("inforequests:request-list")).content.decode()
    her.post(page(draft, "request-restore"))
    draft.refresh_from_db()
    assert draft.state == RequestState.DRAFT
    issued(draft, aigerim)
    with pytest.raises(IllegalMove):
        actions.remove_request(draft, actor=aigerim, at=NOW)


def test_removed_draft_says_so_and_offers_the_way_back(her: Client, draft: InfoRequest) -> None:
    her.post(page(draft, "request-remove"))
    text = her.get(page(draft)).content.decode()
    assert page(draft, "request-restore") in text
    assert page(draft, "request-issue") not in text


@pytest.mark.parametrize(
    ("words", "found"),
    [("тарифах", True), ("тарифтері су", True), ("управление", True), ("басқарма", True), ("жол", False)],
)
def test_requests_are_found_by_subject_and_addressee(
    her: Client, draft: InfoRequest, words: str, found: bool
) -> None:
    text = her.get(reverse("inforequests:request-list"), {"q": words}).content.decode()
    assert (page(draft) in text) is found
    assert her.get(reverse("inforequests:request-list"), {"q": "%\0_" * 99}).status_code == 200


# --- From a dossier --------------------------------------------------------------------------------------------


def test_one_click_asks_the_body_for_the_full_draft(her: Client, ashyq_orta: Organisation) -> None:
    dossier = DossierFactory(organisation=ashyq_orta)
    address = reverse("inforequests:request-from-dossier", args=[dossier.pk, "full_draft"])
    first, again = her.post(address), her.post(address)
    row = InfoRequest.objects.get()
    assert first["Location"] == again["Location"] == page(row)
    assert (row.holder.body, row.dossier, row.items.count()) == (dossier.draft.body, dossier, 3)
    assert lacking(row, list(row.items.all())) == []
    text = her.get(page(row)).content.decode()
    assert "Салыстырма" in text or "салыстырма" in text
    assert dossier.draft.title_ru in text


def test_draft_without_a_body_asks_whom_to_write_to(her: Client, ashyq_orta: Organisation) -> None:
    dossier = DossierFactory(organisation=ashyq_orta, draft=DraftActFactory(body=None))
    answer = her.post(reverse("inforequests:request-from-dossier", args=[dossier.pk, "report"]))
    assert answer["Location"] == f"{reverse('inforequests:request-compose')}?dossier={dossier.pk}&text=report"
    assert dossier.draft.title_ru in her.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("kind", list(TEXTS))
def test_ready_texts_are_whole_in_both_languages(ashyq_orta: Organisation, kind: str) -> None:
    title = "Об утверждении {правил} " + "очень длинных " * 60
    draft = DraftActFactory(title_kk="Қағиданы бекіту туралы", title_ru=title)
    text = proposed(kind, draft)
    assert "Қағиданы бекіту туралы" in text.subject_kk
    assert "{правил}" in text.preface_ru
    assert max(len(text.subject_kk), len(text.subject_ru)) <= 300
    assert all(kk and ru and kk != ru for kk, ru in text.items)


def test_dossier_of_others_is_not_asked_about(
    dana: User, ashyq_orta: Organisation, client_of: ClientOf
) -> None:
    dossier = DossierFactory(organisation=ashyq_orta)
    theirs = client_of(dana)
    assert theirs.get(reverse("inforequests:request-compose"), {"dossier": dossier.pk}).status_code == 404
    assert theirs.get(reverse("inforequests:request-compose"), {"dossier": "9" * 30}).status_code == 200


# --- Issuing ---------------------------------------------------------------------------------------------------


def test_letter_says_what_article_eleven_asks_for(draft: InfoRequest, aigerim: User) -> None:
    order = issued(draft, aigerim)
    text, organisation = words_of(order), draft.organisation
    wanted = (
        *(organisation.name_kk, organisation.name_ru, organisation.bin, organisation.phone),
        *(organisation.address_kk, organisation.signatory_name_ru, organisation.signatory_post_ru),
        *("№ 401-V", "Тариф құрылымы", "Число потребителей", draft.holder.name_kk, draft.holder.email),
        "в течение 15 календарных дней",
    )
    assert [word for word in wanted if word not in text] == []
    assert from_json(order.description).mode is Mode.BOTH
    (listed,) = [block for block in from_json(order.description).blocks if isinstance(block, Items)]
    assert listed.numbered


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("bin", "", "the BIN of your organisation"),
        ("phone", "", "the phone of your organisation"),
        ("name_kk", "", "the full name of your organisation in Kazakh"),
        ("signatory_name_ru", "Алия", "surname and initials of the signatory in Russian"),
        ("signatory_post_kk", "", "post of the signatory in Kazakh"),
        ("email", "", "the e-mail to which the answer is wanted"),
    ],
)
def test_what_the_card_lacks_is_named_and_nothing_is_issued(
    her: Client, draft: InfoRequest, aigerim: User, field: str, value: str, named: str
) -> None:
    Organisation.objects.filter(pk=draft.organisation_id).update(**{field: value})
    draft.organisation.refresh_from_db()
    text = her.get(page(draft)).content.decode()
    assert named[1:] in text
    assert reverse("accounts:organisation-edit") in text
    with pytest.raises(Lacking, match=named):
        issued(draft, aigerim)
    assert her.post(page(draft, "request-issue"), {"seen": 0}).status_code == 422
    assert not DocumentOrder.objects.exists()


def test_one_language_asks_for_one_language(draft: InfoRequest, aigerim: User) -> None:
    InfoRequest.objects.filter(pk=draft.pk).update(mode="ru", subject_kk="")
    Organisation.objects.filter(pk=draft.organisation_id).update(name_kk="", signatory_post_kk="")
    draft = InfoRequest.objects.select_related("organisation", "holder").get(pk=draft.pk)
    assert issued(draft, aigerim).language == "ru"


def test_item_without_its_other_language_is_missing(draft: InfoRequest, aigerim: User) -> None:
    draft.items.filter(number=2).update(text_kk="")
    with pytest.raises(Lacking, match="in Kazakh: each item"):
        issued(draft, aigerim)


def test_issued_twice_is_one_letter(her: Client, draft: InfoRequest) -> None:
    first = her.post(page(draft, "request-issue"), {"seen": 0})
    second = her.post(page(draft, "request-issue"), {"seen": 0})
    order = DocumentOrder.objects.get()
    assert (
        first["Location"] == second["Location"] == reverse("correspondence:document-order", args=[order.pk])
    )
    assert ActivityEntry.objects.filter(verb="info_request.issued").count() == 1
    draft.refresh_from_db()
    assert (draft.state, draft.order) == (RequestState.ISSUED, order)


def test_what_was_changed_meanwhile_is_read_again_first(her: Client, draft: InfoRequest) -> None:
    InfoRequest.objects.update(version=3)
    answer = her.post(page(draft, "request-issue"), {"seen": 2})
    assert answer.status_code == 422
    assert "Read it again before you issue it." in answer.content.decode()
    assert her.post(page(draft, "request-issue"), {"seen": "\u0661"}).status_code == 422


def test_issued_request_is_not_written_any_more(her: Client, draft: InfoRequest, aigerim: User) -> None:
    issued(draft, aigerim)
    assert her.get(page(draft, "request-edit"))["Location"] == page(draft)
    her.post(page(draft, "request-edit"), letter(draft.holder, subject_ru="Другое"))
    draft.refresh_from_db()
    assert draft.subject_ru == "О тарифах на воду"
    copy = her.post(page(draft, "request-copy"))["Location"]
    assert copy != page(draft)
    assert InfoRequest.objects.get(state=RequestState.DRAFT).items.count() == 2


# --- Pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_of_one_request_and_of_three(
    her: Client, ashyq_orta: Organisation, django_assert_num_queries: Any, number: int
) -> None:
    rows = [InfoRequestFactory(organisation=ashyq_orta) for _number in range(number)]
    her.get(reverse("inforequests:request-list"))
    with django_assert_num_queries(5):  # session, person, memberships, requests, days off
        assert her.get(reverse("inforequests:request-list")).status_code == 200
    with django_assert_num_queries(6):  # session, person, memberships, request, items, letters
        assert her.get(page(rows[0])).status_code == 200
    with django_assert_num_queries(7):  # session, person, memberships, request, items, directory, bodies
        assert her.get(page(rows[0], "request-edit")).status_code == 200
    with django_assert_num_queries(4):  # session, person, memberships, directory
        assert her.get(reverse("inforequests:directory")).status_code == 200
