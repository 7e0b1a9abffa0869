"""One text to many: chosen, checked, issued by the worker, stopped, tried again, sent, and compared."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import ActivityEntry, Organisation, User
from common.states import AlreadyMoved
from correspondence.issuing import Made, claim, issue
from correspondence.models import DocumentOrder, IssuedDocument, OutgoingEmail
from correspondence.states import OrderState
from inforequests.actions import batch_issuing
from inforequests.actions import batches as actions
from inforequests.actions.base import WrongState
from inforequests.actions.batch_issuing import (
    AHEAD,
    BatchLacking,
    feed_batches,
    issue_batch,
    resume_batch,
    retry_lines,
    stop_batch,
)
from inforequests.actions.batch_sending import send_asked, send_batch, sendable
from inforequests.akimats import akimat_of
from inforequests.batch_progress import progress_of
from inforequests.batch_requirements import lacks_of
from inforequests.batch_results import Order, Stand, results_of
from inforequests.law import Book
from inforequests.models import BatchLine, Holder, InfoRequest, RequestBatch
from inforequests.states import BATCH_MOVES, LINE_MOVES, BatchState, LineState, LineTrouble
from tests.conftest import ClientOf
from tests.factories import BatchFactory, HolderFactory, RequestEventFactory, StateBodyFactory
from tests.inforequests.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("law", "today")

TEXT = {
    "mode": "own",
    "subject_kk": "Су тарифтері туралы",
    "subject_ru": "О тарифах на воду",
    "items_kk": "Тариф құрылымы",
    "items_ru": "Структура тарифа",
    "answer_form": "electronic",
    "answer_way": "email",
    "seen": "0",
    "key": "2f0e3a44-4d61-4d0e-9d1c-9f7d5a1f0a10",
}


def page(batch: RequestBatch, name: str = "batch", *more: Any) -> str:
    return reverse(f"inforequests:{name}", args=[batch.pk, *more])


@pytest.fixture
def batch(ashyq_orta: Organisation, aigerim: User) -> RequestBatch:
    return batch_of(ashyq_orta, aigerim, 8)


def batch_of(organisation: Organisation, by: User, number: int) -> RequestBatch:
    return BatchFactory(organisation=organisation, created_by=by, addressees=number)


def states(batch: RequestBatch) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in batch.lines.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def make(number: int = 100) -> int:
    """What the maker of documents does, without the files' contents."""
    made = 0
    while made < number and (order := claim(NOW)):
        next_one = IssuedDocument.objects.filter(organisation=order.organisation).count() + 1
        made += issue(order, Made(next_one, TODAY, f"{order.pk:032x}", {"pdf": b"%PDF-1.7", "docx": b"PK"}))
    return made


def worked(batch: RequestBatch) -> RequestBatch:
    """The worker has done everything that there was to be done."""
    while feed_batches(NOW) + make():
        pass
    batch.refresh_from_db()
    return batch


def issued(batch: RequestBatch, by: User) -> RequestBatch:
    issue_batch(batch, seen=batch.version, actor=by, at=NOW)
    return worked(batch)


# --- Writing and choosing -------------------------------------------------------------------------------------


def test_form_sent_twice_writes_one_batch(her: Client, ashyq_orta: Organisation) -> None:
    for _twice in range(2):
        answer = her.post(reverse("inforequests:batch-compose"), TEXT)
    batch = RequestBatch.objects.get()
    assert answer["Location"] == page(batch, "batch-addressees") + "?saved=1"
    assert (batch.organisation, batch.state, batch.items) == (
        ashyq_orta,
        BatchState.DRAFT,
        [["Тариф құрылымы", "Структура тарифа"]],
    )


def test_text_changed_meanwhile_is_not_overwritten(
    her: Client, batch: RequestBatch, aigerim: User, client_of: ClientOf
) -> None:
    first = {**TEXT, "seen": str(batch.version)}
    assert her.post(page(batch, "batch-edit"), {**first, "subject_ru": "О воде"}).status_code == 302
    assert her.post(page(batch, "batch-edit"), {**first, "subject_ru": "О газе"}).status_code == 422
    batch.refresh_from_db()
    assert batch.subject_ru == "О воде"
    with pytest.raises(AlreadyMoved):
        actions.change_batch(batch, {}, [], seen=0, actor=aigerim, at=NOW)


