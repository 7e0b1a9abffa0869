"""Who was told what, and whether it arrived: the list that other pages show beside an alert."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Organisation, User
from correspondence.composing import compose_notices
from correspondence.models import Notice, OutgoingEmail
from correspondence.queries import notices_of
from correspondence.wording import told
from deadlines import actions
from deadlines.models import Deadline
from tests.correspondence.test_composing import news
from tests.factories import DeadlineFactory
from tests.moments import almaty

pytestmark = pytest.mark.django_db
NOW = almaty("20.11.2026")


@pytest.fixture
def thread(ashyq_orta: Any, aigerim: User) -> str:
    """A deadline whose reminder of three working days before has been noted and written."""
    deadline = DeadlineFactory(organisation=ashyq_orta, responsible=aigerim, on=NOW.date())
    actions.send_due_reminders(NOW)
    compose_notices(NOW)
    return actions.thread_of(deadline)


def said(*threads: str, language: str = "en") -> list[tuple[str, str, str, str]]:
    with translation.override(language):
        return [
            (line.who.name, line.what, line.delivery.state, line.delivery.why)
            for line in told(notices_of(Organisation.objects.get(), *threads), NOW.date())
        ]


@pytest.mark.parametrize(
    ("columns", "state", "why"),
    [
        ({"state": "queued"}, "waiting to be sent", ""),
        (
            {"state": "queued", "attempts": 1, "last_error": "450 x"},
            "will be tried again",
            "The receiving server is busy",
        ),
        ({"state": "sending"}, "being sent", ""),
        ({"state": "sent"}, "sent", ""),
        ({"state": "failed", "last_error": "550 x"}, "could not be delivered", "The receiving server says"),
        ({"state": "cancelled"}, "not needed any more", ""),
    ],
)
def test_state_of_the_letter_stands_beside_the_alert(
    thread: str, aigerim: User, columns: dict[str, Any], state: str, why: str
) -> None:
    OutgoingEmail.objects.update(**columns)

    ((who, _what, found, reason),) = said(thread)

    assert (who, found) == (aigerim.name, state)
    assert reason.startswith(why)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Жоба бойынша ұсыныстар жолдау: 25 қараша, сәрсенбі, сағат 24:00-ге дейін"),
        ("ru", "Направить предложения к проекту: до среды, 25 ноября, 24:00"),
    ],
)
def test_alert_is_told_in_the_language_of_whoever_looks(thread: str, language: str, words: str) -> None:
    assert [what for _who, what, _state, _why in said(thread, language=language)] == [words]


def test_news_that_wait_for_the_digest_say_so(ashyq_orta: Any, bolat: User) -> None:
    news(bolat, organisation=ashyq_orta, at=NOW)

    assert [state for _who, _what, state, _why in said("window:1")] == ["waits for the next digest"]


def test_dropped_notice_says_that_it_is_not_needed(thread: str, aigerim: User) -> None:
    actions.close_deadline(Deadline.objects.get(), actor=aigerim, at=NOW)

    assert [state for _who, _what, state, _why in said(thread)] == ["not needed any more"]


def test_letter_that_was_tidied_away_was_sent(thread: str) -> None:
    OutgoingEmail.objects.all().delete()

    assert [state for _who, _what, state, _why in said(thread)] == ["sent"]


def test_other_threads_are_not_mixed_in(thread: str, ashyq_orta: Any, bolat: User) -> None:
    news(bolat, organisation=ashyq_orta, at=NOW)

    assert len(said(thread)) == 1
    assert len(said(thread, "window:1")) == 2
    assert said("deadline:0") == said() == []


@pytest.mark.parametrize("rows", [1, 3])
def test_notices_are_one_question_however_many(
    ashyq_orta: Any, bolat: User, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        news(bolat, organisation=ashyq_orta, number=number, at=NOW)

    with django_assert_num_queries(2):  # the organisation, the notices
        assert len(said(*(f"window:{number}" for number in range(rows)))) == rows


def test_partial_links_letters_for_whoever_reads_the_outbox(thread: str, aigerim: User, bolat: User) -> None:
    def page(person: User) -> str:
        class Request:
            membership = person.memberships.get()
            htmx = False

        with translation.override("en"):
            return render_to_string(
                "correspondence/_notices.html",
                {
                    "notices": told(notices_of(Organisation.objects.get(), thread), NOW.date()),
                    "request": Request(),
                },
            )

    letter = f'href="/outbox/{OutgoingEmail.objects.get().pk}/"'
    assert letter in page(aigerim)
    assert letter not in page(bolat)
    assert aigerim.name in page(bolat)
    Notice.objects.all().delete()
    assert "Nobody has been told anything yet." in page(aigerim)
