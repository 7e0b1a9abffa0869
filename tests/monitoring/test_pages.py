"""The day's first screen, the dossier and the health page: what they show and how many questions they ask."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from deadlines import actions as deadline_actions
from deadlines.models import CalendarYear, Deadline
from monitoring.models import Loop
from monitoring.queries.health import LOOPS
from projects.actions import dossiers
from projects.models import Dossier, TopicMatch
from tests.conftest import ClientOf
from tests.factories import (
    DraftActFactory,
    MembershipFactory,
    SourceFactory,
    TriageItemFactory,
    WatchTopicFactory,
)
from tests.projects.conftest import NOW, TODAY, law, order  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("order", "today_is_fourteenth")


@pytest.fixture
def today_is_fourteenth() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _running(today_is_fourteenth: None, db: None) -> None:
    """The worker runs, and a source has just been polled."""
    Loop.objects.bulk_create([Loop(name=name, finished_at=NOW, slot_seconds=60) for name in LOOPS])
    SourceFactory(last_success_at=NOW - timedelta(minutes=12))


@pytest.fixture
def her(aigerim: User, client_of: ClientOf, today_is_fourteenth: None) -> Client:
    return client_of(aigerim)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def take_part(organisation: Organisation, person: User, **facts: Any) -> Dossier:
    return dossiers.open_dossier(
        DraftActFactory(**facts), organisation=organisation, owner=person, actor=person, on=TODAY, at=NOW
    )


def busy_day(organisation: Organisation, rows: int) -> None:
    """Deadlines, questions, discussions that end soon, people and sources, `rows` of each."""
    topic = WatchTopicFactory(organisation=organisation)
    for number in range(rows):
        person = MembershipFactory(organisation=organisation, role="lawyer").user
        take_part(organisation, person, ends_on=date(2026, 9, 16))
        draft = DraftActFactory(ends_on=date(2026, 9, 15))
        TopicMatch.objects.create(topic=topic, draft=draft, words=["труд"])
        TriageItemFactory(organisation=organisation, draft=draft)
        if number:
            SourceFactory(address=f"https://source{number}.example.kz/list")


# --- Today ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_first_screen_asks_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, django_assert_num_queries: Any, rows: int
) -> None:
    busy_day(ashyq_orta, rows)
    # session, person, memberships, days off, deadlines, questions, matches, ending soon, workload, sources, loops
    with django_assert_num_queries(12):
        assert her.get("/").status_code == 200


def test_first_screen_says_what_must_be_done(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    late = take_part(ashyq_orta, aigerim, title_kk="Кешіккен жоба", ends_on=date(2026, 9, 15))
    Deadline.objects.filter(pk=late.discussion_deadline_id).update(due_on=date(2026, 9, 10))
    take_part(ashyq_orta, aigerim, title_kk="Ертеңгі жоба", ends_on=date(2026, 9, 15))
    take_part(ashyq_orta, aigerim, title_kk="Алыс жоба", ends_on=date(2026, 10, 15))
    page = text_of(her.get("/"))
    assert "Good morning, Айгерім. 2 things are waiting" in page
    assert page.index("Кешіккен") < page.index("Ертеңгі") < page.index("Алыс")
    assert "3 open deadlines" in page
    assert "1 overdue" in page
    assert "12 minutes ago" in page


def test_empty_first_screen_gives_next_steps(her: Client) -> None:
    page = text_of(her.get("/"))
    assert "Nothing urgent today" in page
    assert "Look at the drafts" in page
    assert "Look at the topics" in page


def test_question_shows_the_shortfall(her: Client, ashyq_orta: Organisation) -> None:
    TriageItemFactory(organisation=ashyq_orta, draft=DraftActFactory(ends_on=date(2026, 9, 15)))
    assert "3 working days given, the law wants at least 10" in text_of(her.get("/"))


def test_stopped_worker_is_told_within_five_minutes(her: Client, client: Client) -> None:
    Loop.objects.update(finished_at=NOW - timedelta(minutes=4, seconds=1))
    assert "The background work has stopped" in text_of(her.get("/"))
    assert client.get("/healthz/worker").status_code == 503
    assert client.get("/healthz").status_code == 200
    Loop.objects.update(finished_at=NOW - timedelta(minutes=3))
    assert "has stopped" not in text_of(her.get("/"))
    assert client.get("/healthz/worker").status_code == 200


def test_operator_comes_to_the_health_page(operator: User, client_of: ClientOf) -> None:
    assert client_of(operator).get("/")["Location"] == "/health/"


# --- Dossiers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_dossier_list_asks_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, django_assert_num_queries: Any, rows: int
) -> None:
    busy_day(ashyq_orta, rows)
    with django_assert_num_queries(5):  # session, person, memberships, days off, dossiers
        assert her.get("/dossiers/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_dossier_page_asks_the_same_number_of_questions(
    her: Client, ashyq_orta: Organisation, aigerim: User, django_assert_num_queries: Any, rows: int
) -> None:
    dossier = take_part(ashyq_orta, aigerim)
    for number in range(rows):
        person = MembershipFactory(organisation=ashyq_orta, role="lawyer").user
        dossiers.add_date(
            dossier,
            label=deadline_actions.Words("Іс", "Дело"),
            actor=aigerim,
            on=TODAY,
            at=NOW,
            responsible=person,
            due_on=TODAY + timedelta(days=number),
        )
        topic = WatchTopicFactory(organisation=ashyq_orta)
        TopicMatch.objects.create(topic=topic, draft=dossier.draft, words=["труд"])
    her.get(f"/dossiers/{dossier.pk}/")
    # session, person, memberships, dossier, dates, window, days off, people, rules, matches, deeds, snapshots,
    # tasks of the road map
    with django_assert_num_queries(12):
        assert her.get(f"/dossiers/{dossier.pk}/").status_code == 200


def test_dossier_page_tells_the_thread_and_the_next_step(
    her: Client, ashyq_orta: Organisation, aigerim: User
) -> None:
    dossier = take_part(ashyq_orta, aigerim, title_kk="Тариф туралы")
    page = text_of(her.get(f"/dossiers/{dossier.pk}/"))
    thread = page[page.index("Seen") :]  # the rail has a place called Hearings too
    stages = ["Seen", "Assessed", "Amendments", "Hearing", "Submitted", "Answer"]
    places = [thread.index(stage) for stage in stages]
    assert places == sorted(places)
    assert "Айгерім Серікова opened the dossier: Тариф туралы" in page


def test_owner_and_priority_are_changed(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    timur = MembershipFactory(organisation=ashyq_orta, role="lawyer").user
    dossier = take_part(ashyq_orta, aigerim)
    her.post(f"/dossiers/{dossier.pk}/edit/", {"owner": timur.pk, "priority": "1"})
    dossier.refresh_from_db()
    assert (dossier.owner, dossier.priority) == (timur, 1)
    her.post(f"/dossiers/{dossier.pk}/edit/", {"owner": "", "priority": "2"})
    dossier.refresh_from_db()
    assert dossier.owner is None


def test_person_of_another_organisation_cannot_become_the_owner(
    her: Client, ashyq_orta: Organisation, aigerim: User, dana: User
) -> None:
    dossier = take_part(ashyq_orta, aigerim)
    answer = her.post(f"/dossiers/{dossier.pk}/edit/", {"owner": dana.pk, "priority": "1"})
    assert answer.status_code == 422
    dossier.refresh_from_db()
    assert dossier.owner == aigerim


def test_own_date_is_given_or_counted_by_a_rule(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    from deadlines.models import TimeLimit

    dossier = take_part(ashyq_orta, aigerim)
    address = f"/dossiers/{dossier.pk}/dates/"
    her.post(address, {"label": "Кестені бекіту", "due_on": "2026-09-18"})
    rule = TimeLimit.objects.get(code="info_request.answer")
    her.post(address, {"label": "Жауап күту", "limit": rule.pk, "start_on": "2026-09-14"})
    own = Deadline.objects.filter(kind="dossier.own").order_by("pk")
    assert [(row.due_on, row.source) for row in own] == [
        (date(2026, 9, 18), "own"),
        (date(2026, 9, 29), "computed"),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"label": "Іс"}, "Give the last day, or choose a rule"),
        ({"label": "", "due_on": "2026-09-18"}, "This field is required"),
        ({"label": "Іс", "due_on": "2026-09-13"}, "between today and three years"),
        ({"label": "Іс", "due_on": "0000-00-00"}, "valid date"),
        ({"label": "Іс", "due_on": "9999-12-31"}, "between today and three years"),
    ],
)
def test_date_that_cannot_be_says_why(
    her: Client, ashyq_orta: Organisation, aigerim: User, fields: dict[str, str], said: str
) -> None:
    dossier = take_part(ashyq_orta, aigerim)
    answer = her.post(f"/dossiers/{dossier.pk}/dates/", fields)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_closed_dossier_can_be_opened_again(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    dossier = take_part(ashyq_orta, aigerim)
    page = her.post(f"/dossiers/{dossier.pk}/close/", {"reason": "Ұсыныс жоқ"}, follow=True)
    assert f'action="/dossiers/{dossier.pk}/reopen/"' in page.content.decode()
    again = her.post(f"/dossiers/{dossier.pk}/close/", {"reason": "Тағы"}, follow=True)
    assert "This step is not possible in the present state" in text_of(again)
    her.post(f"/dossiers/{dossier.pk}/reopen/")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.closing_reason) == ("open", "")


def test_portals_change_stands_in_the_timeline(her: Client, ashyq_orta: Organisation, aigerim: User) -> None:
    dossier = take_part(ashyq_orta, aigerim)
    changes = {"comments": [1, 5], "ends_on": ["2026-09-24", "2026-09-30"]}
    dossier.draft.snapshots.create(kind="card", taken_at=NOW, sha256="0" * 64, body=b"", changes=changes)
    page = text_of(her.get(f"/dossiers/{dossier.pk}/"))
    assert "Portal: 5 comments (were 1)." in page
    assert "the discussion now ends on Wednesday, 30 September" in page


# --- Health -----------------------------------------------------------------------------------------------


def test_health_page_asks_few_questions(her: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        assert her.get("/health/").status_code == 200


def test_health_page_speaks_in_words(her: Client) -> None:
    Loop.objects.filter(name=LOOPS[0]).update(finished_at=NOW - timedelta(hours=1))
    page = text_of(her.get("/health/"))
    assert "Checking the sources Last run: 1 hour ago . stopped" in page
    assert "Expected by now: 0. Sent: 0." in page


def test_health_page_says_as_of_when_the_calendar_is_known(her: Client) -> None:
    CalendarYear.objects.filter(year=2026).update(checked_on=date(2026, 3, 18))
    page = text_of(her.get("/health/"))
    assert "The days off of 2026 as they were known on 18 March 2026. Orders that came out later" in page
    assert "The days off of 2027 are not confirmed: dates in it may move." in page


def test_worker_and_poll_notes_are_tidied(db: None) -> None:
    from monitoring.actions import loops
    from projects.models import PollRun, Source

    source = Source.objects.get()
    for days in (29, 31):
        at = timezone.now() - timedelta(days=days)
        PollRun.objects.create(source=source, started_at=at, finished_at=at, outcome="changed")
    loops.tidy(timezone.now())
    assert PollRun.objects.count() == 1


def test_form_of_a_date_is_a_page_and_a_part_of_the_dossier(
    her: Client, ashyq_orta: Organisation, aigerim: User
) -> None:
    address = f"/dossiers/{take_part(ashyq_orta, aigerim).pk}/dates/"
    page, part = her.get(address), her.get(address, headers={"HX-Request": "true"})
    assert "<html" in page.content.decode()
    assert part.content.decode().lstrip().startswith("<form")
    assert all(f'action="{address}"' in answer.content.decode() for answer in (page, part))