def test_all_akimats_are_added_by_one_click_and_come_into_the_directory(
    her: Client, ashyq_orta: Organisation, aigerim: User
) -> None:
    batch = batch_of(ashyq_orta, aigerim, 0)
    for number in range(3):
        StateBodyFactory(kind="region", name_kk=f"{number} облысы", name_ru=f"Область {number}")
    StateBodyFactory()
    HolderFactory(organisation=ashyq_orta)
    choice = page(batch, "batch-addressees")
    assert "3 can be added" in her.get(choice, {"sort": "region"}).content.decode()
    for _twice in range(2):
        her.post(f"{choice}?sort=region", {"all": "1"})
    names = set(batch.lines.values_list("holder__name_ru", flat=True))
    assert names == {"Акимат области 0", "Акимат области 1", "Акимат области 2"}
    assert str(batch.lines.get(holder__name_ru="Акимат области 0").holder.name_kk) == "0 облысының әкімдігі"
    assert Holder.objects.of(ashyq_orta).count() == 4


@pytest.mark.parametrize(
    ("kk", "ru", "akimat"),
    [
        ("Абай облысы", "Область Абай", ("Абай облысының әкімдігі", "Акимат области Абай")),
        ("Ақмола облысы", "Акмолинская область", ("Ақмола облысының әкімдігі", "Акимат Акмолинской области")),
        ("Астана қаласы", "Город Астана", ("Астана қаласының әкімдігі", "Акимат города Астана")),
        ("Мәслихат", "Маслихат", ("Мәслихат", "Маслихат")),
    ],
)
def test_region_is_written_to_by_its_akimat(kk: str, ru: str, akimat: tuple[str, str]) -> None:
    assert akimat_of(kk, ru) == akimat


