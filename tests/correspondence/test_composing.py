"""From notices to letters: what leaves at once, what waits for the digest, what stands together in one letter."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.actions import remove_member
from accounts.models import User
from accounts.states import Digest
from correspondence import composing
from correspondence.actions import cancel_thread, forget_cancelled, queue_email, tell
from correspondence.composing import compose_notices, news_may_leave
from correspondence.models import Notice, OutgoingEmail
from tests.factories import MembershipFactory
from tests.moments import almaty

pytestmark = pytest.mark.django_db
NOON = almaty("20.11.2026 12:00")
MATCH = {
    "title_kk": "Еңбек ақы қағидалары",
    "title_ru": "Правила оплаты труда",
    "body_kk": "Еңбек министрлігі",
    "body_ru": "Министерство труда",
    "due_on": "2026-12-04",
    "short": False,
    "topics": ["Еңбек"],
    "path": "/drafts/1/",
}
REMINDER = {
    "label_kk": "Ұсыныстарды енгізу",
    "label_ru": "Направить предложения",
    "about_kk": "",
    "about_ru": "",
    "due_on": "2026-11-25",
    "path": "/dossiers/1/",
    "stage": "t-3",
    "planned_on": "2026-11-20",
    "noted_on": "2026-11-20",
    "days_left": 3,
    "responsible": "",
}


def news(*people: User, organisation: Any, number: int = 1, at: datetime = NOON) -> None:
    facts = {**MATCH, "title_kk": f"Жоба {number}", "title_ru": f"Проект {number}"}
    tell(
        people,
        organisation=organisation,
        thread=f"window:{number}",
        stage="match",
        template="match",
        facts=facts,
        at=at,
    )


def remind(*people: User, organisation: Any, thread: str = "deadline:1", stage: str = "v1:t-3") -> None:
    tell(
        people,
        organisation=organisation,
        thread=thread,
        stage=stage,
        template="deadline",
        facts=REMINDER,
        at=NOON,
        urgent=True,
    )


def letters(person: User) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(recipient=person).order_by("id"))


def reads(person: User, digest: str, hour: int = 8) -> User:
    person.digest, person.digest_hour = digest, hour
    person.save()
    return person


# --- Urgent -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("digest", Digest.values)
def test_urgent_notice_leaves_at_once_whatever_the_digest(ashyq_orta: Any, bolat: User, digest: str) -> None:
    remind(reads(bolat, digest), organisation=ashyq_orta)

    assert compose_notices(NOON) == 1
    assert letters(bolat)[0].address == bolat.email


def test_thread_is_one_letter_and_two_threads_are_two(ashyq_orta: Any, bolat: User) -> None:
    remind(bolat, organisation=ashyq_orta)
    remind(bolat, organisation=ashyq_orta, stage="v1:t-1")
    remind(bolat, organisation=ashyq_orta, thread="deadline:2")

    assert compose_notices(NOON) == 2
    assert sorted(email.notices.count() for email in letters(bolat)) == [1, 2]


def test_ten_sweeps_write_each_letter_once(ashyq_orta: Any, bolat: User) -> None:
    remind(bolat, organisation=ashyq_orta)

    assert [compose_notices(NOON) for _sweep in range(10)] == [1, *[0] * 9]


def test_same_cause_person_and_stage_is_noted_once(ashyq_orta: Any, bolat: User) -> None:
    for _time in range(3):
        remind(bolat, bolat, organisation=ashyq_orta)

    assert Notice.objects.count() == 1


def test_urgent_letters_do_not_wait_behind_readers_of_digests(
    ashyq_orta: Any, aigerim: User, bolat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "EMAILS_A_SWEEP", 1)
    news(reads(aigerim, Digest.WEEKLY), organisation=ashyq_orta)
    remind(bolat, organisation=ashyq_orta)

    assert compose_notices(NOON) == 1
    assert letters(bolat)


# --- Digests ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digest", "hour", "since", "at", "leaves"),
    [
        (Digest.DAILY, 8, "20.11.2026 07:00", "20.11.2026 07:59", False),
        (Digest.DAILY, 8, "20.11.2026 07:00", "20.11.2026 08:00", True),
        (Digest.DAILY, 8, "20.11.2026 08:01", "20.11.2026 23:59", False),
        (Digest.DAILY, 8, "20.11.2026 08:01", "21.11.2026 08:00", True),
        (Digest.DAILY, 0, "20.11.2026 23:59", "21.11.2026 00:00", True),
        (Digest.DAILY, 23, "20.11.2026 12:00", "20.11.2026 23:00", True),
        (Digest.DAILY, 8, "17.11.2026 12:00", "20.11.2026 07:00", True),  # three days of outage
        (Digest.WEEKLY, 8, "18.11.2026 12:00", "22.11.2026 23:00", False),
        (Digest.WEEKLY, 8, "18.11.2026 12:00", "23.11.2026 08:00", True),
        (Digest.WEEKLY, 8, "23.11.2026 08:01", "29.11.2026 23:00", False),
    ],
)
def test_digest_leaves_at_the_chosen_hour(
    ashyq_orta: Any, bolat: User, digest: str, hour: int, since: str, at: str, leaves: bool
) -> None:
    assert news_may_leave(reads(bolat, digest, hour), ashyq_orta.pk, almaty(since), almaty(at)) is leaves


def test_500_matches_in_an_hour_are_one_letter(ashyq_orta: Any, bolat: User) -> None:
    reads(bolat, Digest.DAILY)
    for number in range(500):
        news(bolat, organisation=ashyq_orta, number=number, at=NOON + timedelta(seconds=7 * number))
    assert compose_notices(NOON + timedelta(hours=1)) == 0

    assert compose_notices(almaty("21.11.2026 08:00")) == 1

    (email,) = letters(bolat)
    assert (email.notices.count(), Notice.objects.pending().count()) == (500, 0)
    assert "500" in email.subject
    assert email.text.count("/drafts/1/") == composing.ITEMS_SHOWN
    assert "450" in email.text
    print("M5 500 matches for one reader: 1 letter (bar 1)")


def test_at_once_means_at_most_one_letter_of_news_an_hour(ashyq_orta: Any, bolat: User) -> None:
    reads(bolat, Digest.INSTANT)
    written = []
    for minute in range(0, 120, 10):
        at = NOON + timedelta(minutes=minute)
        news(bolat, organisation=ashyq_orta, number=minute, at=at)
        written.append(compose_notices(at))

    assert written == [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert [email.notices.count() for email in letters(bolat)] == [1, 6]


def test_news_of_two_organisations_are_two_letters(ashyq_orta: Any, kok_aspan: Any, bolat: User) -> None:
    MembershipFactory(user=reads(bolat, Digest.DAILY), organisation=kok_aspan)
    for organisation in (ashyq_orta, kok_aspan):
        news(bolat, organisation=organisation, number=organisation.pk)

    assert compose_notices(almaty("21.11.2026 08:00")) == 2
    ours, theirs = letters(bolat)
    assert "Көк аспан" not in ours.text + ours.html
    assert "Ашық орта" not in theirs.text + theirs.html


# --- Between the noting and the writing ---------------------------------------------------------------------------


def test_reader_who_left_meanwhile_gets_no_letter(ashyq_orta: Any, aigerim: User, bolat: User) -> None:
    remind(bolat, organisation=ashyq_orta)
    remove_member(bolat.memberships.get(), actor=aigerim, at=NOON)

    assert compose_notices(NOON) == 0
    assert Notice.objects.get().state == "cancelled"


def test_cause_that_went_while_the_sweep_ran_writes_no_letter(
    ashyq_orta: Any, bolat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    remind(bolat, organisation=ashyq_orta)
    write = composing._write

    def close_first(*arguments: Any) -> int:
        cancel_thread("deadline:1")
        return write(*arguments)

    monkeypatch.setattr(composing, "_write", close_first)

    assert compose_notices(NOON) == 0
    assert not OutgoingEmail.objects.exists()


def test_sweep_that_finds_the_group_taken_by_another_writes_nothing(
    ashyq_orta: Any, bolat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    remind(bolat, organisation=ashyq_orta)
    write = composing._write

    def be_slower(key: str, waiting: Any, at: datetime) -> int:
        remind(bolat, organisation=ashyq_orta, stage="v1:t-1")
        return write(key, waiting, at) + write(key, waiting, at)

    monkeypatch.setattr(composing, "_write", be_slower)

    assert compose_notices(NOON) == 1
    assert letters(bolat)[0].notices.count() == 2


def test_template_that_breaks_leaves_notice_and_letter_as_they_were(ashyq_orta: Any, bolat: User) -> None:
    tell(
        [bolat],
        organisation=ashyq_orta,
        thread="t",
        stage="s",
        template="none",
        facts={},
        at=NOON,
        urgent=True,
    )

    with pytest.raises(Exception, match="none"):
        compose_notices(NOON)

    assert Notice.objects.get().state == "pending"
    assert not OutgoingEmail.objects.exists()


def test_dropped_thread_that_goes_on_may_be_told_anew_but_not_what_was_sent(
    ashyq_orta: Any, bolat: User
) -> None:
    remind(bolat, organisation=ashyq_orta)
    compose_notices(NOON)
    OutgoingEmail.objects.update(state="sent")
    remind(bolat, organisation=ashyq_orta, stage="v1:t-1")
    cancel_thread("deadline:1")

    forget_cancelled("deadline:1")

    assert list(Notice.objects.values_list("stage", "state")) == [("v1:t-3", "mailed")]


# --- The outbox ---------------------------------------------------------------------------------------------------


def test_same_key_is_written_once(ashyq_orta: Any) -> None:
    first = queue_email(key="k", address="a@b.kz", subject="1", text="1", at=NOON)
    second = queue_email(key="k", address="a@b.kz", subject="2", text="2", at=NOON)

    assert first.pk == second.pk
    assert OutgoingEmail.objects.get().text == "1"


@pytest.mark.parametrize("rows", [1, 3])
def test_sweep_without_anything_due_asks_the_same_number_of_questions(
    ashyq_orta: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        reader = reads(MembershipFactory(organisation=ashyq_orta).user, Digest.WEEKLY)
        news(reader, organisation=ashyq_orta, number=number)

    with django_assert_num_queries(3):  # urgent, news, readers
        assert compose_notices(NOON) == 0


def test_facts_take_the_other_language_where_one_is_missing() -> None:
    said = composing.facts_in({"title_kk": "", "title_ru": "Проект", "due_on": ""}, "kk", date(2026, 11, 20))

    assert said["title"] == "Проект"
    assert "due_day" not in said
