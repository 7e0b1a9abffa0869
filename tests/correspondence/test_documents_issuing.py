"""From the order to the issued document: numbers, leases, failures, and that nothing issued ever changes."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import ActivityEntry, User
from common.states import IllegalMove
from correspondence import actions, issuing
from correspondence.documents import Document, Mode, Paragraph, Text
from correspondence.documents.rendering import RenderingFailure
from correspondence.issuing import Made, claim, issue, issue_due, make
from correspondence.models import DocumentOrder, IssuedDocument, IssuedFile
from correspondence.states import OrderState, RenderingTrouble
from tests.correspondence import paper
from tests.factories import MembershipFactory
from tests.factories.correspondence import AT, FILES, issued, ordered

pytestmark = pytest.mark.django_db
NOW = AT


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """Files without the wait for them; the documents that were rendered."""
    rendered: list[Document] = []

    def render(document: Document) -> dict[str, bytes]:
        rendered.append(document)
        return FILES

    monkeypatch.setattr(issuing, "render", render)
    return rendered


def numbers(organisation: Any) -> list[int]:
    return list(
        IssuedDocument.objects.filter(organisation=organisation)
        .order_by("id")
        .values_list("number", flat=True)
    )


# --- The way of one document ---------------------------------------------------------------------------------------


def test_ordered_document_is_made_numbered_and_kept_as_it_was_made(ashyq_orta: Any, aigerim: User) -> None:
    order = actions.request_document(
        ashyq_orta,
        kind="letter.cover_body",
        description=paper.letter(Mode.BOTH),
        actor=aigerim,
        at=NOW,
        path="/x/",
    )
    assert issue_due(NOW) == 1
    order.refresh_from_db()
    document = order.issued
    files = {file.kind: file for file in document.files.all()}
    assert (order.state, order.description, document.number) == (OrderState.READY, {}, 1)
    assert (document.title_kk, document.title_ru) == ("Ұсыныстар жолдау туралы", "О направлении предложений")
    assert (document.path, document.issued_by, document.issued_on) == ("/x/", aigerim, timezone.localdate())
    assert set(files) == {"pdf", "docx"}
    for file in files.values():
        assert file.sha256 == sha256(file.body).hexdigest()
        assert file.size == len(file.body)
    said = " ".join(paper.words_of(paper.pdf_text(bytes(files["pdf"].body))))
    assert f"№ {document.full_number}" in said
    assert f"/verify/{document.code}/" in said.replace(" ", "")
    entry = ActivityEntry.objects.get(verb="document.issued")
    assert (entry.actor, entry.organisation, entry.object_id) == (aigerim, ashyq_orta, document.pk)


def test_second_click_finds_the_first_ones_order(
    ashyq_orta: Any, aigerim: User, quick: list[Document]
) -> None:
    first = ordered(ashyq_orta, aigerim, key="amendments:17:v3:kk")
    assert ordered(ashyq_orta, aigerim, key="amendments:17:v3:kk") == first
    assert issue_due(NOW) == 1
    assert ordered(ashyq_orta, aigerim, key="amendments:17:v3:kk") == first
    assert (issue_due(NOW), len(quick)) == (0, 1)


def test_key_of_one_organisation_is_not_that_of_another(
    ashyq_orta: Any, kok_aspan: Any, aigerim: User, dana: User
) -> None:
    assert ordered(ashyq_orta, aigerim, key="k").pk != ordered(kok_aspan, dana, key="k").pk


def test_too_large_a_document_is_refused_with_a_sentence(ashyq_orta: Any, aigerim: User) -> None:
    with pytest.raises(ValidationError, match="longer than 20 pages"):
        ordered(ashyq_orta, aigerim, description=paper.letter(Mode.KAZAKH, Paragraph(Text("x" * 100_000))))
    assert not DocumentOrder.objects.exists()


# --- Numbers -------------------------------------------------------------------------------------------------------


def test_numbers_follow_each_other_within_organisation_and_year(
    ashyq_orta: Any, kok_aspan: Any, aigerim: User, dana: User, quick: list[Document]
) -> None:
    for _n in range(3):
        ordered(ashyq_orta, aigerim)
        ordered(kok_aspan, dana)
        issue_due(NOW)
    assert (numbers(ashyq_orta), numbers(kok_aspan)) == ([1, 2, 3], [1, 2, 3])


def test_document_that_fails_takes_no_number(
    ashyq_orta: Any, aigerim: User, quick: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = ordered(ashyq_orta, aigerim)
    with monkeypatch.context() as broken:
        broken.setattr(issuing, "render", _fails)
        assert issue_due(NOW) == 0
    ordered(ashyq_orta, aigerim)
    assert issue_due(NOW) == 1
    bad.refresh_from_db()
    assert (bad.state, bad.trouble, numbers(ashyq_orta)) == (
        OrderState.FAILED,
        RenderingTrouble.TOO_SLOW,
        [1],
    )
    actions.retry_document(bad, actor=aigerim, at=NOW)
    assert (issue_due(NOW), numbers(ashyq_orta)) == (1, [1, 2])


def _fails(_document: Document) -> dict[str, bytes]:
    raise RenderingFailure(RenderingTrouble.TOO_SLOW)


def test_of_one_organisation_one_document_is_made_at_a_time(
    ashyq_orta: Any, kok_aspan: Any, aigerim: User, dana: User
) -> None:
    first, second = ordered(ashyq_orta, aigerim), ordered(ashyq_orta, aigerim)
    other = ordered(kok_aspan, dana)
    assert [claim(NOW), claim(NOW), claim(NOW)] == [first, other, None]
    second.refresh_from_db()
    assert second.state == OrderState.WAITING


def test_number_that_a_slower_process_took_too_is_made_anew(
    ashyq_orta: Any, aigerim: User, quick: list[Document]
) -> None:
    """A lease that was lost while two worked: the second finds the number gone, and begins again with the next."""
    ordered(ashyq_orta, aigerim)
    claimed = claim(NOW)
    assert claimed is not None
    late = Made(1, NOW.date(), "f" * 32, FILES)
    DocumentOrder.objects.filter(pk=claimed.pk).update(state=OrderState.FAILED)  # frees the organisation
    issued(ashyq_orta, aigerim)
    DocumentOrder.objects.filter(pk=claimed.pk).update(state=OrderState.RENDERING)
    with pytest.raises(DatabaseError), transaction.atomic():
        issue(claimed, late)
    claimed.refresh_from_db()
    assert (claimed.state, numbers(ashyq_orta)) == (OrderState.RENDERING, [1])
    assert (make(claimed), numbers(ashyq_orta)) == (1, [1, 2])


# --- Deaths --------------------------------------------------------------------------------------------------------


def test_lease_of_a_dead_process_runs_out_and_another_takes_over(
    ashyq_orta: Any, aigerim: User, quick: list[Document]
) -> None:
    order = ordered(ashyq_orta, aigerim)
    dead = claim(NOW)
    assert dead is not None
    assert claim(NOW + issuing.LEASE - timedelta(seconds=1)) is None
    taken = claim(NOW + issuing.LEASE)
    assert taken is not None
    assert (taken.pk, taken.attempts) == (order.pk, 2)
    assert issue(dead, Made(1, NOW.date(), "d" * 32, FILES)) == 0  # it was not dead after all, only slow
    assert (make(taken), numbers(ashyq_orta)) == (1, [1])
    assert (make(taken), numbers(ashyq_orta)) == (0, [1])


def test_what_kills_its_process_each_time_is_shown_as_failed(ashyq_orta: Any, aigerim: User) -> None:
    order = ordered(ashyq_orta, aigerim)
    for n in range(issuing.MAX_ATTEMPTS):
        assert claim(NOW + n * issuing.LEASE) is not None
    issue_due(NOW + 10 * issuing.LEASE)
    order.refresh_from_db()
    assert (order.state, order.trouble) == (OrderState.FAILED, RenderingTrouble.EXHAUSTED)


def test_nothing_is_claimed_twice_and_two_are_made_at_once() -> None:
    people = [MembershipFactory() for _n in range(4)]
    for membership in people:
        ordered(membership.organisation, membership.user)
    claimed = [claim(NOW) for _n in range(4)]
    assert [row is not None for row in claimed] == [True, True, False, False]


# --- Nothing issued ever changes -----------------------------------------------------------------------------------


def test_issued_rows_refuse_changes(ashyq_orta: Any, aigerim: User) -> None:
    document = issued(ashyq_orta, aigerim)
    for rows in (IssuedDocument.objects.all(), IssuedFile.objects.all()):
        with pytest.raises(TypeError, match="never changed"):
            rows.update(id=1)
        with pytest.raises(TypeError, match="never deleted"):
            rows.delete()
    document.title_kk = "Басқа"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        document.save()
    file = document.files.first()
    assert file is not None
    file.body = b"other"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        file.save()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is emptied row by row after a test")
def test_postgresql_refuses_to_delete_what_was_issued(ashyq_orta: Any, aigerim: User) -> None:
    issued(ashyq_orta, aigerim)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM correspondence_issuedfile")


# --- States --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [OrderState.WAITING, OrderState.RENDERING, OrderState.READY])
def test_only_what_failed_is_tried_again(ashyq_orta: Any, aigerim: User, state: str) -> None:
    order = ordered(ashyq_orta, aigerim)
    DocumentOrder.objects.filter(pk=order.pk).update(state=state)
    order.refresh_from_db()
    with pytest.raises(IllegalMove):
        actions.retry_document(order, actor=aigerim, at=NOW)