def test_choice_by_region_words_and_hand(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    batch = batch_of(ashyq_orta, aigerim, 0)
    region = StateBodyFactory(kind="region", name_kk="Ойдан облысы", name_ru="Вымышленная область")
    akimat = HolderFactory(organisation=ashyq_orta, body=region)
    unit = HolderFactory(organisation=ashyq_orta, parent=akimat, name_kk="Су басқармасы")
    far = HolderFactory(organisation=ashyq_orta)
    choice = page(batch, "batch-addressees")
    found = her.get(choice, {"region": str(region)}).context
    assert {one.value for one in found["candidates"]} == {f"holder:{akimat.pk}", f"holder:{unit.pk}"}
    found = her.get(choice, {"sort": "unit", "q": "су басқ"}).context
    assert [one.value for one in found["candidates"]] == [f"holder:{unit.pk}"]
    her.post(choice, {"pick": [f"holder:{far.pk}", "holder:0", "body:x", "holder:99999999999999999999"]})
    assert [line.holder for line in batch.lines.all()] == [far]


def test_addressee_of_another_organisation_cannot_be_chosen(
    her: Client, batch: RequestBatch, kok_aspan: Organisation
) -> None:
    theirs = HolderFactory(organisation=kok_aspan)
    her.post(page(batch, "batch-addressees"), {"pick": [f"holder:{theirs.pk}"]})
    assert batch.lines.count() == 8
    assert not batch.lines.filter(holder=theirs).exists()


def test_more_than_a_batch_holds_is_refused(
    batch: RequestBatch, ashyq_orta: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_LINES", 9)
    two = [HolderFactory(organisation=ashyq_orta) for _n in range(2)]
    with pytest.raises(ValidationError, match="at most 9"):
        actions.add_addressees(batch, two, [], at=NOW)
    assert actions.add_addressees(batch, two[:1], [], at=NOW) == 1


def test_addressees_are_taken_out_one_by_one_and_all(her: Client, batch: RequestBatch) -> None:
    first = batch.lines.first()
    assert first is not None
    her.post(page(batch, "batch-addressee-remove"), {"line": first.pk})
    assert batch.lines.count() == 7
    her.post(page(batch, "batch-addressee-remove"), {"all": "1"})
    assert batch.lines.count() == 0


# --- What is missing ------------------------------------------------------------------------------------------


def test_what_is_missing_is_named_before_anything_is_issued(
    her: Client, batch: RequestBatch, ashyq_orta: Organisation, aigerim: User
) -> None:
    Organisation.objects.filter(pk=ashyq_orta.pk).update(bin="")
    first, second, third = Holder.objects.order_by("pk")[:3]
    Holder.objects.filter(pk=first.pk).update(name_kk="")
    Holder.objects.filter(pk=second.pk).update(email="")
    Holder.objects.filter(pk=third.pk).update(email="", address_kk="", address_ru="")
    batch = RequestBatch.objects.select_related("organisation").get()
    lacks = lacks_of(batch, batch.lines.select_related("holder").order_by("pk"))
    assert [str(lack.text) for lack in lacks.common] == ["the BIN of your organisation"]
    assert [line.holder for line, _lacks in lacks.lines] == [first]
    assert [line.holder for line in lacks.without_email] == [second]
    assert [line.holder for line in lacks.without_address] == [third]
    said = her.get(page(batch)).content.decode()
    assert "1 addressee with neither e-mail nor postal address" in said
    assert her.post(page(batch, "batch-issue"), {"seen": str(batch.version)}).status_code == 422
    with pytest.raises(BatchLacking):
        issue_batch(batch, seen=batch.version, actor=aigerim, at=NOW)
    assert not InfoRequest.objects.exists()


def test_batch_without_addressees_or_changed_since_is_not_issued(
    batch: RequestBatch, ashyq_orta: Organisation, aigerim: User
) -> None:
    with pytest.raises(ValidationError, match="Choose the addressees"):
        issue_batch(batch_of(ashyq_orta, aigerim, 0), seen=1, actor=aigerim, at=NOW)
    seen = batch.version
    actions.add_addressees(batch, [HolderFactory(organisation=ashyq_orta)], [], at=NOW)
    with pytest.raises(ValidationError, match="changed after you opened"):
        issue_batch(batch, seen=seen, actor=aigerim, at=NOW)


# --- Issuing --------------------------------------------------------------------------------------------------


def test_double_click_issues_each_letter_once_with_numbers_in_a_row(her: Client, batch: RequestBatch) -> None:
    for _twice in range(2):
        assert her.post(page(batch, "batch-issue"), {"seen": str(batch.version)}).status_code == 302
    assert worked(batch).state == BatchState.DONE
    assert states(batch) == {LineState.ORDERED: 8}
    assert sorted(IssuedDocument.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert InfoRequest.objects.values("holder").distinct().count() == InfoRequest.objects.count() == 8
    assert ActivityEntry.objects.filter(verb="request_batch.issued").count() == 1
    worked(batch)
    assert DocumentOrder.objects.count() == 8


def test_letters_wait_a_few_at_a_time_so_that_others_find_their_turn(
    batch: RequestBatch, aigerim: User
) -> None:
    issue_batch(batch, seen=batch.version, actor=aigerim, at=NOW)
    assert [feed_batches(NOW), feed_batches(NOW)] == [AHEAD, 0]
    assert make(2) == 2
    assert feed_batches(NOW) == 2


def test_each_letter_is_in_the_addressees_language(batch: RequestBatch, aigerim: User) -> None:
    first, second, *_more = Holder.objects.order_by("pk")
    Holder.objects.filter(pk=first.pk).update(mode="kk")
    Holder.objects.filter(pk=second.pk).update(mode="ru")
    issued(batch, aigerim)
    modes = dict(InfoRequest.objects.values_list("holder", "mode"))
    assert (modes.pop(first.pk), modes.pop(second.pk), set(modes.values())) == ("kk", "ru", {"kk+ru"})
    RequestBatch.objects.update(mode="kk")
    assert RequestBatch.objects.get().mode_for(second) == "kk"


def test_request_and_line_are_written_together_or_not_at_all(
    batch: RequestBatch, aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_batch(batch, seen=batch.version, actor=aigerim, at=NOW)

    def die(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(batch_issuing, "issue_request", die)
        with pytest.raises(RuntimeError):
            feed_batches(NOW)
    assert (states(batch), InfoRequest.objects.count()) == ({LineState.WAITING: 8}, 0)
    assert worked(batch).state == BatchState.DONE
    assert IssuedDocument.objects.count() == 8


def test_what_lacks_something_by_then_fails_alone_and_is_tried_again(
    her: Client, batch: RequestBatch, aigerim: User
) -> None:
    issue_batch(batch, seen=batch.version, actor=aigerim, at=NOW)
    holder = Holder.objects.order_by("pk").first()
    assert holder is not None
    Holder.objects.filter(pk=holder.pk).update(name_ru="")
    worked(batch)
    (failure,) = progress_of(batch).failures
    assert (failure.line.holder, failure.line.trouble) == (holder, LineTrouble.LACKING)
    assert "the addressee's name in Russian" in failure.reason
    assert (batch.state, IssuedDocument.objects.count()) == (BatchState.DONE, 7)
    assert "Try again" in her.get(page(batch)).content.decode()
    Holder.objects.filter(pk=holder.pk).update(name_ru="Управление")
    her.post(page(batch, "batch-retry"))
    assert worked(batch).state == BatchState.DONE
    assert sorted(IssuedDocument.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_letter_that_could_not_be_made_is_named_and_made_again(batch: RequestBatch, aigerim: User) -> None:
    issue_batch(batch, seen=batch.version, actor=aigerim, at=NOW)
    feed_batches(NOW)
    order = DocumentOrder.objects.order_by("pk").first()
    assert order is not None
    DocumentOrder.objects.filter(pk=order.pk).update(state=OrderState.FAILED, trouble="too_slow")
    worked(batch)
    progress = progress_of(batch)
    assert (progress.issued, len(progress.failures), progress.is_running) == (7, 1, False)
    assert "more than a minute" in progress.failures[0].reason
    assert retry_lines(batch, actor=aigerim, at=NOW) == 1
    worked(batch)
    assert progress_of(batch).issued == 8
    with pytest.raises(WrongState, match="Nothing has failed"):
        retry_lines(batch, actor=aigerim, at=NOW)


def test_stopped_batch_keeps_what_is_issued_and_goes_on_later(batch: RequestBatch, aigerim: User) -> None:
    issue_batch(batch, seen=batch.version, actor=aigerim, at=NOW)
    feed_batches(NOW)
    make(3)
    assert stop_batch(batch, actor=aigerim, at=NOW) == 8 - AHEAD
    worked(batch)
    assert (batch.state, IssuedDocument.objects.count()) == (BatchState.STOPPED, AHEAD)
    assert progress_of(batch).stopped == 8 - AHEAD
    resume_batch(batch, actor=aigerim, at=NOW)
    assert worked(batch).state == BatchState.DONE
    assert sorted(IssuedDocument.objects.values_list("number", flat=True)) == list(range(1, 9))
    with pytest.raises(WrongState):
        stop_batch(batch, actor=aigerim, at=NOW)


def test_removed_draft_comes_back(her: Client, batch: RequestBatch) -> None:
    her.post(page(batch, "batch-remove"))
    assert her.get(reverse("inforequests:batch-list")).context["page"].rows == []
    her.post(page(batch, "batch-restore"))
    batch.refresh_from_db()
    assert (batch.state, batch.lines.count()) == (BatchState.DRAFT, 8)


@pytest.mark.parametrize("name", ["batch-remove", "batch-edit", "batch-addressees", "batch-addressee-remove"])
def test_issued_batch_is_not_changed_any_more(
    her: Client, batch: RequestBatch, aigerim: User, name: str
) -> None:
    issued(batch, aigerim)
    her.post(page(batch, name), {**TEXT, "all": "1"})
    fresh = RequestBatch.objects.get()
    assert (fresh.state, fresh.version, fresh.lines.count()) == (BatchState.DONE, batch.version, 8)


def test_moves_name_states_that_exist() -> None:
    assert set(BATCH_MOVES) == set(BatchState)
    assert set(LINE_MOVES) == set(LineState) - {LineState.ORDERED}


# --- Progress -------------------------------------------------------------------------------------------------


def test_progress_refreshes_itself_until_nothing_moves(
    her: Client, batch: RequestBatch, aigerim: User
) -> None:
    issue_batch(batch, seen=batch.version, actor=aigerim, at=NOW)
    feed_batches(NOW)
    make(2)
    said = her.get(page(batch, "batch-progress")).content.decode()
    assert "2 of 8 issued" in said
    assert f'hx-get="{page(batch, "batch-progress")}"' in her.get(page(batch)).content.decode()
    worked(batch)
    over = her.get(page(batch, "batch-progress"))
    assert (over.status_code, over["HX-Redirect"]) == (204, page(batch))


# --- Sending --------------------------------------------------------------------------------------------------


def test_one_step_sends_what_has_an_email_once(her: Client, batch: RequestBatch, aigerim: User) -> None:
    first = Holder.objects.order_by("pk").first()
    assert first is not None
    Holder.objects.filter(pk=first.pk).update(email="")
    issued(batch, aigerim)
    for _twice in range(2):
        her.post(page(batch, "batch-send"), {"with_word": "on"})
        send_asked(NOW)
    assert OutgoingEmail.objects.count() == 7
    assert OutgoingEmail.objects.values("address").distinct().count() == 7
    assert not OutgoingEmail.objects.filter(address="").exists()
    Holder.objects.filter(pk=first.pk).update(email="late@example.kz")
    assert send_batch(batch, with_word=False, actor=aigerim, at=NOW) == 1
    assert [send_asked(NOW), send_asked(NOW)] == [1, 0]


def test_letter_that_a_person_has_sent_meanwhile_is_not_sent(batch: RequestBatch, aigerim: User) -> None:
    issued(batch, aigerim)
    send_batch(batch, with_word=False, actor=aigerim, at=NOW)
    InfoRequest.objects.filter(pk=InfoRequest.objects.order_by("pk").values("pk")[:1]).update(state="sent")
    assert send_asked(NOW) == 7
    assert batch.lines.exclude(send_trouble="").count() == 1


def test_undelivered_letter_can_be_sent_again(batch: RequestBatch, aigerim: User) -> None:
    issued(batch, aigerim)
    send_batch(batch, with_word=False, actor=aigerim, at=NOW)
    send_asked(NOW)
    with pytest.raises(ValidationError, match="no letter that could be sent"):
        send_batch(batch, with_word=False, actor=aigerim, at=NOW)
    failed = OutgoingEmail.objects.order_by("pk")[:1]
    OutgoingEmail.objects.filter(pk__in=list(failed.values_list("pk", flat=True))).update(state="failed")
    assert sendable(batch).count() == 1
    send_batch(batch, with_word=False, actor=aigerim, at=NOW)
    assert send_asked(NOW) == 1
    assert OutgoingEmail.objects.filter(state="failed").count() == 0


# --- Side by side ---------------------------------------------------------------------------------------------


def compared(batch: RequestBatch, **asked: str) -> list[tuple[Stand, str]]:
    results = results_of(batch, Book(), TODAY, **asked)
    return [(one.stand, one.name) for one in results.shown]


@pytest.fixture
def answered(batch: RequestBatch, aigerim: User) -> RequestBatch:
    """Sent a month ago, but for the last two; then answers of every kind."""
    issued(batch, aigerim)
    rows = list(InfoRequest.objects.order_by("pk"))
    day = TODAY.replace(month=8, day=3)
    for row in rows[:6]:
        InfoRequest.objects.filter(pk=row.pk).update(state="sent", ordered_on=day)
        RequestEventFactory(info_request=row, kind="sent", on=day)
    later = TODAY.replace(month=8, day=13)
    for row, kind, more in (
        (rows[0], "answered", {"outcome": "full", "note": "=1+1"}),
        (rows[1], "answered", {"outcome": "part"}),
        (rows[2], "refused", {"reasons": ["unclear"]}),
        (rows[3], "answered", {"outcome": "full"}),
    ):
        RequestEventFactory(info_request=row, kind=kind, on=later, channel="", **more)
    RequestEventFactory(info_request=rows[3], kind="closed", on=later, channel="")
    return batch


def test_answers_stand_side_by_side(answered: RequestBatch) -> None:
    results = results_of(answered, Book(), TODAY)
    assert results.counts == {
        Stand.FULL: 2,
        Stand.PART: 1,
        Stand.REFUSED: 1,
        Stand.SILENT: 2,
        Stand.UNSENT: 2,
    }
    full = next(one for one in results.shown if one.stand == Stand.FULL)
    assert (full.days, full.reply and full.reply.outcome) == (10, "full")
    assert {stand for stand, _name in compared(answered, stand="silent")} == {Stand.SILENT}
    numbers = [
        one.document.number
        for one in results_of(answered, Book(), TODAY, order=Order.NUMBER).shown
        if one.document
    ]
    assert numbers == list(range(1, 9))


def test_page_shows_filters_and_the_reason_of_each_date(her: Client, answered: RequestBatch) -> None:
    said = her.get(page(answered), {"stand": "silent", "order": "due"}).content.decode()
    assert said.count("the term is over, no answer") >= 2
    assert "Law 401-V" in said or "401-V" in said
    assert "the content of the request is not clear" not in said
    assert "The content of the request is not clear" in her.get(page(answered)).content.decode()


def test_export_holds_the_table_and_no_formula(her: Client, answered: RequestBatch) -> None:
    plain = her.get(page(answered, "batch-export", "csv"))
    rows = list(csv.reader(StringIO(plain.content.decode("utf-8-sig")), delimiter=";"))
    assert (len(rows), len(rows[0])) == (9, 12)
    assert "'=1+1" in {row[-1] for row in rows}
    sheet = load_workbook(BytesIO(her.get(page(answered, "batch-export", "xlsx")).content)).worksheets[0]
    notes = [sheet.cell(line, 12) for line in range(2, 10)]
    assert [(cell.value, cell.data_type) for cell in notes if cell.value] == [("=1+1", "s")]
    assert sheet.cell(2, 3).is_date
    one = her.get(page(answered, "batch-export", "csv"), {"stand": "refused"})
    assert len(one.content.decode().splitlines()) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_however_many_letters(
    her: Client,
    ashyq_orta: Organisation,
    aigerim: User,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    batch = batch_of(ashyq_orta, aigerim, number)
    her.get(reverse("inforequests:batch-list"))
    with django_assert_num_queries(4):
        her.get(reverse("inforequests:batch-list"))
    with django_assert_num_queries(5):
        her.get(page(batch))
    with django_assert_num_queries(7):
        her.get(page(batch, "batch-addressees"))
    issued(batch, aigerim)
    for row in InfoRequest.objects.all():
        RequestEventFactory(info_request=row, on=TODAY)
    with django_assert_num_queries(13):
        her.get(page(batch))
    with django_assert_num_queries(6):
        her.get(page(batch, "batch-progress"))
    with django_assert_num_queries(10):
        her.get(page(batch, "batch-export", "csv"))


# --- Whose ----------------------------------------------------------------------------------------------------


def test_batch_of_another_organisation_does_not_exist(
    client_of: ClientOf, batch: RequestBatch, dana: User, bolat: User
) -> None:
    theirs, his = client_of(dana), client_of(bolat)
    assert theirs.get(page(batch)).status_code == 404
    assert theirs.post(page(batch, "batch-issue"), {"seen": "1"}).status_code == 404
    assert theirs.get(reverse("inforequests:batch-list")).context["page"].rows == []
    assert his.get(page(batch)).status_code == 200
    assert his.post(page(batch, "batch-issue"), {"seen": "1"}).status_code == 403
    assert BatchLine.objects.filter(state=LineState.WAITING).count() == 8
