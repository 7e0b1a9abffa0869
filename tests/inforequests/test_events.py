"""What happens with a request after it is issued: events, their deadlines, silence, files, and taking back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ActivityEntry, User
from amendments.receipt_files import read_receipt
from common.states import AlreadyMoved
from deadlines import actions as deadline_actions
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DeadlineState
from inforequests.actions.base import WrongState
from inforequests.actions.clocks import notice_silence
from inforequests.actions.events import Happening, Refused, annul_event, record_event
from inforequests.actions.issuing import issue_request
from inforequests.models import EventFile, InfoRequest, RequestClock, RequestEvent
from inforequests.states import EventKind, RequestState
from projects.models import DossierDate
from tests.conftest import ClientOf
from tests.factories import DossierFactory, HolderFactory
from tests.inforequests.conftest import NOW, TODAY

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
pytestmark = pytest.mark.usefixtures("law", "today")


@pytest.fixture
def issued(draft: InfoRequest, aigerim: User) -> InfoRequest:
    issue_request(draft, seen=0, path=f"/requests/{draft.pk}/", actor=aigerim, at=NOW)
    return draft


@pytest.fixture
def sent(issued: InfoRequest, aigerim: User) -> InfoRequest:
    """Sent by e-mail on the day on which it was issued: the answer is due on 29 September."""
    happens(issued, aigerim, "sent", channel="email")
    return issued


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9, 30))


def happens(row: InfoRequest, by: User, kind: str, on: date = TODAY, **said: Any) -> RequestEvent:
    """Recorded on the day on which it became known."""
    at = moment(max(on, said.get("noted_on") or on))
    return record_event(row, Happening(EventKind(kind), on, **said), actor=by, at=at)


def open_dates() -> dict[str, date]:
    clocks = RequestClock.objects.filter(deadline__state=DeadlineState.OPEN).select_related("deadline")
    return {clock.what: clock.deadline.due_on for clock in clocks}


def page(row: InfoRequest, name: str = "request", *more: object) -> str:
    return reverse(f"inforequests:{name}", args=[row.pk, *more])


# --- Clocks as deadlines ---------------------------------------------------------------------------------------


def test_issued_letter_is_to_be_sent_the_same_day(issued: InfoRequest, aigerim: User) -> None:
    assert open_dates() == {"send": TODAY}
    assert Deadline.objects.get().responsible == aigerim


def test_sending_meets_its_deadline_and_starts_the_answers(sent: InfoRequest) -> None:
    assert open_dates() == {"answer": date(2026, 9, 29)}
    assert Deadline.objects.get(kind="info_request.send").state == DeadlineState.DONE
    answer = Deadline.objects.get(kind="info_request.answer")
    assert (answer.time_limit and answer.time_limit.code, answer.start_on) == ("info_request.answer", TODAY)
    assert answer.explanation["steps"]
    sent.refresh_from_db()
    assert sent.state == RequestState.SENT


def test_receipt_moves_the_clock_to_its_own_day(sent: InfoRequest, aigerim: User) -> None:
    happens(sent, aigerim, "registered", date(2026, 9, 16), noted_on=date(2026, 9, 17), number="ЖТ-15")
    assert open_dates() == {"answer": date(2026, 10, 1)}


def test_extension_that_names_a_day_says_where_it_comes_from(
    sent: InfoRequest, aigerim: User, her: Client
) -> None:
    happens(sent, aigerim, "extended", date(2026, 9, 21), until_on=date(2026, 10, 6))
    assert open_dates() == {"answer": date(2026, 10, 6)}
    running = Deadline.objects.get(state=DeadlineState.OPEN)
    assert "уведомлении о продлении срока: 6 октября 2026 года" in running.explanation["because"]["ru"]
    assert "The notice of extension names this day." in her.get(page(sent)).content.decode()
    assert "уведомлении о продлении" in her.get(reverse("deadlines:list")).content.decode()


def test_deadlines_of_a_dossier_stand_among_its_dates(draft: InfoRequest, aigerim: User) -> None:
    draft.dossier = DossierFactory(organisation=draft.organisation)
    draft.save(update_fields=["dossier"])
    issue_request(draft, seen=0, path="/", actor=aigerim, at=NOW)
    happens(draft, aigerim, "sent", channel="otinish")
    assert DossierDate.objects.filter(dossier=draft.dossier).count() == 2


def test_whole_course_from_refusal_to_court(sent: InfoRequest, aigerim: User) -> None:
    happens(sent, aigerim, "refused", date(2026, 9, 18), reasons=("restricted",))
    assert open_dates() == {"complain": date(2026, 12, 18)}
    happens(sent, aigerim, "complained", date(2026, 9, 22), channel="paper")
    assert open_dates() == {"decide": date(2026, 10, 20)}
    happens(sent, aigerim, "decided", date(2026, 10, 15), outcome="rejected")
    assert open_dates() == {"claim": date(2026, 11, 16)}
    happens(sent, aigerim, "claimed", date(2026, 11, 10))
    assert open_dates() == {}
    happens(sent, aigerim, "closed", date(2026, 11, 11))
    sent.refresh_from_db()
    assert sent.state == RequestState.CLOSED
    with pytest.raises(WrongState):
        happens(sent, aigerim, "answered", date(2026, 11, 12), outcome="full")


# --- Silence ----------------------------------------------------------------------------------------------------


def test_silence_opens_the_clock_of_the_complaint_once(sent: InfoRequest, aigerim: User) -> None:
    notice_silence(moment(date(2026, 9, 29)))
    assert open_dates() == {"answer": date(2026, 9, 29)}
    for day in (30, 30):
        notice_silence(moment(date(2026, 9, day)))
    assert open_dates() == {"answer": date(2026, 9, 29), "complain": date(2026, 12, 29)}
    assert notice_silence(moment(date(2026, 11, 5))) == 0
    happens(sent, aigerim, "answered", date(2026, 10, 2), outcome="full")
    assert open_dates() == {}


def test_silence_is_noticed_after_days_without_a_scheduler(sent: InfoRequest, aigerim: User) -> None:
    happens(sent, aigerim, "refused", date(2026, 9, 18))
    happens(sent, aigerim, "complained", date(2026, 9, 22), channel="email")
    notice_silence(moment(date(2026, 10, 27)))
    assert open_dates() == {"decide": date(2026, 10, 20), "claim": date(2026, 11, 20)}


def test_what_a_person_has_closed_the_sweep_does_not_open(sent: InfoRequest, aigerim: User) -> None:
    deadline = Deadline.objects.get(kind="info_request.answer")
    deadline_actions.close_deadline(deadline, actor=aigerim, at=NOW)
    notice_silence(moment(date(2026, 9, 30)))
    assert open_dates() == {"complain": date(2026, 12, 29)}


def test_page_says_what_was_missed_and_what_follows(
    sent: InfoRequest, aigerim: User, client_of: ClientOf
) -> None:
    with time_machine.travel(moment(date(2026, 10, 1)), tick=False):
        text = client_of(aigerim, language="ru").get(page(sent)).content.decode()
    assert "2</b> <span>дня просрочки" in text
    assert "Подать жалобу" in text
    assert "29 декабря" in text


# --- Refused, doubled, taken back -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("sent", {"on": "2026-09-15", "channel": "paper"}, "This day has not come yet."),
        ("sent", {"on": "2026-09-11", "channel": "paper"}, "Something is recorded of a later day already"),
        (
            "answered",
            {"on": "2026-09-14", "completeness": "full"},
            "This cannot follow now: the letter is not",
        ),
        ("sent", {"on": "1999-01-01", "channel": "paper"}, "Write a day of our time."),
        ("sent", {"on": "", "channel": "fax"}, "fax is not one of the available choices"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_the_reason(
    her: Client, issued: InfoRequest, kind: str, said: dict[str, str], told: str
) -> None:
    answer = her.post(page(issued, "event-record", kind), said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not RequestEvent.objects.exists()


def test_second_extension_is_refused_in_the_readers_language(
    sent: InfoRequest, aigerim: User, client_of: ClientOf
) -> None:
    happens(sent, aigerim, "extended")
    answer = client_of(aigerim, language="kk").post(
        page(sent, "event-record", "extended"), {"on": "2026-09-14", "number": "2"}
    )
    assert answer.status_code == 422
    assert "бір рет" in answer.content.decode()


def test_double_click_records_once_and_keeps_one_file(her: Client, issued: InfoRequest) -> None:
    for _twice in range(2):
        file = SimpleUploadedFile("../квитанция.exe", PDF)
        body = {"on": "2026-09-14", "channel": "email", "number": "17", "file": file}
        assert her.post(page(issued, "event-record", "sent"), body).status_code == 302
    kept = EventFile.objects.get()
    assert (RequestEvent.objects.get().number, kept.file_name) == ("17", "квитанция.pdf")
    assert ActivityEntry.objects.filter(verb="info_request.event").count() == 1
    answer = her.get(page(issued, "event-file", kept.pk))
    assert (answer.content, answer["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("body", [b"", b"MZ\x90", b"<html>%PDF-", b"<svg onload='alert(1)'/>"])
def test_file_of_another_kind_is_refused(her: Client, issued: InfoRequest, body: bytes) -> None:
    said = {"on": "2026-09-14", "channel": "email", "file": SimpleUploadedFile("a.pdf", body)}
    assert her.post(page(issued, "event-record", "sent"), said).status_code == 422
    assert not RequestEvent.objects.exists()


def test_last_event_is_taken_back_and_the_clock_runs_again(
    sent: InfoRequest, aigerim: User, her: Client
) -> None:
    refusal = happens(sent, aigerim, "refused")
    her.post(page(sent, "event-annul", refusal.pk))
    assert open_dates() == {"answer": date(2026, 9, 29)}
    assert Deadline.objects.get(kind="info_request.complain").state == DeadlineState.CANCELLED
    assert RequestEvent.objects.get(pk=refusal.pk).annulled_by == aigerim
    text = her.get(page(sent)).content.decode()
    assert "the answer is waited for" in text
    assert Deadline.objects.filter(kind="info_request.answer").count() == 1


def test_only_the_last_event_is_taken_back(sent: InfoRequest, aigerim: User) -> None:
    first = RequestEvent.objects.get()
    happens(sent, aigerim, "refused")
    with pytest.raises(AlreadyMoved):
        annul_event(first, actor=aigerim, at=NOW)


def test_finishing_is_taken_back_too(issued: InfoRequest, aigerim: User) -> None:
    closing = happens(issued, aigerim, "closed")
    assert open_dates() == {}
    annul_event(closing, actor=aigerim, at=NOW)
    issued.refresh_from_db()
    assert (issued.state, open_dates()) == (RequestState.ISSUED, {"send": TODAY})


def test_file_that_is_one_too_many_records_nothing(issued: InfoRequest, aigerim: User) -> None:
    files = [(read_receipt(PDF + bytes([65 + n]) * 3 + b"%%EOF"), f"{n}.pdf") for n in range(21)]
    with pytest.raises(ValidationError, match="There are 20 files already"):
        record_event(
            issued, Happening(EventKind.SENT, TODAY, channel="email"), files=files, actor=aigerim, at=NOW
        )
    assert (RequestEvent.objects.count(), EventFile.objects.count()) == (0, 0)


def test_draft_has_no_events(draft: InfoRequest, aigerim: User, her: Client) -> None:
    with pytest.raises(WrongState):
        happens(draft, aigerim, "sent", channel="email")
    assert her.get(page(draft, "event-record", "sent"))["Location"] == page(draft)
    assert her.get(page(draft, "event-record", "eaten")).status_code == 404


def test_holder_of_another_organisation_is_no_redirect(
    sent: InfoRequest, her: Client, kok_aspan: Any
) -> None:
    theirs = HolderFactory(organisation=kok_aspan)
    body = {"on": "2026-09-14", "holder": theirs.pk}
    assert her.post(page(sent, "event-record", "redirected"), body).status_code == 422


def test_rule_that_changed_does_not_break_the_page(
    sent: InfoRequest, aigerim: User, client_of: ClientOf
) -> None:
    with time_machine.travel(moment(date(2026, 9, 30)), tick=False):
        happens(sent, aigerim, "complained", date(2026, 9, 30), channel="email")
        TimeLimit.objects.filter(code="info_request.answer").update(quantity=30)
        answer = client_of(aigerim).get(page(sent))
    assert answer.status_code == 200
    assert "this does not follow" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_of_one_event_and_of_three(
    sent: InfoRequest, aigerim: User, her: Client, django_assert_num_queries: Any, number: int
) -> None:
    for day in range(number - 1):
        event = happens(sent, aigerim, "reminded", TODAY + timedelta(day), channel="email")
        EventFile.objects.create(
            organisation=sent.organisation, event=event, file_name="a", size=1, sha256=str(day), added_at=NOW
        )
    # session, person, memberships, request, items, letters, rules, days off, events, files
    with django_assert_num_queries(11):
        assert her.get(page(sent)).status_code == 200


def test_unchanged_words_of_refusal_are_a_validation_error(sent: InfoRequest, aigerim: User) -> None:
    with pytest.raises(Refused) as refusal:
        happens(sent, aigerim, "complained", channel="email")
    assert "there is no silence yet" in refusal.value.messages[0]
