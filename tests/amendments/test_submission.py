"""Sending the approved table: texts to copy, the frozen record, receipts, and the clocks that start and stop."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files import storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import ActivityEntry, User
from amendments.actions.receipts import keep_receipt
from amendments.actions.review import NotReady, reopen_table
from amendments.actions.submission import Sending, add_numbers, record_submission, set_report_day
from amendments.actions.table import Frozen
from amendments.models import AmendmentRow, AmendmentTable, Receipt, Submission
from amendments.queries.table import fingerprint
from amendments.receipt_files import MAX_BYTES, NoReceipt, read_receipt
from amendments.states import FROZEN, Channel, TableState
from amendments.wording.submission import copy_blocks, whole_text
from deadlines.actions.reference import load_rules_and_calendar
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DateSource, DeadlineState
from projects.actions.discussion import set_discussion_deadline
from projects.models import DraftAct
from tests.amendments.conftest import NOW, TODAY
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory, RapidAssessmentFactory, ReceiptFactory, SubmissionFactory

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
SCRIPT = "<svg onload=alert(1)>"


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, kind)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def approved(table: AmendmentTable) -> AmendmentTable:
    """Approved half an hour ago; its dossier has the end of the discussion as a deadline."""
    AmendmentRowFactory(table=table, is_checked=True)
    table.checked, table.state = ["summary_kk", "summary_ru"], TableState.APPROVED
    table.approved_at = NOW - timedelta(minutes=30)
    table.save()
    set_discussion_deadline(table.dossier, on=TODAY, at=NOW)
    return table


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def sent(table: AmendmentTable, by: User, **said: Any) -> Submission:
    given = {"channel": Channel.PORTAL, "submitted_at": NOW, **said}
    return record_submission(table, Sending(**given), actor=by, at=NOW)


def page(table: AmendmentTable, name: str = "submission", *more: int) -> str:
    return reverse(f"amendments:{name}", args=[table.dossier_id, *more])


def posted(**said: Any) -> dict[str, Any]:
    return {
        "channel": "portal",
        "submitted_at": "2026-09-14T09:30",
        "mode": "kk+ru",
        "numbers": "4821\n4822",
        **said,
    }


# --- What is copied -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Ұсынылатын редакция: Шекті"), ("ru", "Предлагаемая редакция: Предельный")]
)
def test_block_holds_what_the_portals_form_takes(
    her: Client, approved: AmendmentTable, language: str, words: str
) -> None:
    text = her.get(page(approved), {"language": language}).content.decode()
    block = text[text.index('id="block-1"') : text.index("</textarea>")]
    assert words in block
    assert ("Негіздеме: " in block, "Обоснование: " in block) == (language == "kk", language == "ru")
    assert "10.0" in text


def test_whole_text_has_the_position_and_every_proposal(approved: AmendmentTable, aigerim: User) -> None:
    AmendmentRowFactory(table=approved, is_checked=True, order=2)
    content = sent(approved, aigerim).content
    assert [block.number for block in copy_blocks(content, "ru")] == [1, 2]
    text = whole_text(content, "ru")
    assert text.startswith("Краткое изложение позиции: Тариф должен быть открытым.")
    assert text.count("Предлагаемая редакция: ") == 2


@pytest.mark.parametrize("state", [state for state in TableState if state not in FROZEN])
def test_only_an_approved_table_is_offered_for_sending(
    her: Client, approved: AmendmentTable, state: str
) -> None:
    AmendmentTable.objects.filter(pk=approved.pk).update(state=state)
    assert 'id="block-1"' not in her.get(page(approved)).content.decode()
    assert her.get(page(approved, "submission-record"))["Location"] == page(approved)
    her.post(page(approved, "submission-record"), posted())
    assert not Submission.objects.exists()
    approved.refresh_from_db()
    with pytest.raises(Frozen):
        sent(approved, approved.dossier.owner or User())


def test_table_with_one_language_is_not_sent(approved: AmendmentTable, aigerim: User) -> None:
    AmendmentRow.objects.update(readiness_kk="draft")
    with pytest.raises(NotReady):
        sent(approved, aigerim)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_of_one_submission_and_of_three(
    her: Client, approved: AmendmentTable, saule: User, django_assert_num_queries: Any, number: int
) -> None:
    for _number in range(number - 1):
        AmendmentRowFactory(table=approved, is_checked=True)
        SubmissionFactory(table=approved, recorded_by=saule)
    last = SubmissionFactory(table=approved, recorded_by=saule)
    for _number in range(number):
        ReceiptFactory(submission=last, added_by=saule)
    her.get("/")
    # session, person, memberships, dossier, table, rows, coalition, submissions, days off
    with django_assert_num_queries(9):
        assert her.get(page(approved)).status_code == 200
    with django_assert_num_queries(4):  # session, person, memberships, table
        assert her.get(page(approved, "submission-record")).status_code == 200
    with django_assert_num_queries(5):  # session, person, memberships, submission, receipts
        assert her.get(page(approved, "submission-sent", last.pk)).status_code == 200


# --- The record -----------------------------------------------------------------------------------------------


def test_sending_is_recorded_with_its_text_frozen(her: Client, approved: AmendmentTable) -> None:
    answer = her.post(page(approved, "submission-record"), posted(mode="ru"))
    made = Submission.objects.get()
    assert answer["Location"] == page(approved, "submission-sent", made.pk)
    assert (made.channel, made.submitted_at, made.numbers) == ("portal", NOW, ["4821", "4822"])
    assert (made.sha256, made.content["sent_in"]) == (fingerprint(made.content), ["ru"])
    AmendmentRow.objects.update(proposed_wording_ru="Кейін өзгертілді")
    text = her.get(answer["Location"]).content.decode()
    assert "Предельный тариф пересматривается не чаще" in text
    assert "Кейін өзгертілді" not in text
    assert "Шекті тариф" not in text
    assert "Nothing of it has changed since." in text


def test_text_that_was_tampered_with_is_told(her: Client, approved: AmendmentTable, aigerim: User) -> None:
    made = sent(approved, aigerim)
    made.content["rows"][0]["proposed_wording_ru"] = "Басқа"
    made.save(update_fields=["content"])
    assert (
        "does not fit its fingerprint" in her.get(page(approved, "submission-sent", made.pk)).content.decode()
    )


def test_first_sending_moves_the_table_and_later_ones_leave_it(
    approved: AmendmentTable, aigerim: User
) -> None:
    sent(approved, aigerim)
    sent(approved, aigerim, channel=Channel.LETTER)
    approved.refresh_from_db()
    assert approved.state == TableState.SUBMITTED
    assert sorted(Submission.objects.values_list("channel", flat=True)) == ["letter", "portal"]


def test_same_sending_recorded_twice_is_one(approved: AmendmentTable, aigerim: User) -> None:
    assert sent(approved, aigerim) == sent(approved, aigerim)
    assert ActivityEntry.objects.filter(verb="amendments.submitted").count() == 1
    assert Deadline.objects.filter(kind="submission.receipt").count() == 1


def test_new_round_is_sent_anew(approved: AmendmentTable, aigerim: User) -> None:
    first = sent(approved, aigerim)
    reopen_table(approved, "Жаңа дерек бар.", actor=aigerim, at=NOW)
    AmendmentTable.objects.update(state="approved", approved_at=NOW)
    approved.refresh_from_db()
    second = sent(approved, aigerim)
    assert (first.round, second.round) == (1, 2)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"submitted_at": "2026-09-14T09:31"}, "This moment has not come yet."),
        ({"submitted_at": "2026-09-14T08:59"}, "The table was approved later than that: today, 09:00."),
        ({"submitted_at": "0001-01-01T00:00"}, "Write the day and the time of sending."),
        ({"submitted_at": "9999-12-31T23:59"}, "This moment has not come yet."),
        ({"submitted_at": "кеше"}, "Write the day and the time of sending."),
        ({"channel": "fax"}, "fax is not one of the available choices"),
        ({"numbers": "1" * 61}, "at most 60 characters"),
        ({"numbers": "\n".join(map(str, range(201)))}, "At most 200 numbers are kept."),
        ({"address": "ftp://example.kz/a"}, "An address begins with https"),
        ({"address": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_recorded_is_said(
    her: Client, approved: AmendmentTable, fields: dict[str, str], told: str
) -> None:
    answer = her.post(page(approved, "submission-record"), posted(**fields))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Submission.objects.exists()


def test_late_sending_wants_a_reason(her: Client, approved: AmendmentTable) -> None:
    DraftAct.objects.update(ends_on=date(2026, 9, 13))
    late = her.post(page(approved, "submission-record"), posted())
    assert late.status_code == 422
    assert "say why the proposals were sent later" in late.content.decode()
    her.post(page(approved, "submission-record"), posted(late_reason="Портал жұмыс істемеді."))
    assert Submission.objects.get().late_reason == "Портал жұмыс істемеді."


def test_last_day_of_the_discussion_lasts_until_its_midnight(approved: AmendmentTable, aigerim: User) -> None:
    DraftAct.objects.update(ends_on=TODAY)
    approved.dossier.draft.refresh_from_db()
    assert sent(approved, aigerim).late_reason == ""


def test_numbers_are_added_once(her: Client, approved: AmendmentTable, aigerim: User) -> None:
    made = sent(approved, aigerim, numbers=("4821",))
    her.post(page(approved, "submission-numbers", made.pk), {"numbers": "4822; 4821, ШТ-17"})
    made.refresh_from_db()
    assert made.numbers == ["4821", "4822", "ШТ-17"]
    assert add_numbers(made, ["4822"], actor=aigerim, at=NOW) == []
    with pytest.raises(ValidationError, match="At most 200"):
        add_numbers(made, map(str, range(200)), actor=aigerim, at=NOW)


# --- Clocks ---------------------------------------------------------------------------------------------------


def test_end_of_the_discussion_is_met_and_can_be_taken_back(her: Client, approved: AmendmentTable) -> None:
    ending = approved.dossier.discussion_deadline
    answer = her.post(page(approved, "submission-record"), posted(), follow=True)
    assert ending is not None
    assert f'action="/deadlines/{ending.pk}/reopen/"' in answer.content.decode()
    ending.refresh_from_db()
    assert ending.state == DeadlineState.DONE
    her.post(f"/deadlines/{ending.pk}/reopen/")
    ending.refresh_from_db()
    assert ending.state == DeadlineState.OPEN


def test_missing_receipt_is_a_reminder_of_the_day_until_one_comes(
    approved: AmendmentTable, aigerim: User, saule: User
) -> None:
    approved.dossier.owner = saule
    approved.dossier.save()
    made = sent(approved, aigerim)
    reminder = made.receipt_deadline
    assert reminder is not None
    assert (reminder.due_on, reminder.source, reminder.responsible) == (TODAY, DateSource.OWN, saule)
    keep_receipt(made, read_receipt(PDF), "a.pdf", actor=aigerim, at=NOW)
    reminder.refresh_from_db()
    assert reminder.state == DeadlineState.DONE


def test_no_reminder_where_the_receipt_comes_with_the_record(her: Client, approved: AmendmentTable) -> None:
    her.post(
        page(approved, "submission-record"), posted(receipt=SimpleUploadedFile("экран.png", picture("PNG")))
    )
    assert Submission.objects.get().receipt_deadline is None
    assert Receipt.objects.get().file_name == "экран.png"


def test_report_has_no_clock_while_the_law_names_no_term(
    her: Client, approved: AmendmentTable, aigerim: User
) -> None:
    load_rules_and_calendar()
    made = sent(approved, aigerim)
    assert made.report_deadline is None
    assert (
        "names no term that we know" in her.get(page(approved, "submission-sent", made.pk)).content.decode()
    )


def test_report_clock_follows_the_rule_once_it_is_known(approved: AmendmentTable, aigerim: User) -> None:
    load_rules_and_calendar()
    TimeLimit.objects.filter(code="discussion.report").update(quantity=5, unit="working_day")
    clock = sent(approved, aigerim).report_deadline
    assert clock is not None
    assert (clock.start_on, clock.due_on, clock.source) == (
        date(2026, 9, 24),
        date(2026, 10, 1),
        DateSource.COMPUTED,
    )
    assert sent(approved, aigerim, channel=Channel.LETTER).report_deadline == clock


def test_person_sets_the_day_of_the_report_and_moves_it(
    her: Client, approved: AmendmentTable, aigerim: User
) -> None:
    first, second = sent(approved, aigerim), sent(approved, aigerim, channel=Channel.LETTER)
    for day in ("2026-10-01", "2026-10-05"):
        her.post(page(approved, "submission-report-day", first.pk), {"due_on": day})
    second.refresh_from_db()
    assert second.report_deadline is not None
    assert (second.report_deadline.due_on, second.report_deadline.source) == (
        date(2026, 10, 5),
        DateSource.OWN,
    )
    assert Deadline.objects.filter(kind="submission.report").count() == 1
    with pytest.raises(ValidationError, match="has passed"):
        set_report_day(first, date(2026, 9, 13), actor=aigerim, on=TODAY, at=NOW)


def test_clocks_stand_among_the_dates_of_the_dossier(
    her: Client, approved: AmendmentTable, aigerim: User
) -> None:
    sent(approved, aigerim)
    assert "Сохранить подтверждение подачи" in _russian(her, f"/dossiers/{approved.dossier_id}/")


def _russian(browser: Client, address: str) -> str:
    browser.cookies["language"] = "ru"
    return browser.get(address).content.decode()


# --- Receipts (I8) --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [(PDF, "application/pdf"), (picture("PNG"), "image/png"), (picture("JPEG"), "image/jpeg")],
)
def test_receipt_is_told_by_its_content(body: bytes, kind: str) -> None:
    assert read_receipt(body).content_type == kind


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" * 1000, "other_kind"),
        (b"%PDF-1.7 without an end", "other_kind"),
        (f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode(), "other_kind"),
        (f"<html>{SCRIPT}".encode(), "other_kind"),
        (b"PK\x03\x04" + b"\0" * 500, "other_kind"),
        (picture("GIF"), "other_kind"),
        (picture("PNG")[:60], "other_kind"),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "other_kind"),
        (b"%PDF-" + b"0" * MAX_BYTES + b"%%EOF", "too_large"),
    ],
)
def test_what_is_no_receipt_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(NoReceipt) as refusal:
        read_receipt(body)
    assert refusal.value.code == code


def test_picture_that_unpacks_to_gigabytes_is_refused() -> None:
    header = picture("PNG")
    huge = header[:16] + (60_000).to_bytes(4) * 2 + header[24:]
    with pytest.raises(NoReceipt):
        read_receipt(huge)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/x.exe", "x.pdf"),
        ("..\\..\\x.html", "x.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie: b.pdf"),
        ("ы" * 300 + ".pdf", "ы" * 146 + ".pdf"),
        ("", "receipt.pdf"),
        ("скрин\u202efdp.exe", "скринfdp.pdf"),
    ],
)
def test_name_is_plain_and_the_file_lies_under_another(
    approved: AmendmentTable, aigerim: User, name: str, kept: str
) -> None:
    receipt = keep_receipt(sent(approved, aigerim), read_receipt(PDF), name, actor=aigerim, at=NOW)
    assert receipt.file_name == kept
    folder, _slash, stored = receipt.file.name.rpartition("/")
    assert folder == "receipts/2026/09"
    assert len(stored) == len("0" * 32 + ".pdf")
    assert receipt.sha256 == read_receipt(PDF).sha256


def test_same_file_twice_is_one_receipt(approved: AmendmentTable, aigerim: User) -> None:
    made = sent(approved, aigerim)
    kept = [keep_receipt(made, read_receipt(PDF), name, actor=aigerim, at=NOW) for name in ("a.pdf", "b.pdf")]
    assert kept[0] == kept[1]
    assert len(storage.default_storage.listdir("receipts/2026/09")[1]) >= 1
    assert Receipt.objects.count() == 1


def test_no_file_stays_where_no_row_was_kept(
    approved: AmendmentTable, aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sent(approved, aigerim)
    before = (
        set(storage.default_storage.listdir("receipts/2026/09")[1])
        if storage.default_storage.exists("receipts/2026/09")
        else set()
    )

    def refuse(*_args: Any, **_options: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Receipt, "save", refuse)
    with pytest.raises(OSError, match="disk full"):
        keep_receipt(made, read_receipt(PDF), "a.pdf", actor=aigerim, at=NOW)
    assert set(storage.default_storage.listdir("receipts/2026/09")[1]) == before


def test_receipt_is_given_out_inert_and_to_members_only(
    approved: AmendmentTable, aigerim: User, bolat: User, dana: User, client_of: ClientOf
) -> None:
    polyglot = b"%PDF-1.7\n" + f"<html>{SCRIPT}</html>".encode() + b"\n%%EOF"
    receipt = keep_receipt(
        sent(approved, aigerim), read_receipt(polyglot), "экран.html", actor=aigerim, at=NOW
    )
    address = page(approved, "receipt-file", receipt.submission_id, receipt.pk)
    answer = client_of(bolat).get(address)
    assert answer.content == polyglot
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert ".html" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_of(dana).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302


def test_receipt_is_not_reached_through_another_submission(
    her: Client, approved: AmendmentTable, aigerim: User
) -> None:
    receipt = keep_receipt(sent(approved, aigerim), read_receipt(PDF), "a.pdf", actor=aigerim, at=NOW)
    other = sent(approved, aigerim, channel=Channel.LETTER)
    assert her.get(page(approved, "receipt-file", other.pk, receipt.pk)).status_code == 404


def test_lost_file_is_a_404(her: Client, approved: AmendmentTable, aigerim: User) -> None:
    receipt = keep_receipt(sent(approved, aigerim), read_receipt(PDF), "a.pdf", actor=aigerim, at=NOW)
    storage.default_storage.delete(receipt.file.name)
    assert her.get(page(approved, "receipt-file", receipt.submission_id, receipt.pk)).status_code == 404


def test_twenty_receipts_are_enough(her: Client, approved: AmendmentTable, aigerim: User) -> None:
    made = sent(approved, aigerim)
    for _number in range(20):
        ReceiptFactory(submission=made)
    answer = her.post(page(approved, "receipt-add", made.pk), {"receipt": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code == 422
    assert "There are 20 receipts already" in answer.content.decode()


def test_texts_of_people_are_shown_as_text(her: Client, approved: AmendmentTable, aigerim: User) -> None:
    made = sent(approved, aigerim, note=SCRIPT, numbers=(SCRIPT,), addressee_kk=SCRIPT, late_reason=SCRIPT)
    for address in (page(approved), page(approved, "submission-sent", made.pk)):
        assert SCRIPT not in her.get(address).content.decode()


def test_observer_sees_what_was_sent_and_is_offered_no_step(
    approved: AmendmentTable, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    made = sent(approved, aigerim)
    for address in (page(approved), page(approved, "submission-sent", made.pk)):
        text = client_of(bolat).get(address).content.decode()
        assert not any(step in text for step in ("/record/", "/numbers/", "/report-day/", 'type="file"'))


def test_moment_is_that_of_almaty(her: Client, approved: AmendmentTable) -> None:
    her.post(page(approved, "submission-record"), posted(submitted_at="2026-09-14T09:15"))
    assert Submission.objects.get().submitted_at == NOW - timedelta(minutes=15)


# --- On the dossier -------------------------------------------------------------------------------------------


def stages(browser: Client, table: AmendmentTable) -> dict[str, str]:
    """The thread of the dossier's page: the state of each stage by its name."""
    text = browser.get(f"/dossiers/{table.dossier_id}/").content.decode()
    found = re.findall(r'<li class="is-(\w+)"[^>]*>\s*<(?:a|span)[^>]*>([^<]+)<', text)
    return {name: state for state, name in found}


