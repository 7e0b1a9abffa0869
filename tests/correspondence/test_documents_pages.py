"""Issued documents on the screen: the list, the files, the progress, and the page where anybody checks a file."""

import re
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from correspondence.forms import FileInHandForm
from correspondence.issuing import Made, claim, issue
from correspondence.models import DocumentOrder, IssuedDocument
from correspondence.states import OrderState, RenderingTrouble
from tests.conftest import ClientOf
from tests.factories.correspondence import FILES, issued, ordered

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_documents_as_for_one(
    ashyq_orta: Any,
    aigerim: User,
    client_of: ClientOf,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(1, count + 1):
        issued(ashyq_orta, aigerim, number=number)
        ordered(ashyq_orta, aigerim)
        DocumentOrder.objects.filter(state=OrderState.WAITING).update(state=OrderState.FAILED)
    client = client_of(aigerim)
    with django_assert_num_queries(5):
        page = text_of(client, "/documents/")
    assert page.count("№ ") == count


def test_file_is_given_as_it_was_issued_and_only_to_be_saved(
    ashyq_orta: Any, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    document = issued(ashyq_orta, aigerim, number=7)
    answer = client_of(bolat).get(f"/documents/{document.pk}/pdf/")
    assert answer.content == FILES["pdf"]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="2026-0007.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["ETag"] == f'"{sha256(FILES["pdf"]).hexdigest()}"'


def test_what_the_browser_has_is_not_sent_again(ashyq_orta: Any, aigerim: User, client_of: ClientOf) -> None:
    address, client = f"/documents/{issued(ashyq_orta, aigerim).pk}/pdf/", client_of(aigerim)
    again = client.get(address, headers={"if-none-match": client.get(address)["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "sandbox" in again["Content-Security-Policy"]


@pytest.mark.parametrize("part", ["xlsx", "exe", "PDF"])
def test_file_that_was_not_issued_is_not_there(
    ashyq_orta: Any, aigerim: User, client_of: ClientOf, part: str
) -> None:
    assert client_of(aigerim).get(f"/documents/{issued(ashyq_orta, aigerim).pk}/{part}/").status_code == 404


def test_document_of_another_organisation_is_not_there(
    kok_aspan: Any, dana: User, aigerim: User, client_of: ClientOf
) -> None:
    document, client = issued(kok_aspan, dana), client_of(aigerim)
    for address in ("", "pdf/", "code/"):
        assert client.get(f"/documents/{document.pk}/{address}").status_code == 404
    assert document.title not in text_of(client, "/documents/")


# --- Being made ----------------------------------------------------------------------------------------------------


def test_page_shows_how_far_the_document_is_and_leads_to_it(
    ashyq_orta: Any, kok_aspan: Any, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    ordered(kok_aspan, dana)
    order, client = ordered(ashyq_orta, aigerim), client_of(aigerim)
    address = f"/documents/orders/{order.pk}/"
    assert "1 document is made before it" in text_of(client, address)
    assert claim(timezone.now()) is not None
    assert claim(timezone.now()) == order
    assert "Being made" in text_of(client, f"{address}progress/")
    document = finished(order, ashyq_orta, aigerim)
    assert client.get(f"{address}progress/")["HX-Redirect"] == f"/documents/{document.pk}/"
    assert client.get(address)["Location"] == f"/documents/{document.pk}/"


def finished(order: DocumentOrder, ashyq_orta: Any, aigerim: User) -> Any:
    order.refresh_from_db()
    assert issue(order, Made(1, timezone.localdate(), "a" * 32, FILES))
    return IssuedDocument.objects.get(order=order)


@pytest.mark.parametrize("code", RenderingTrouble.values)
def test_every_failure_has_its_sentence_and_a_second_try(
    ashyq_orta: Any, aigerim: User, bolat: User, client_of: ClientOf, code: str
) -> None:
    order = ordered(ashyq_orta, aigerim)
    DocumentOrder.objects.filter(pk=order.pk).update(state=OrderState.FAILED, trouble=code)
    address = f"/documents/orders/{order.pk}/"
    page = text_of(client_of(aigerim), address)
    assert str(RenderingTrouble(code).label) in page
    assert "Try again" in page
    assert "Try again" not in text_of(client_of(bolat), address)
    assert client_of(aigerim).post(f"{address}retry/").status_code == 302
    order.refresh_from_db()
    assert (order.state, order.trouble) == (OrderState.WAITING, "")


# --- The public page -----------------------------------------------------------------------------------------------


def check(client: Client, code: str, body: bytes) -> tuple[int, str]:
    answer = client.post(f"/verify/{code}/", {"file": SimpleUploadedFile("paper.pdf", body)})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"), [("kk", "Ұсыныстар жолдау туралы"), ("ru", "О направлении предложений")]
)
def test_anybody_with_the_code_reads_what_was_issued(
    ashyq_orta: Any, aigerim: User, client_of: ClientOf, language: str, sentence: str
) -> None:
    document = issued(ashyq_orta, aigerim, number=12)
    page = text_of(client_of(None, language=language), f"/verify/{document.code}/")
    assert sentence in page
    assert "№ 12/2026" in page
    assert sha256(FILES["pdf"]).hexdigest() in page
    assert sha256(FILES["docx"]).hexdigest() in page
    assert aigerim.name not in page
    assert aigerim.email not in page


def test_file_in_hand_is_recognised_and_a_changed_one_is_not(
    ashyq_orta: Any, aigerim: User, client_of: ClientOf
) -> None:
    document, visitor = issued(ashyq_orta, aigerim), client_of(None)
    assert "Yes. This is the PDF file as it was issued" in check(visitor, document.code, FILES["pdf"])[1]
    assert "Yes. This is the DOCX file as it was issued" in check(visitor, document.code, FILES["docx"])[1]
    for other in (FILES["pdf"] + b" ", b"", FILES["pdf"][:-1]):
        status, page = check(visitor, document.code, other)
        assert status == 200
        assert "No. This is not a file of this document" in page


def test_file_of_another_document_is_not_taken_for_this_one(
    ashyq_orta: Any, kok_aspan: Any, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    issued(kok_aspan, dana)
    own = issued(ashyq_orta, aigerim, number=2)
    assert "No. This is not" in check(client_of(None), own.code, b"%PDF of somebody else")[1]


def test_file_that_is_too_large_is_refused(
    ashyq_orta: Any, aigerim: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileInHandForm, "MAX_BYTES", 100)
    status, page = check(client_of(None), issued(ashyq_orta, aigerim).code, b"x" * 101)
    assert status == 422
    assert "larger than 25 MB" in page


def test_wrong_code_says_nothing(ashyq_orta: Any, aigerim: User, client_of: ClientOf) -> None:
    document, visitor = issued(ashyq_orta, aigerim), client_of(None)
    wrong = [
        "0" * 32,
        document.code[:-1],
        document.code.upper() + "x",
        "ә" * 32,
        "x" * 500,
        "%00",
        str(document.pk),
    ]
    own = re.compile(
        r'(csrfmiddlewaretoken" value="|name="next" value=")[^"]*'
    )  # what differs between any two pages
    pages = {own.sub("", visitor.get(f"/verify/{code}/").content.decode()) for code in wrong}
    assert len(pages) == 1
    assert all(visitor.get(f"/verify/{code}/").status_code == 404 for code in wrong)
    assert all(check(visitor, code, b"x")[0] == 404 for code in wrong)


def test_code_of_the_document_leads_to_its_page(ashyq_orta: Any, aigerim: User, client_of: ClientOf) -> None:
    document = issued(ashyq_orta, aigerim)
    page = text_of(client_of(aigerim), f"/documents/{document.pk}/")
    assert f"http://testserver/verify/{document.code}/" in page
    assert client_of(aigerim).get(f"/documents/{document.pk}/code/")["Content-Type"] == "image/svg+xml"
