"""The letters that follow a request: a reminder with one click, a complaint pre-filled with the chronology."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from correspondence.documents import Addressee, Mode, Text
from correspondence.documents.storing import from_json
from correspondence.issuing import Made, claim, issue
from correspondence.models import DocumentOrder, IssuedDocument
from inforequests.actions.base import WrongState
from inforequests.actions.events import Happening, record_event
from inforequests.actions.followup import issue_complaint, issue_reminder
from inforequests.actions.issuing import Lacking, issue_request
from inforequests.followup_documents import Complaint
from inforequests.models import InfoRequest, RequestEvent, RequestLetter
from inforequests.states import DocumentKind, EventKind
from tests.conftest import ClientOf
from tests.factories import HolderFactory
from tests.inforequests.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("law", "today")
REVIEWER = Text("Ойдан шығарылған министрлік", "Вымышленное министерство")
LATER = date(2026, 10, 1)  # the answer was due on 29 September


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9, 30))


def make_letters() -> None:
    """Issue everything that was asked for, as the worker does, with files that nobody has to wait for."""
    while (order := claim(timezone.now())) is not None:
        number = IssuedDocument.objects.count() + 1
        issue(order, Made(number, timezone.localdate(), f"{order.pk:032x}", {"pdf": b"%PDF", "docx": b"PK"}))


@pytest.fixture
def sent(draft: InfoRequest, aigerim: User) -> InfoRequest:
    issue_request(draft, seen=0, path=f"/requests/{draft.pk}/", actor=aigerim, at=NOW)
    make_letters()
    happens(draft, aigerim, "sent", channel="email")
    return again(draft)


def again(row: InfoRequest) -> InfoRequest:
    return InfoRequest.objects.select_related("organisation", "holder", "order__issued", "dossier").get(
        pk=row.pk
    )


def happens(row: InfoRequest, by: User, kind: str, on: date = TODAY, **said: Any) -> RequestEvent:
    at = moment(max(on, said.get("noted_on") or on))
    return record_event(row, Happening(EventKind(kind), on, **said), actor=by, at=at)


def complained(row: InfoRequest, by: User, on: date, *wrongs: str, **said: Any) -> DocumentOrder:
    complaint = Complaint(wrongs, **{"reviewer": REVIEWER, **said})
    return issue_complaint(row, complaint, Mode.BOTH, path="/", actor=by, at=moment(on))


def words_of(order: DocumentOrder) -> str:
    return "\n".join(f"{text.kk}\n{text.ru}" for text in from_json(order.description).texts())


def page(row: InfoRequest, name: str) -> str:
    return reverse(f"inforequests:{name}", args=[row.pk])


# --- Reminder ---------------------------------------------------------------------------------------------------


def test_reminder_names_the_request_its_course_and_the_day(her: Client, sent: InfoRequest) -> None:
    answer = her.post(page(sent, "reminder-issue"))
    order = DocumentOrder.objects.get(kind=DocumentKind.REMINDER)
    assert answer["Location"] == reverse("correspondence:document-order", args=[order.pk])
    text = words_of(order)
    for word in (
        "запрос исх. № 1/2026 от 14 сентября 2026 года",
        "2026 жылғы 14 қыркүйектегі шығыс № 1/2026 сұрау салу",
        "14 сентября 2026 года: запрос направлен",
        "Последний день установленного законом срока ответа – 29 сентября 2026 года",
    ):
        assert word in text
    assert her.post(page(sent, "reminder-issue"))["Location"] == answer["Location"]
    assert RequestLetter.objects.count() == 1


def test_reminder_goes_to_whom_the_request_was_passed_on(sent: InfoRequest, aigerim: User) -> None:
    other = HolderFactory(organisation=sent.organisation, name_ru="Комитет водного хозяйства")
    happens(sent, aigerim, "redirected", holder=other)
    order = issue_reminder(again(sent), Mode.RUSSIAN, path="/", actor=aigerim, at=NOW)
    addressee = next(b for b in from_json(order.description).blocks if isinstance(b, Addressee))
    assert addressee.lines[0].ru == "Комитет водного хозяйства"


def test_nobody_is_reminded_of_what_is_answered(sent: InfoRequest, aigerim: User, her: Client) -> None:
    happens(sent, aigerim, "answered", outcome="full")
    with pytest.raises(WrongState):
        issue_reminder(again(sent), Mode.KAZAKH, path="/", actor=aigerim, at=NOW)
    answer = her.post(page(sent, "reminder-issue"), follow=True)
    assert "there is nothing to remind of" in answer.content.decode()


def test_letter_that_is_still_being_made_is_waited_for(draft: InfoRequest, aigerim: User) -> None:
    issue_request(draft, seen=0, path="/", actor=aigerim, at=NOW)
    with pytest.raises(WrongState, match="still being made"):
        issue_reminder(again(draft), Mode.KAZAKH, path="/", actor=aigerim, at=NOW)


# --- Complaint --------------------------------------------------------------------------------------------------


def test_silence_is_complained_of_with_its_chronology(sent: InfoRequest, aigerim: User) -> None:
    happens(sent, aigerim, "registered", date(2026, 9, 15), number="ЖТ-118")
    text = words_of(complained(sent, aigerim, LATER, "silence"))
    for word in (
        "Вымышленное министерство",
        f"через: {sent.holder.name_ru}",
        "15 сентября 2026 года: запрос поступил адресату (№ ЖТ-118)",
        "Последний день срока ответа – 30 сентября 2026 года",
        "признать бездействие, выразившееся в непредоставлении ответа, незаконным",
        "жауап бермеуден көрінген әрекетсіздікті заңсыз деп тануды",
        sent.organisation.bin,
    ):
        assert word in text


def test_refusal_is_complained_of_by_its_ground_and_lateness_by_its_day(
    sent: InfoRequest, aigerim: User
) -> None:
    happens(sent, aigerim, "refused", date(2026, 9, 25), reasons=("restricted",))
    argument = Text("Ақпарат қызметтік емес.", "Информация не служебная.")
    order = complained(
        sent, aigerim, LATER, "refusal", "lateness", grounds=("restricted",), argument=argument
    )
    text = words_of(order)
    for word in (
        "доступ к информации ограничен",
        "последний день срока – 21 сентября 2026 года, фактически – 25 сентября 2026 года",
        "пункт 17 статьи 11",
        "Ақпарат қызметтік емес.",
        "признать отказ в предоставлении информации незаконным",
    ):
        assert word in text


def test_part_of_an_answer_is_complained_of_by_its_items(sent: InfoRequest, aigerim: User) -> None:
    happens(sent, aigerim, "answered", outcome="part")
    text = words_of(complained(sent, aigerim, TODAY, "partial", missing=(2,)))
    assert "пункт 2: Число потребителей" in text
    assert "Структура тарифа" not in text


def test_what_did_not_happen_is_not_complained_of(sent: InfoRequest, aigerim: User) -> None:
    for wrongs in (("silence",), ("refusal",), (), ("lateness",)):
        with pytest.raises(WrongState):
            complained(sent, aigerim, TODAY, *wrongs)
    with pytest.raises(WrongState):
        complained(sent, aigerim, LATER, "silence", "refusal")


def test_both_languages_of_the_letter_are_written(sent: InfoRequest, aigerim: User) -> None:
    said = {"reviewer": Text("", "Министерство"), "argument": Text("Дәлел", "")}
    with pytest.raises(ValidationError) as refusal:
        complained(sent, aigerim, LATER, "silence", **said)
    assert set(refusal.value.message_dict) == {"reviewer_kk", "argument_ru"}


def test_card_that_lost_its_phone_issues_nothing(sent: InfoRequest, aigerim: User) -> None:
    Organisation.objects.update(phone="")
    with pytest.raises(Lacking, match="the phone of your organisation"):
        complained(again(sent), aigerim, LATER, "silence")


def test_complaint_is_prefilled_issued_once_and_named_when_it_is_filed(
    sent: InfoRequest, aigerim: User, client_of: ClientOf
) -> None:
    happens(sent, aigerim, "refused", reasons=("analysis", "unclear"))
    her = client_of(aigerim)
    text = her.get(page(sent, "complaint-issue")).content.decode()
    assert text.count("checked") == 3  # the refusal, and its two grounds
    body = {
        "wrongs": ["refusal"],
        "grounds": ["analysis"],
        "mode": "ru",
        "reviewer_ru": "Министерство",
    }
    locations = {her.post(page(sent, "complaint-issue"), body)["Location"] for _twice in range(2)}
    assert len(locations) == 1
    make_letters()
    text = her.get(reverse("inforequests:request", args=[sent.pk])).content.decode()
    filing = reverse("inforequests:event-record", args=[sent.pk, "complained"])
    assert f'btn-primary" href="{filing}"' in text
    filed = happens(again(sent), aigerim, "complained", channel="paper")
    assert filed.document == IssuedDocument.objects.get(kind=DocumentKind.COMPLAINT)
    assert filed.reasons == ["refusal"]
    shown = her.get(reverse("inforequests:request", args=[sent.pk])).content.decode()
    assert "the refusal is not lawful" in shown
    assert f"№ {filed.document.full_number}" in shown


def test_refusal_needs_its_ground_named(sent: InfoRequest, aigerim: User, her: Client) -> None:
    happens(sent, aigerim, "refused")
    body = {"wrongs": ["refusal"], "mode": "ru", "reviewer_ru": "Министерство"}
    answer = her.post(page(sent, "complaint-issue"), body)
    assert answer.status_code == 422
    assert "Name the ground of the refusal" in answer.content.decode()
    assert not RequestLetter.objects.exists()


def test_page_of_the_complaint_says_when_there_is_none(sent: InfoRequest, her: Client) -> None:
    assert "There is nothing to complain of now" in her.get(page(sent, "complaint-issue")).content.decode()


def test_silent_request_offers_the_complaint_first(
    sent: InfoRequest, aigerim: User, client_of: ClientOf
) -> None:
    with time_machine.travel(moment(LATER), tick=False):
        her = client_of(aigerim)
        text = her.get(reverse("inforequests:request", args=[sent.pk])).content.decode()
    assert f'class="btn btn-primary" href="{page(sent, "complaint-issue")}"' in text
    assert text.count("btn-primary") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_complaint_page_asks_the_same_of_one_event_and_of_three(
    sent: InfoRequest, aigerim: User, her: Client, django_assert_num_queries: Any, number: int
) -> None:
    for _number in range(number - 1):
        happens(sent, aigerim, "reminded", channel="email", number=str(_number))
    happens(sent, aigerim, "refused")
    # session, person, memberships, request, rules, days off, events, files, items
    with django_assert_num_queries(9):
        assert her.get(page(sent, "complaint-issue")).status_code == 200