def test_thread_tells_what_was_assessed_and_sent(
    her: Client, approved: AmendmentTable, aigerim: User
) -> None:
    before = stages(her, approved)
    RapidAssessmentFactory(dossier=approved.dossier)
    sent(approved, aigerim)
    after = stages(her, approved)
    names = ("Assessed", "Amendments", "Hearing", "Submitted", "Answer")
    assert [before[name] for name in names] == ["later", "done", "now", "later", "later"]
    assert [after[name] for name in names] == ["done", "done", "later", "done", "now"]


@pytest.mark.parametrize("number", [1, 3])
def test_dossier_page_asks_the_same_with_all_that_was_sent(
    her: Client, approved: AmendmentTable, django_assert_num_queries: Any, number: int
) -> None:
    for version in range(number):
        RapidAssessmentFactory(dossier=approved.dossier, number=version + 1)
        ReceiptFactory(submission=SubmissionFactory(table=approved))
    her.get(f"/dossiers/{approved.dossier_id}/")
    # session, person, memberships, dossier, dates, window, days off, people, matches, deeds, snapshots,
    # tasks of the road map
    with django_assert_num_queries(12):
        text = her.get(f"/dossiers/{approved.dossier_id}/").content.decode()
    assert ("1 submission is recorded" if number == 1 else "3 submissions are recorded") in text
    assert f"version {number}" in text
