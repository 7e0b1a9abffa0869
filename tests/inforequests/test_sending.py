"""An issued request leaves by e-mail with its letter, once; that it was sent is recorded when the server took it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from correspondence import delivery
from correspondence.actions import cancel_email, queue_email
from correspondence.models import IssuedFile, OutgoingEmail
from inforequests.actions.base import WrongState
from inforequests.actions.events import Happening, annul_event, record_event
from inforequests.actions.issuing import issue_request
from inforequests.actions.sending import record_sent, send_by_email
from inforequests.models import Dispatch, InfoRequest, RequestEvent
from inforequests.states import EventKind
from tests.conftest import ClientOf
from tests.correspondence.conftest import sink  # noqa: F401 - a fixture
from tests.correspondence.sink import TAKE_AND_DROP, Sink
from tests.inforequests.conftest import NOW, TODAY
from tests.inforequests.test_followup import again, make_letters

pytestmark = pytest.mark.usefixtures("law", "today")


@pytest.fixture
def issued(draft: InfoRequest, aigerim: User) -> InfoRequest:
    issue_request(draft, seen=0, path=f"/requests/{draft.pk}/", actor=aigerim, at=NOW)
    make_letters()
    return again(draft)


def deliver() -> int:
    """What the two loops of the worker do."""
    delivery.deliver_due(timezone.now())
    return record_sent(timezone.now())


def page(row: InfoRequest, name: str = "request") -> str:
    return reverse(f"inforequests:{name}", args=[row.pk])


def test_one_click_sends_the_letter_once_and_then_records_it(
    her: Client,
    issued: InfoRequest,
    sink: Sink,  # noqa: F811
) -> None:
    assert her.post(page(issued, "request-send"), {"with_word": "on"}).status_code == 302
    assert her.post(page(issued, "request-send")).status_code == 302
    assert not RequestEvent.objects.exists()
    assert "the sending is recorded" in her.get(page(issued)).content.decode()

    assert [deliver(), deliver()] == [1, 0]

    (received,) = sink.received
    message = received.message
    assert received.recipients == (issued.holder.email,)
    assert (message["Reply-To"], message["Auto-Submitted"]) == (issued.organisation.email, "no")
    assert issued.organisation.name_kk in str(message["From"])
    assert "№ 1/2026" in str(message["Subject"])
    files = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    assert [part.get_filename() for part in files] == ["2026-0001.pdf", "2026-0001.docx"]
    stored = IssuedFile.objects.order_by("-kind").values_list("body", flat=True)
    assert [part.get_payload(decode=True) for part in files] == [bytes(body) for body in stored]
    event = RequestEvent.objects.get()
    assert (event.kind, event.on, event.channel) == ("sent", TODAY, "email")
    assert event.document == issued.order.issued
    assert event.dispatch.email.message_id == received.id
    assert again(issued).state == "sent"
    shown = her.get(page(issued)).content.decode()
    assert issued.holder.email in shown
    assert "250 taken" in shown
    assert (
        "2026-0001.docx"
        in her.get(reverse("correspondence:letter", args=[event.dispatch.email_id])).content.decode()
    )
    assert her.post(page(issued, "request-send")).status_code == 302
    assert OutgoingEmail.objects.count() == 1


def test_refused_address_is_said_and_mended(
    her: Client,
    issued: InfoRequest,
    sink: Sink,  # noqa: F811
) -> None:
    sink.answers[("RCPT", issued.holder.email)] = ["550 5.1.1 no such user"]
    her.post(page(issued, "request-send"))
    assert deliver() == 0
    shown = her.get(page(issued)).content.decode()
    assert "there is no such address" in shown
    assert "Nothing was sent." in shown
    assert not RequestEvent.objects.exists()

    issued.holder.email = "kense@example.kz"
    issued.holder.save()
    her.post(page(issued, "request-send"))
    assert deliver() == 1
    assert [one.recipients for one in sink.received] == [("kense@example.kz",)]
    assert RequestEvent.objects.get().kind == "sent"


def test_same_address_is_tried_again_with_the_same_message_id(
    aigerim: User,
    issued: InfoRequest,
    sink: Sink,  # noqa: F811
) -> None:
    sink.answers[("DATA", issued.holder.email)] = ["554 5.7.1 spam"]
    row = send_by_email(issued, with_word=False, actor=aigerim, at=NOW)
    deliver()
    assert send_by_email(issued, with_word=False, actor=aigerim, at=timezone.now()) == row
    assert deliver() == 1
    assert [one.id for one in sink.received] == [row.email.message_id]


def test_server_that_breaks_off_after_taking_it_records_nothing_before_its_word(
    aigerim: User,
    issued: InfoRequest,
    sink: Sink,  # noqa: F811
) -> None:
    sink.answers[("DATA", issued.holder.email)] = [TAKE_AND_DROP]
    send_by_email(issued, with_word=False, actor=aigerim, at=NOW)
    assert deliver() == 0
    assert not RequestEvent.objects.exists()


def test_sending_recorded_by_hand_meanwhile_is_not_recorded_twice(
    aigerim: User,
    issued: InfoRequest,
    sink: Sink,  # noqa: F811
) -> None:
    row = send_by_email(issued, with_word=False, actor=aigerim, at=NOW)
    by_hand = Happening(EventKind.SENT, TODAY, channel="otinish")
    event = record_event(again(issued), by_hand, actor=aigerim, at=NOW)
    assert deliver() == 1
    row.refresh_from_db()
    assert (row.event, row.settled_at is not None) == (None, True)
    annul_event(event, actor=aigerim, at=NOW)
    assert send_by_email(again(issued), with_word=False, actor=aigerim, at=NOW) != row


def test_what_cannot_be_sent_says_why(draft: InfoRequest, aigerim: User, her: Client) -> None:
    with pytest.raises(WrongState):
        send_by_email(draft, with_word=False, actor=aigerim, at=NOW)
    issue_request(draft, seen=0, path=f"/requests/{draft.pk}/", actor=aigerim, at=NOW)
    row = again(draft)
    with pytest.raises(ValidationError, match="still being made"):
        send_by_email(row, with_word=False, actor=aigerim, at=NOW)
    assert "it can be sent when it is ready" in her.get(page(row)).content.decode()
    make_letters()
    row.holder.email = ""
    row.holder.save()
    with pytest.raises(ValidationError, match="address is missing"):
        send_by_email(row, with_word=False, actor=aigerim, at=NOW)
    assert "has no e-mail of this addressee" in her.get(page(row)).content.decode()


def test_letter_taken_out_of_the_outbox_may_be_sent_after_all(aigerim: User, issued: InfoRequest) -> None:
    row = send_by_email(issued, with_word=False, actor=aigerim, at=NOW)
    cancel_email(row.email, actor=aigerim, at=NOW)
    assert send_by_email(issued, with_word=False, actor=aigerim, at=NOW).email.state == "queued"
    row.refresh_from_db()
    row.email.state = "cancelled"
    row.email.save()
    other = send_by_email(issued, with_word=True, actor=aigerim, at=NOW)
    assert (other != row, other.email.attachments.count()) == (True, 2)


def test_others_send_nothing_of_ours(
    issued: InfoRequest, dana: User, bolat: User, client_of: ClientOf
) -> None:
    assert client_of(dana).post(page(issued, "request-send")).status_code == 404
    assert client_of(bolat).post(page(issued, "request-send")).status_code == 403
    assert not Dispatch.objects.exists()


def test_files_beyond_what_servers_take_are_refused(issued: InfoRequest) -> None:
    file = IssuedFile.objects.first()
    assert file is not None
    file.size = 11 * 1024 * 1024
    with pytest.raises(ValidationError, match="10 MB"):
        queue_email(key="x", address="a@example.kz", subject="s", text="t", at=NOW, attached=[file])
    assert not OutgoingEmail.objects.exists()


def test_heavy_letters_are_taken_a_few_at_a_time(
    issued: InfoRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = list(IssuedFile.objects.all())
    for number in range(3):
        queue_email(key=f"x{number}", address="a@example.kz", subject="s", text="t", at=NOW, attached=files)
    monkeypatch.setattr(delivery, "MOST_BYTES", 2 * sum(file.size for file in files))
    sizes = [len(delivery.claim(timezone.now())[1]) for _turn in range(3)]
    assert sizes == [2, 1, 0]
