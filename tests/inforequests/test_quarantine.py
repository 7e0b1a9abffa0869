"""What could not be matched waits where those who work on requests see it, and nobody else; a person confirms every answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Organisation, User
from config.mailbox import account_from
from inforequests.actions import fetching
from inforequests.actions.events import annul_event
from inforequests.models import EventFile, IncomingMail, InfoRequest, RequestEvent
from tests.conftest import ClientOf
from tests.factories import IncomingMailFactory, InfoRequestFactory, MailboxFactory, RequestEventFactory
from tests.inforequests.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("law", "today")


@pytest.fixture
def mail(ashyq_orta: Organisation) -> IncomingMail:
    return IncomingMailFactory(organisation=ashyq_orta)


@pytest.fixture
def sent(ashyq_orta: Organisation) -> InfoRequest:
    row = InfoRequestFactory(organisation=ashyq_orta, state="sent", ordered_on=TODAY - timedelta(days=5))
    for kind in ("sent", "registered"):
        RequestEventFactory(info_request=row, kind=kind, on=TODAY - timedelta(days=4))
    return row


def at(mail: IncomingMail, step: str = "") -> str:
    return reverse(f"inforequests:incoming{step}", args=[mail.pk])


def fresh(mail: IncomingMail) -> IncomingMail:
    return IncomingMail.objects.get(pk=mail.pk)


def test_list_says_who_wrote_what_when_and_why_it_waits(her: Client, mail: IncomingMail) -> None:
    shown = her.get(reverse("inforequests:quarantine")).content.decode()
    for word in (mail.subject, mail.sender, "жауап.pdf", "names no open request", "bytes"):
        assert word in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_three_letters_as_for_one(
    her: Client, ashyq_orta: Organisation, django_assert_num_queries: object, rows: int
) -> None:
    IncomingMailFactory.create_batch(rows, organisation=ashyq_orta)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):  # type: ignore[operator]
        assert her.get(reverse("inforequests:quarantine")).status_code == 200


QUERIES_OF_THE_LIST = 5


@pytest.mark.parametrize("step", ["", "-original"])
def test_strangers_find_nothing_and_observers_may_not_look(
    mail: IncomingMail, client_of: ClientOf, dana: User, bolat: User, step: str
) -> None:
    assert client_of(dana).get(at(mail, step)).status_code == 404
    assert client_of(bolat).get(at(mail, step)).status_code == 403
    assert mail.subject not in client_of(dana).get(reverse("inforequests:quarantine")).content.decode()


def test_letter_is_attached_by_number_or_subject_and_comes_back_by_undo(
    her: Client, mail: IncomingMail, sent: InfoRequest
) -> None:
    assert sent.subject in her.get(at(mail), {"q": "тарифтері"}).content.decode()
    assert sent.subject not in her.get(at(mail), {"q": "№77/2026"}).content.decode()
    answer = her.post(at(mail, "-attach"), {"info_request": sent.pk})
    assert answer.headers["Location"] == reverse("inforequests:request", args=[sent.pk])
    assert mail.subject in her.get(answer.headers["Location"]).content.decode()
    her.post(at(mail, "-return"))
    assert (fresh(mail).state, fresh(mail).info_request) == ("waiting", None)


def test_letter_is_never_attached_to_a_request_of_strangers(
    her: Client, mail: IncomingMail, kok_aspan: Organisation
) -> None:
    theirs = InfoRequestFactory(organisation=kok_aspan, state="sent", ordered_on=TODAY)
    assert her.post(at(mail, "-attach"), {"info_request": theirs.pk}).status_code == 404
    assert her.post(at(mail, "-attach"), {"info_request": "x"}).status_code == 404
    assert fresh(mail).state == "waiting"


def test_no_answer_is_recorded_before_a_person_says_so_and_then_with_its_files(
    her: Client, mail: IncomingMail, sent: InfoRequest, aigerim: User
) -> None:
    her.post(at(mail, "-attach"), {"info_request": sent.pk})
    assert not RequestEvent.objects.filter(kind="answered").exists()
    record = reverse("inforequests:event-record", args=[sent.pk, "answered"]) + f"?mail={mail.pk}"
    assert mail.subject in her.get(record).content.decode()
    answer = her.post(record, {"on": f"{TODAY:%Y-%m-%d}", "completeness": "full"})
    assert answer.status_code == 302, answer.content.decode()
    event = RequestEvent.objects.get(kind="answered")
    assert fresh(mail).event == event
    file = EventFile.objects.get()
    assert (file.event, file.file_name, file.content_type) == (event, "a.pdf", "application/pdf")
    page = reverse("inforequests:request", args=[sent.pk])
    assert "A letter has come" not in her.get(page).content.decode()
    her.post(at(mail, "-return"))
    assert fresh(mail).state == "attached"

    annul_event(event, actor=aigerim, at=NOW)
    assert "A letter has come" in her.get(page).content.decode()


def test_letter_of_another_request_records_nothing(
    her: Client, mail: IncomingMail, sent: InfoRequest
) -> None:
    record = reverse("inforequests:event-record", args=[sent.pk, "answered"]) + f"?mail={mail.pk}"
    assert her.post(record, {"on": f"{TODAY:%Y-%m-%d}", "completeness": "full"}).status_code == 404
    assert not RequestEvent.objects.filter(kind="answered").exists()


def test_their_letter_is_never_a_step_of_ours(her: Client, mail: IncomingMail, sent: InfoRequest) -> None:
    RequestEventFactory(info_request=sent, kind="answered", outcome="part", on=TODAY, channel="")
    her.post(at(mail, "-attach"), {"info_request": sent.pk})
    shown = her.get(reverse("inforequests:request", args=[sent.pk])).content.decode()
    assert f"/events/answered/?mail={mail.pk}" in shown
    assert f"/events/complained/?mail={mail.pk}" not in shown
    ours = reverse("inforequests:event-record", args=[sent.pk, "complained"]) + f"?mail={mail.pk}"
    assert her.get(ours).status_code == 404


def test_what_is_no_answer_leaves_comes_back_and_is_forgotten_after_a_month(
    her: Client, mail: IncomingMail
) -> None:
    her.post(at(mail, "-dismiss"))
    assert mail.subject not in her.get(reverse("inforequests:quarantine")).content.decode()
    her.post(at(mail, "-return"))
    assert fresh(mail).state == "waiting"
    her.post(at(mail, "-dismiss"))
    fetching.fetch_all(NOW + timedelta(days=29))
    assert fresh(mail).text
    fetching.fetch_all(NOW + timedelta(days=31))
    gone = fresh(mail)
    assert (bytes(gone.raw), gone.text, gone.sender, gone.subject, gone.files) == (b"", "", "", "", [])
    assert her.get(at(mail, "-original")).status_code == 404
    assert her.get(at(mail)).status_code == 200


def test_html_of_a_letter_stays_letters(her: Client, ashyq_orta: Organisation) -> None:
    evil = IncomingMailFactory(
        organisation=ashyq_orta,
        subject="<script>a()</script>",
        text="<img src=x onerror=b()>",
        sender_name="<b>",
    )
    for url in (at(evil), reverse("inforequests:quarantine")):
        shown = her.get(url).content.decode()
        assert "<script>a()" not in shown
        assert "<img src=x" not in shown


def test_original_and_file_are_saved_and_never_shown(her: Client, mail: IncomingMail) -> None:
    original = her.get(at(mail, "-original"))
    assert original.content == bytes(mail.raw)
    assert original.headers["Content-Disposition"] == f'attachment; filename="letter-{mail.pk}.eml"'
    assert original.headers["Content-Type"] == "application/octet-stream"
    file = her.get(reverse("inforequests:incoming-file", args=[mail.pk, 1]))
    assert (file.content[:4], file.headers["Content-Type"]) == (b"%PDF", "application/pdf")
    assert her.get(reverse("inforequests:incoming-file", args=[mail.pk, 0])).status_code == 404


def test_mailbox_that_cannot_be_read_is_said(
    her: Client, ashyq_orta: Organisation, settings: Settings
) -> None:
    settings.INBOX_ACCOUNTS = [account_from("imaps://a:b@mail.example.kz/INBOX?organisation=180440012340")]
    MailboxFactory(organisation=ashyq_orta, failure="unreachable", failed_at=NOW)
    assert "does not answer" in her.get(reverse("inforequests:quarantine")).content.decode()
    assert "does not answer" in her.get(reverse("monitoring:health")).content.decode()
