"""Handing letters over to a mail server that refuses, falls silent, breaks off, or is not there (M1, M3, M4, M6)."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
import time_machine
from django.db import OperationalError

from accounts.actions import remove_member
from accounts.models import User
from correspondence import actions, couriers, delivery
from correspondence.models import Notice, OutgoingEmail
from correspondence.states import MailState
from tests.correspondence.conftest import smtp_settings
from tests.correspondence.sink import DROP, HANG, TAKE_AND_DROP, TAKE_AND_HANG, Sink, free_port
from tests.factories import OutgoingEmailFactory
from tests.moments import almaty

pytestmark = pytest.mark.django_db
NOW = almaty("20.11.2026")
Traveller = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture
def later(clock: Traveller) -> Callable[..., int]:
    """Let so much time pass and sweep: how many letters were handed over."""

    def sweep(**span: float) -> int:
        clock.shift(timedelta(**span))
        return deliver()

    return sweep


def deliver() -> int:
    return delivery.deliver_due(datetime.now(tz=NOW.tzinfo))


def letter(**fields: Any) -> OutgoingEmail:
    return OutgoingEmailFactory(at=NOW, **fields)


def state_of(email: OutgoingEmail) -> tuple[str, int, str]:
    email.refresh_from_db()
    return email.state, email.attempts, email.last_error


# --- Taken --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pipelining", [True, False])
def test_letter_arrives_as_it_was_written(sink: Sink, pipelining: bool) -> None:
    sink.pipelining = pipelining
    text = "Құрметті Айгерім!\n.\n..нүктемен басталған жол\nhttp://127.0.0.1:8000/dossiers/1/\n"
    email = letter(subject="Мерзім: 25 қараша", text=text, html="<p>Мерзім: <b>25 қараша</b></p>")

    assert deliver() == 1

    (received,) = sink.received
    assert received.recipients == (email.address,)
    assert received.message["Subject"] == "Мерзім: 25 қараша"
    assert received.message["To"] == email.address
    assert received.id == email.message_id
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert received.part("text/plain").replace("\r\n", "\n") == text
    assert received.part("text/html").strip() == "<p>Мерзім: <b>25 қараша</b></p>"
    assert state_of(email) == ("sent", 1, "")
    assert email.sent_at is not None


@pytest.mark.parametrize("pipelining", [True, False])
def test_many_letters_share_few_connections_and_no_letter_shows_two_addresses(
    sink: Sink, settings: Any, pipelining: bool
) -> None:
    sink.pipelining, settings.MAIL_CONNECTIONS = pipelining, 4
    emails = [letter() for _n in range(50)]

    assert deliver() == 50

    assert sorted(received.recipients for received in sink.received) == sorted((e.address,) for e in emails)
    assert all(len(received.message.get_all("To", [])) == 1 for received in sink.received)
    assert sink.connections <= 4


def test_letter_waits_for_its_time(sink: Sink, later: Callable[..., int]) -> None:
    letter(next_attempt_at=NOW + timedelta(minutes=5))

    assert deliver() == 0
    assert later(minutes=5) == 1


def test_secret_is_wiped_once_it_is_sent(sink: Sink) -> None:
    email = letter(is_secret=True, html="<p>x</p>")

    deliver()

    email.refresh_from_db()
    assert (email.state, email.text, email.html) == ("sent", "", "")
    assert "25 қарашаға" in sink.received[0].part("text/plain")


# --- M1: refused, silent, broken ----------------------------------------------------------------------------------


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("command", "answer", "state", "error"),
    [
        ("MAIL", "421 closing", "queued", "421"),
        ("RCPT", "421 too busy", "queued", "421"),
        ("RCPT", "450 try later", "queued", "450 try later"),
        ("RCPT", "452 4.2.2 mailbox full", "queued", "452"),
        ("RCPT", "550 5.1.1 no such user", "failed", "550 5.1.1 no such user"),
        ("DATA", "451 local error", "queued", "451 local error"),
        ("DATA", "552 too big", "failed", "552 too big"),
        ("DATA", "554 5.7.1 unwanted", "failed", "554 5.7.1 unwanted"),
        ("RCPT", HANG, "queued", "timed out"),
        ("RCPT", DROP, "queued", ""),
        ("DATA", HANG, "queued", "timed out"),
        ("DATA", DROP, "queued", ""),
    ],
)
def test_refusal_is_final_or_tried_again_by_its_code(
    sink: Sink,
    later: Callable[..., int],
    pipelining: bool,
    command: str,
    answer: str,
    state: str,
    error: str,
) -> None:
    sink.pipelining = pipelining
    email = letter()
    sink.answers[command, "*" if command == "MAIL" else email.address] = [answer]

    assert deliver() == 0
    assert state_of(email)[0] == state
    assert error in email.last_error
    assert email.last_error != ""

    assert later(minutes=6) == (state == "queued")
    assert len(sink.to(email.address)) == (state == "queued")


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("accident", [TAKE_AND_DROP, TAKE_AND_HANG])
def test_answer_that_is_lost_gives_one_copy_with_the_same_message_id(
    sink: Sink, later: Callable[..., int], pipelining: bool, accident: str
) -> None:
    sink.pipelining = pipelining
    email = letter()
    sink.answers["DATA", email.address] = [accident]

    assert deliver() == 0
    assert later(minutes=2) == 1
    assert later(days=2) == 0

    assert [received.id for received in sink.received] == [email.message_id] * 2
    print(f"M1 connection lost after acceptance ({accident}): copies 1, Message-IDs 1 (bar <= 1)")


def test_connection_that_ends_after_the_answer_sends_no_copy(sink: Sink, later: Callable[..., int]) -> None:
    emails = [letter() for _n in range(3)]
    for email in emails:
        sink.answers["DATA", email.address] = ["250 and drop"]

    deliver()
    later(minutes=2)

    assert sorted(received.id for received in sink.received) == sorted(email.message_id for email in emails)


@pytest.mark.parametrize("pipelining", [True, False])
def test_refused_letter_does_not_hold_up_those_after_it_on_the_same_connection(
    sink: Sink, settings: Any, pipelining: bool
) -> None:
    settings.MAIL_CONNECTIONS, sink.pipelining = 1, pipelining
    emails = [letter() for _n in range(7)]
    sink.answers["RCPT", emails[0].address] = ["550 no"]
    sink.answers["DATA", emails[2].address] = ["554 no"]
    sink.answers["RCPT", emails[3].address] = ["450 later"]
    sink.answers["DATA", emails[5].address] = ["451 later"]

    assert deliver() == 3

    assert [state_of(email)[0] for email in emails] == [
        *("failed", "sent", "failed", "queued", "sent", "queued", "sent")
    ]
    assert sink.connections == 1


def test_pauses_between_attempts_grow_and_end_after_three_days(sink: Sink, clock: Traveller) -> None:
    email, pauses = letter(), []
    sink.answers["RCPT", email.address] = ["450 later"] * 100
    while email.state == "queued":
        tried_at = datetime.now(tz=NOW.tzinfo)
        deliver()
        email.refresh_from_db()
        if email.state == "queued":
            pauses.append(round((email.next_attempt_at - tried_at) / timedelta(minutes=1)))
            clock.move_to(email.next_attempt_at + timedelta(seconds=1))

    assert pauses == [1, 5, 15, 60, 120, 240, *[480] * 8]
    assert state_of(email) == ("failed", 15, "450 later")


# --- The server cannot be used ------------------------------------------------------------------------------------


def test_server_that_is_not_there_costs_no_attempt_and_nothing_is_lost(
    settings: Any, later: Callable[..., int], sink: Sink
) -> None:
    there = settings.MAIL_TRANSPORT
    settings.MAIL_TRANSPORT = smtp_settings(free_port())
    emails = [letter() for _n in range(120)]

    assert deliver() == 0
    assert set(OutgoingEmail.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert state_of(emails[0])[2].startswith("ConnectionRefusedError")
    later(days=4)
    settings.MAIL_TRANSPORT = there

    assert later(minutes=6) == 120


@pytest.mark.parametrize("greeting", ["554 go away", "421 not now", HANG, DROP])
def test_server_that_does_not_greet_costs_no_attempt(
    sink: Sink, later: Callable[..., int], greeting: str
) -> None:
    emails = [letter() for _n in range(9)]
    sink.answers["EHLO", "*"] = [greeting] * 8  # four couriers; each tries EHLO, then HELO

    assert deliver() == 0
    assert {state_of(email)[:2] for email in emails} == {("queued", 0)}
    sink.answers.clear()
    assert later(minutes=6) == 9


def test_sender_that_is_refused_is_our_own_trouble_and_fails_no_letter(
    sink: Sink, later: Callable[..., int]
) -> None:
    emails = [letter() for _n in range(3)]
    sink.answers["MAIL", "*"] = ["550 5.7.1 sender rejected"] * 3

    deliver()

    assert {state_of(email)[:2] for email in emails} == {("queued", 0)}
    assert later(minutes=6) == 3


def test_server_that_falls_silent_again_and_again_is_left_alone_for_this_round(
    sink: Sink, settings: Any
) -> None:
    settings.MAIL_CONNECTIONS, settings.EMAIL_TIMEOUT = 2, 0.2
    for _n in range(40):
        sink.answers["RCPT", letter().address] = [HANG]

    deliver()

    attempts = sorted(OutgoingEmail.objects.values_list("attempts", flat=True))
    assert attempts == [0] * 34 + [1] * 6
    assert not OutgoingEmail.objects.exclude(state="queued").exists()


def test_one_connection_refused_by_a_busy_server_leaves_the_work_to_the_others(
    sink: Sink, settings: Any
) -> None:
    settings.MAIL_CONNECTIONS = 4
    for _n in range(12):
        letter()
    sink.answers["EHLO", "*"] = ["421 too many connections", "421 too many connections"]

    assert deliver() + deliver() >= 11
    assert not OutgoingEmail.objects.filter(state="failed").exists()


# --- M3: one that cannot be sent ----------------------------------------------------------------------------------


def poison(email: OutgoingEmail, **columns: Any) -> None:
    OutgoingEmail.objects.filter(pk=email.pk).update(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"headers": {"X-Bad": "a\r\nBcc: thief@example.kz"}},
        {"headers": {"X-Bad": "a\nb"}},
        {"address": "a@b.kz\r\nRCPT TO:<thief@example.kz>"},
        {"address": ""},
        {"headers": "not a mapping"},
        {"subject": "x\ny"},
    ],
)
def test_poisoned_letter_first_in_the_queue_stops_none_of_the_others(
    sink: Sink, columns: dict[str, Any], capfd: Any
) -> None:
    first, others = letter(next_attempt_at=NOW - timedelta(hours=1)), [letter() for _n in range(20)]
    poison(first, **columns)

    assert deliver() == 20

    assert state_of(first)[0] == "failed"
    assert first.last_error
    assert {state_of(email)[0] for email in others} == {"sent"}
    assert not [r for r in sink.received if any("thief" in who for who in r.recipients)]


def test_999_letters_behind_a_poisoned_one_are_sent(sink: Sink) -> None:
    first = letter(next_attempt_at=NOW - timedelta(hours=1))
    poison(first, headers={"X-Bad": "a\nb"})
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(key=f"k{n}", address=f"u{n}@example.kz", subject="x", text="x", message_id=f"<{n}@x>")
        for n in range(999)
    )

    assert deliver() == 999

    assert OutgoingEmail.objects.get(state="failed") == first
    print("M3 letters sent behind a poisoned one: 999 of 999 (bar 999)")


# --- M4: hostile words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "Мерзім\r\nBcc: thief@example.kz",
        "Мерзім\nTo: thief@example.kz",
        "Мерзім\rX: y",
        "a\0b\x1f\x7f\u2028c\u2029d",
        "\u202eтерс\u2066",
        "=?utf-8?b?QmNjOiB0aGllZkBleGFtcGxlLmt6?=",
        "ә" * 10_240,
        "x" * 10_240,
        "😀" * 500,
        "",
    ],
)
def test_hostile_subject_is_one_line_to_one_recipient(sink: Sink, subject: str) -> None:
    email = letter(subject=subject)

    assert deliver() == 1

    (received,) = sink.received
    assert received.recipients == (email.address,)
    assert "Bcc" not in received.message
    assert received.message.get_all("To") == [email.address]
    shown = str(make_header(decode_header(str(received.message["Subject"] or ""))))
    assert not {"\r", "\n", "\0"} & set(shown)
    assert len(email.subject) <= 200


@pytest.mark.parametrize(
    "text", ["a\0b", "\r\n.\r\nMAIL FROM:<x@y.kz>\r\n", ".", "x" * 100_000, "\ufffe\U0001f3fd"]
)
def test_hostile_text_arrives_as_text(sink: Sink, text: str) -> None:
    letter(text=text)

    assert deliver() == 1
    assert len(sink.received) == 1
    assert len(sink.received[0].part("text/plain")) >= len(text.replace("\0", "").replace("\r", "")) - 1


# --- M6: not needed any more --------------------------------------------------------------------------------------


@pytest.fixture
def told(ashyq_orta: Any, bolat: User) -> Callable[[], OutgoingEmail]:
    """A letter to Bolat that carries one notice of the thread 'deadline:1'."""

    def write() -> OutgoingEmail:
        email = letter(organisation=ashyq_orta, recipient=bolat, address=bolat.email)
        Notice.objects.create(
            organisation=ashyq_orta,
            recipient=bolat,
            thread="deadline:1",
            stage=f"v1:{email.pk}",
            template="deadline",
            state="mailed",
            email=email,
        )
        return email

    return write


def test_letter_about_what_is_closed_is_not_sent(sink: Sink, told: Callable[[], OutgoingEmail]) -> None:
    email = told()
    actions.cancel_thread("deadline:1")

    assert deliver() == 0
    assert state_of(email)[0] == "cancelled"
    assert sink.received == []


def test_letter_that_was_on_its_way_when_its_cause_went_is_not_tried_again(
    sink: Sink, told: Callable[[], OutgoingEmail], later: Callable[..., int]
) -> None:
    email = told()
    sink.answers["RCPT", email.address] = ["450 later"]
    lease, (mine,) = delivery.claim(NOW)
    assert lease is not None

    actions.cancel_thread("deadline:1")
    delivery._note(couriers.Verdict(mine, MailState.QUEUED, "450 later"))

    assert later(minutes=2) == 0
    assert state_of(email)[0] == "cancelled"


def test_letter_with_other_news_in_it_is_still_sent(
    sink: Sink, told: Callable[[], OutgoingEmail], ashyq_orta: Any, bolat: User
) -> None:
    email = told()
    Notice.objects.create(
        organisation=ashyq_orta,
        recipient=bolat,
        thread="window:7",
        stage="match",
        template="match",
        state="mailed",
        email=email,
    )
    actions.cancel_thread("deadline:1")

    assert deliver() == 1


def test_reader_who_left_the_organisation_gets_nothing(
    sink: Sink, told: Callable[[], OutgoingEmail], aigerim: User, bolat: User
) -> None:
    email = told()
    remove_member(bolat.memberships.get(), actor=aigerim, at=NOW)

    assert deliver() == 0
    assert state_of(email)[0] == "cancelled"


def test_person_whose_account_is_closed_gets_nothing(sink: Sink, bolat: User) -> None:
    letter(recipient=bolat)
    User.objects.filter(pk=bolat.pk).update(is_active=False)

    assert deliver() == 0


def test_secret_letter_reaches_whoever_it_is_for(sink: Sink, ashyq_orta: Any) -> None:
    letter(organisation=ashyq_orta, is_secret=True)

    assert deliver() == 1


# --- Late ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "when"), [("kk", "20 қараша, 09:00"), ("ru", "20 ноября, 09:00")])
def test_letter_that_leaves_much_later_says_so(
    sink: Sink, later: Callable[..., int], language: str, when: str
) -> None:
    letter(language=language, html="<p>x</p><!--late--><p>y</p>")

    assert later(hours=50) == 1

    (received,) = sink.received
    assert when in received.part("text/plain").splitlines()[0]
    assert re.search(f"<p>x</p><p><strong>.*{when}.*</strong></p><p>y</p>", received.part("text/html"))


def test_letter_that_leaves_the_same_morning_says_nothing(sink: Sink, later: Callable[..., int]) -> None:
    letter(html="<p>x</p><!--late-->")

    later(hours=5)

    assert sink.received[0].part("text/plain").startswith("Ұсыныстарды")
    assert "<strong>" not in sink.received[0].part("text/html")


# --- Leases -------------------------------------------------------------------------------------------------------


def test_letter_taken_by_one_process_is_not_taken_by_another(sink: Sink, later: Callable[..., int]) -> None:
    email = letter()
    lease, taken = delivery.claim(NOW)

    assert lease is not None
    assert taken == [email]
    assert delivery.claim(NOW + timedelta(seconds=59)) == (None, [])
    assert later(seconds=61) == 1


def test_process_that_slept_through_its_lease_sends_nothing_of_it(sink: Sink, clock: Traveller) -> None:
    for _n in range(8):
        letter()
    lease, emails = delivery.claim(NOW)
    assert lease is not None
    clock.shift(timedelta(minutes=2))

    verdicts = list(couriers.Couriers(emails, connections=2, may_send=lease.is_held))

    assert [verdict for verdict in verdicts if verdict is not None] == []
    assert sink.received == []


def test_verdict_of_a_lost_lease_changes_nothing(sink: Sink) -> None:
    email = letter()
    _lease, (mine,) = delivery.claim(NOW)
    _other, (theirs,) = delivery.claim(NOW + timedelta(seconds=61))
    assert theirs == mine

    delivery._note(couriers.Verdict(mine, MailState.FAILED, "550 no"))

    assert state_of(email)[:2] == ("sending", 2)


def test_work_longer_than_the_lease_renews_it(sink: Sink, clock: Traveller) -> None:
    email = letter()
    lease, _emails = delivery.claim(datetime.now(tz=NOW.tzinfo))
    assert lease is not None
    for _step in range(10):
        clock.shift(timedelta(seconds=20))
        lease.renew()

    email.refresh_from_db()
    assert email.lease_until is not None
    assert email.lease_until - datetime.now(tz=NOW.tzinfo) > timedelta(seconds=39)
    assert deliver() == 0


def test_letter_that_kills_every_process_that_takes_it_is_parked_and_shown(
    sink: Sink, clock: Traveller
) -> None:
    email = letter()
    for _death in range(len(delivery.RETRY_MINUTES) + 1):
        delivery.claim(datetime.now(tz=NOW.tzinfo))
        clock.shift(timedelta(seconds=61))

    assert deliver() == 0
    assert state_of(email)[0] == "failed"
    assert email.last_error == "attempts used up"


def test_no_connection_carries_a_letter_before_the_fate_of_its_last_one_is_noted(
    sink: Sink, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_CONNECTIONS = 4
    for _n in range(40):
        letter()

    def fail(_verdict: couriers.Verdict) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(delivery, "_note", fail)
    with pytest.raises(OperationalError):
        deliver()

    assert 1 <= len(sink.received) <= settings.MAIL_CONNECTIONS


# --- Nothing is set up --------------------------------------------------------------------------------------------


def test_without_a_mail_server_letters_become_files(settings: Any, tmp_path: Any) -> None:
    settings.MAIL_TRANSPORT = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    settings.MAIL_FOLDER = tmp_path / "mail"
    emails = [letter(text="Сәлем") for _n in range(3)]

    assert deliver() == 3

    files = sorted(path.name for path in settings.MAIL_FOLDER.iterdir())
    assert files == [f"{email.pk:08d}.eml" for email in emails]
    assert f"To: {emails[0].address}".encode() in (settings.MAIL_FOLDER / files[0]).read_bytes()


def test_folder_that_cannot_be_written_loses_nothing(settings: Any, tmp_path: Any) -> None:
    settings.MAIL_TRANSPORT = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    settings.MAIL_FOLDER = tmp_path / "file" / "mail"
    (tmp_path / "file").write_text("in the way")
    email = letter()

    assert deliver() == 0
    assert state_of(email)[:2] == ("queued", 0)
    assert "NotADirectoryError" in email.last_error or "FileExistsError" in email.last_error


# --- Addresses that take no mail ----------------------------------------------------------------------------------


def refuse(
    sink: Sink, person: User, organisation: Any, answer: str = "550 5.1.1 no such user"
) -> OutgoingEmail:
    email = letter(recipient=person, organisation=organisation, address=person.email)
    sink.answers["RCPT", person.email] = [answer]
    deliver()
    return email


def alarms() -> list[tuple[str, str]]:
    found = Notice.objects.filter(template="address_refused").select_related("recipient")
    return [(notice.recipient.email, notice.facts["address"]) for notice in found.order_by("id")]


def test_coordinators_are_told_once_that_a_members_address_takes_no_mail(
    sink: Sink, ashyq_orta: Any, aigerim: User, bolat: User, dana: User
) -> None:
    refuse(sink, bolat, ashyq_orta)
    refuse(sink, bolat, ashyq_orta)

    assert alarms() == [(aigerim.email, bolat.email)]
    bolat.refresh_from_db()
    assert bolat.mail_refused_at is not None


def test_next_incident_after_a_letter_that_arrived_is_told_again(
    sink: Sink, ashyq_orta: Any, aigerim: User, bolat: User, later: Callable[..., int]
) -> None:
    refuse(sink, bolat, ashyq_orta)
    letter(recipient=bolat, organisation=ashyq_orta, address=bolat.email)
    assert later(minutes=1) == 1
    bolat.refresh_from_db()
    assert bolat.mail_refused_at is None

    later(minutes=1)
    refuse(sink, bolat, ashyq_orta)

    assert len(alarms()) == 2


@pytest.mark.parametrize(
    "answer", ["450 later", "452 4.2.2 full", "550 5.7.1 blocked by policy", "554 5.7.25 no rdns"]
)
def test_refusal_that_is_not_about_the_address_marks_nobody(
    sink: Sink, ashyq_orta: Any, aigerim: User, bolat: User, answer: str
) -> None:
    refuse(sink, bolat, ashyq_orta, answer)

    assert alarms() == []
    bolat.refresh_from_db()
    assert bolat.mail_refused_at is None


def test_coordinator_alone_has_nobody_to_be_told(sink: Sink, ashyq_orta: Any, aigerim: User) -> None:
    refuse(sink, aigerim, ashyq_orta)

    assert alarms() == []


def test_invitation_to_an_address_that_takes_no_mail_fails_and_is_nobodys(
    sink: Sink, ashyq_orta: Any
) -> None:
    email = letter(organisation=ashyq_orta, is_secret=True)
    sink.answers["RCPT", email.address] = ["550 no"]

    deliver()

    assert state_of(email)[0] == "failed"
    assert alarms() == []
