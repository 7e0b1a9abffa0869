"""A letter on its way: recorded as sent, the reply's clock, registration, the reply."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from amendments.actions.escalation_clock import set_reply_day
from amendments.actions.escalation_reply import Reply, record_reply, take_back_reply
from amendments.actions.escalation_sending import Dispatch, record_dispatch, register_letter
from amendments.actions.receipts import keep_paper
from amendments.models import AmendmentTable, Escalation, EscalationFile
from amendments.receipt_files import read_receipt
from amendments.states import EscalationState
from common.states import IllegalMove
from correspondence.issuing import Made, claim, issue
from deadlines.actions.reference import load_rules_and_calendar
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DateSource, DeadlineState
from projects.models import DossierDate
from tests.amendments.conftest import NOW, TODAY
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory, EscalationFactory, SubmissionFactory
from tests.factories.correspondence import FILES, ordered

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
SCRIPT = "<svg onload=alert(1)>"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def made(table: AmendmentTable, aigerim: User, ashyq_orta: Organisation) -> Escalation:
    """A letter to the authorised body that is issued and not sent; the rules of the law are loaded."""
    load_rules_and_calendar()
    SubmissionFactory(table=table)
    order = ordered(ashyq_orta, aigerim)
    claimed = claim(NOW)
    assert claimed is not None
    issue(claimed, Made(7, TODAY, "c" * 32, FILES))
    return EscalationFactory(table=table, to="authorised_body", state=EscalationState.ISSUED, order=order)


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def page(letter: Escalation, name: str, *more: int) -> str:
    return reverse(f"amendments:escalation-{name}", args=[letter.table.dossier_id, letter.pk, *more])


def sent(letter: Escalation, by: User, **said: Any) -> Escalation:
    given = {"sent_on": TODAY, "channel": "letter", **said}
    record_dispatch(letter, Dispatch(**given), actor=by, on=TODAY, at=NOW)
    return letter


def day(on: date) -> str:
    return on.isoformat()


# --- Sending ----------------------------------------------------------------------------------------------------


def test_sending_opens_the_clock_of_the_law_with_its_explanation(
    her: Client, made: Escalation, aigerim: User
) -> None:
    her.post(page(made, "send"), {"sent_on": day(TODAY), "channel": "e_otinish", "incoming_number": "ЗТ-17"})
    letter = Escalation.objects.select_related("reply_deadline__time_limit").get()
    assert (letter.state, letter.sent_on, letter.channel, letter.incoming_number) == (
        EscalationState.SENT,
        TODAY,
        "e_otinish",
        "ЗТ-17",
    )
    assert letter.letter_reference == "7/2026"
    clock = letter.reply_deadline
    assert clock is not None
    assert clock.time_limit is not None
    # 15 working days after Monday 14 September 2026
    assert (clock.time_limit.code, clock.start_on, clock.due_on) == (
        "application.answer",
        TODAY,
        date(2026, 10, 5),
    )
    assert (clock.source, clock.responsible, clock.path) == (
        DateSource.COMPUTED,
        aigerim,
        page(made, "letter"),
    )
    assert clock.explanation["steps"]
    assert DossierDate.objects.filter(dossier=letter.table.dossier, deadline=clock).exists()
    text = her.get(page(made, "letter")).content.decode()
    assert "76-баптың 1-бөлігі" in text or "article 76" in text or "часть 1 статьи 76" in text
    assert "Counted from the day of sending" in text


def test_owner_of_the_dossier_is_responsible_for_the_reply(
    made: Escalation, aigerim: User, saule: User
) -> None:
    made.table.dossier.owner = saule
    made.table.dossier.save()
    clock = sent(made, aigerim).reply_deadline
    assert clock is not None
    assert clock.responsible == saule


def test_council_has_no_clock_until_a_person_sets_the_day(
    her: Client, made: Escalation, aigerim: User
) -> None:
    made.to = "public_council"
    made.save()
    assert 'name="reply_on"' in her.get(page(made, "letter")).content.decode()
    assert sent(made, aigerim).reply_deadline is None
    assert "names no term that we know for this reply" in her.get(page(made, "letter")).content.decode()
    for wanted in (date(2026, 10, 1), date(2026, 10, 6)):
        her.post(page(made, "reply-day"), {"due_on": day(wanted)})
    clock = Deadline.objects.get(kind="escalation.reply")
    assert (clock.due_on, clock.source) == (date(2026, 10, 6), DateSource.OWN)
    assert her.post(page(made, "reply-day"), {"due_on": "2026-09-13"}).status_code == 422


def test_day_for_the_council_is_set_with_the_sending(her: Client, made: Escalation) -> None:
    made.to = "public_council"
    made.save()
    body = {"sent_on": day(TODAY), "channel": "letter", "reply_on": "2026-10-01"}
    her.post(page(made, "send"), body)
    assert Deadline.objects.get(kind="escalation.reply").due_on == date(2026, 10, 1)


def test_council_is_counted_once_its_term_is_known(made: Escalation, aigerim: User) -> None:
    TimeLimit.objects.filter(code="public_council.letter_reply").update(quantity=10, unit="working_day")
    made.to = "public_council"
    clock = sent(made, aigerim).reply_deadline
    assert clock is not None
    assert clock.due_on == date(2026, 9, 28)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sent_on": "2026-09-15"}, "This day has not come yet."),
        ({"sent_on": "2026-09-13"}, "The letter was issued later than that: Monday, 14 September."),
        ({"sent_on": "0001-01-01"}, "This day is too far away."),
        ({"sent_on": "9999-12-31"}, "This day is too far away."),
        ({"sent_on": ""}, "This field is required."),
        ({"registered_on": "2026-09-13"}, "between the day of sending and today"),
        ({"registered_on": "2026-09-15"}, "between the day of sending and today"),
        ({"channel": "portal"}, "portal is not one of the available choices"),
        ({"incoming_number": "1" * 61}, "at most 60 characters"),
        ({"receipt": SimpleUploadedFile("a.exe", b"MZ")}, "This is no PDF, PNG or JPEG."),
    ],
)
def test_what_cannot_be_recorded_is_said(
    her: Client, made: Escalation, fields: dict[str, Any], told: str
) -> None:
    answer = her.post(page(made, "send"), {"sent_on": day(TODAY), "channel": "letter", **fields})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Escalation.objects.get().state == EscalationState.ISSUED


def test_letter_without_its_number_is_not_sent(
    her: Client, made: Escalation, aigerim: User, ashyq_orta: Organisation
) -> None:
    made.order = ordered(ashyq_orta, aigerim)
    made.save()
    answer = her.post(page(made, "send"), {"sent_on": day(TODAY), "channel": "letter"})
    assert "The letter is not made yet" in answer.content.decode()
    assert not Deadline.objects.filter(kind="escalation.reply").exists()


def test_sending_recorded_twice_is_one(her: Client, made: Escalation, aigerim: User) -> None:
    body = {"sent_on": day(TODAY), "channel": "letter"}
    assert [her.post(page(made, "send"), body).status_code for _click in range(2)] == [302, 422]
    assert Deadline.objects.filter(kind="escalation.reply").count() == 1
    assert ActivityEntry.objects.filter(verb="escalation.sent").count() == 1


# --- Registration -------------------------------------------------------------------------------------------------


def test_day_of_registration_counts_the_clock_anew(her: Client, made: Escalation, aigerim: User) -> None:
    sent(made, aigerim)
    later = NOW + timedelta(days=3)
    with time_machine.travel(later, tick=False):
        her.post(page(made, "register"), {"incoming_number": "ЗТ-17", "registered_on": "2026-09-16"})
    letter = Escalation.objects.select_related("reply_deadline__time_limit").get()
    clock = letter.reply_deadline
    assert clock is not None
    assert (letter.incoming_number, letter.registered_on) == ("ЗТ-17", date(2026, 9, 16))
    assert (clock.start_on, clock.due_on, clock.source) == (
        date(2026, 9, 16),
        date(2026, 10, 7),
        DateSource.COMPUTED,
    )
    assert Deadline.objects.filter(kind="escalation.reply").count() == 1


def test_day_that_a_person_has_set_stays(made: Escalation, aigerim: User) -> None:
    sent(made, aigerim)
    set_reply_day(made, date(2026, 9, 30), actor=aigerim, on=TODAY, at=NOW)
    register_letter(made, "", TODAY, actor=aigerim, on=TODAY, at=NOW)
    assert Deadline.objects.get(kind="escalation.reply").due_on == date(2026, 9, 30)


def test_proof_comes_later_and_once(
    her: Client, made: Escalation, aigerim: User, bolat: User, dana: User, client_of: ClientOf
) -> None:
    sent(made, aigerim)
    for name in ("a.pdf", "b.pdf"):
        her.post(page(made, "register"), {"receipt": SimpleUploadedFile(name, PDF)})
    file = EscalationFile.objects.get()
    address = page(made, "file", file.pk)
    answer = client_of(bolat).get(address)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_of(dana).get(address).status_code == 404
    file.file.storage.delete(file.file.name)
    assert her.get(address).status_code == 404


# --- Reply --------------------------------------------------------------------------------------------------------


def test_reply_closes_the_clock_and_can_be_taken_back(her: Client, made: Escalation, aigerim: User) -> None:
    clock = sent(made, aigerim).reply_deadline
    assert clock is not None
    body = {"replied_on": day(TODAY), "result": "refused", "words": SCRIPT}
    answer = her.post(page(made, "reply"), {**body, "paper": SimpleUploadedFile("x.pdf", PDF)}, follow=True)
    text = answer.content.decode()
    assert SCRIPT not in text
    assert f'action="{page(made, "reply-undo")}"' in text
    letter = Escalation.objects.get()
    assert (letter.state, letter.replied_on, letter.result, letter.reply) == (
        EscalationState.ANSWERED,
        TODAY,
        "refused",
        SCRIPT,
    )
    assert EscalationFile.objects.get().kind == "reply"
    clock.refresh_from_db()
    assert clock.state == DeadlineState.DONE
    her.post(page(made, "reply-undo"))
    clock.refresh_from_db()
    assert (clock.state, Escalation.objects.get().state) == (DeadlineState.OPEN, EscalationState.SENT)
    assert SCRIPT.replace("<", "&lt;").replace(">", "&gt;") in her.get(page(made, "letter")).content.decode()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"replied_on": "2026-09-15"}, "This day has not come yet."),
        ({"replied_on": "2026-09-13"}, "The letter was sent later than that: Monday, 14 September."),
        ({"result": "won"}, "won is not one of the available choices"),
        ({"words": "ә" * 20_001}, "at most 20000 characters"),
        ({"words": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_reply_that_cannot_be_is_refused(
    her: Client, made: Escalation, aigerim: User, fields: dict[str, str], told: str
) -> None:
    sent(made, aigerim)
    answer = her.post(page(made, "reply"), {"replied_on": day(TODAY), "result": "met", **fields})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Escalation.objects.get().state == EscalationState.SENT


def test_reply_to_a_letter_whose_clock_was_closed_by_hand(
    her: Client, made: Escalation, aigerim: User
) -> None:
    clock = sent(made, aigerim).reply_deadline
    assert clock is not None
    her.post(f"/deadlines/{clock.pk}/close/")
    her.post(page(made, "reply"), {"replied_on": day(TODAY), "result": "met", "words": "ә" * 10_000})
    assert Escalation.objects.get().state == EscalationState.ANSWERED


def test_letter_that_was_not_sent_has_no_reply(made: Escalation, aigerim: User) -> None:
    with pytest.raises(IllegalMove):
        record_reply(made, Reply(TODAY, "met"), actor=aigerim, on=TODAY, at=NOW)
    with pytest.raises(IllegalMove):
        register_letter(made, "1", None, actor=aigerim, on=TODAY, at=NOW)
    with pytest.raises(IllegalMove):
        set_reply_day(made, TODAY, actor=aigerim, on=TODAY, at=NOW)
    with pytest.raises(IllegalMove):
        take_back_reply(made, actor=aigerim, on=TODAY, at=NOW)


def test_overdue_is_a_question_to_the_clock(made: Escalation, aigerim: User) -> None:
    clock = sent(made, aigerim).reply_deadline
    assert clock is not None
    late = clock.due_on + timedelta(days=1)
    assert list(Escalation.objects.overdue(clock.due_on)) == []
    assert list(Escalation.objects.overdue(late)) == [made]
    record_reply(made, Reply(TODAY, "met"), actor=aigerim, on=TODAY, at=NOW)
    assert list(Escalation.objects.overdue(late)) == []


def test_twenty_files_are_enough(made: Escalation, aigerim: User) -> None:
    sent(made, aigerim)
    EscalationFile.objects.bulk_create(
        EscalationFile(
            escalation=made, organisation=made.organisation, kind="receipt", size=1, sha256=f"{n:064d}"
        )
        for n in range(20)
    )
    with pytest.raises(ValidationError, match="20 files already"):
        keep_paper(made, "receipt", read_receipt(PDF), "a.pdf", actor=aigerim, at=NOW)


def test_steps_stand_in_the_timeline_of_the_dossier(her: Client, made: Escalation, aigerim: User) -> None:
    sent(made, aigerim)
    text = her.get(f"/dossiers/{made.table.dossier_id}/").content.decode()
    assert "recorded that letter No. 7/2026 was sent. To: authorised body." in text
    her.cookies["language"] = "ru"
    russian = her.get(f"/dossiers/{made.table.dossier_id}/").content.decode()
    assert "Получить ответ уполномоченного органа" in russian


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_with_one_file_and_with_three(
    her: Client, made: Escalation, aigerim: User, saule: User, django_assert_num_queries: Any, number: int
) -> None:
    sent(made, aigerim)
    EscalationFile.objects.bulk_create(
        EscalationFile(
            escalation=made,
            organisation=made.organisation,
            kind="receipt",
            size=1,
            sha256=f"{n:064d}",
            added_by=saule,
        )
        for n in range(number)
    )
    made.rows.set([AmendmentRowFactory(table=made.table) for _row in range(number)])
    her.get("/")
    # session, person, memberships, letter, its document's files, days off, files, rule of the reply
    with django_assert_num_queries(8):
        assert her.get(page(made, "letter")).status_code == 200
