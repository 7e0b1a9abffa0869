"""Letters are fetched from a real IMAP server, once each; hostile ones end in quarantine and stop nothing."""

import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Organisation, User
from config.mailbox import Account, account_from
from correspondence import delivery
from inforequests import imap
from inforequests.actions import fetching
from inforequests.actions.sending import send_by_email
from inforequests.models import Dispatch, IncomingMail, InfoRequest, Mailbox, RequestEvent
from tests.correspondence.conftest import sink  # noqa: F401 - a fixture
from tests.correspondence.sink import Sink
from tests.factories import InfoRequestFactory
from tests.inforequests import imap_server
from tests.inforequests.conftest import NOW
from tests.inforequests.imap_server import ImapServer
from tests.inforequests.mails import HEAD, PDF, letter, many_parts, nested, zip_bomb
from tests.inforequests.test_sending import issued  # noqa: F401 - a fixture

BIN = "990240001236"
needs_dovecot = pytest.mark.skipif(
    imap_server.DOVECOT is None, reason="Dovecot (dovecot-imapd) is not installed"
)
pytestmark = [pytest.mark.usefixtures("law", "today"), needs_dovecot]


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with TemporaryDirectory(
        dir="/tmp"
    ) as folder:  # pytest's own folders are closed to the user of the mailbox
        Path(folder).chmod(0o711)
        with imap_server.running(Path(folder)) as server:
            yield server


@pytest.fixture
def box(server: ImapServer, ashyq_orta: Organisation) -> ImapServer:
    Organisation.objects.filter(pk=ashyq_orta.pk).update(bin=BIN)
    server.empty()
    return server


@pytest.fixture
def account(box: ImapServer) -> Account:
    return account_from(box.url(BIN))


def fetch(account: Account) -> int:
    return fetching.fetch_mailbox(account, NOW)


def kept() -> list[tuple[str, str]]:
    return list(IncomingMail.objects.order_by("id").values_list("state", "reason"))


def test_letter_goes_out_by_smtp_and_its_answer_comes_in_by_imap(
    box: ImapServer,
    account: Account,
    issued: InfoRequest,  # noqa: F811
    sink: Sink,  # noqa: F811
    aigerim: User,
    her: Client,
) -> None:
    send_by_email(issued, with_word=False, actor=aigerim, at=NOW)
    delivery.deliver_due(NOW)
    (sent,) = sink.received
    box.deliver(letter(subject="Re", In_Reply_To=sent.id, files=(("жауап.pdf", PDF),)))

    assert [fetch(account), fetch(account)] == [1, 0]

    mail = IncomingMail.objects.get()
    assert (mail.state, mail.info_request, mail.matched_by) == ("attached", issued, "reply")
    assert bytes(mail.raw).endswith(b"\n")
    assert not RequestEvent.objects.filter(kind="answered").exists()
    assert b"A letter has come" in her.get(reverse("inforequests:request", args=[issued.pk])).content


def test_number_and_address_find_the_request_and_the_domain_only_suggests(
    box: ImapServer,
    account: Account,
    issued: InfoRequest,  # noqa: F811
) -> None:
    domain = issued.holder.email.rpartition("@")[2]
    box.deliver(
        letter(subject="исх. № 5, на шығ. № 1/2026", sender="a@other.example"),
        letter(subject="Жауап", sender=issued.holder.email.upper()),
        letter(subject="Жауап", sender=f"another@{domain}"),
        letter(subject="Реклама", sender="shop@shop.example"),
        letter(subject="Re", sender=issued.holder.email, Auto_Submitted="auto-replied"),
    )
    assert fetch(account) == 5
    mails = list(IncomingMail.objects.order_by("id"))
    assert [mail.matched_by for mail in mails] == ["number", "address", "", "", ""]
    assert [mail.reason for mail in mails] == ["", "", "nobody", "nobody", "automatic"]
    assert [mail.suggested for mail in mails] == [[], [], [issued.pk], [], [issued.pk]]


def test_two_open_requests_of_one_addressee_are_not_guessed(
    box: ImapServer,
    account: Account,
    issued: InfoRequest,  # noqa: F811
) -> None:
    other = InfoRequestFactory(organisation=issued.organisation, holder=issued.holder, state="sent")
    box.deliver(letter(sender=issued.holder.email))
    assert fetch(account) == 1
    assert kept() == [("waiting", "several")]
    assert sorted(IncomingMail.objects.get().suggested) == [issued.pk, other.pk]


def test_request_of_another_organisation_is_never_found(
    box: ImapServer,
    account: Account,
    issued: InfoRequest,  # noqa: F811
    kok_aspan: Organisation,
) -> None:
    InfoRequest.objects.filter(pk=issued.pk).update(organisation=kok_aspan)
    Dispatch.objects.update(organisation=kok_aspan)
    box.deliver(letter(subject="№ 1/2026", sender=issued.holder.email))
    assert fetch(account) == 1
    assert kept() == [("waiting", "nobody")]
    assert IncomingMail.objects.get().suggested == []


def test_hostile_letters_end_in_quarantine_and_the_next_one_is_read(
    box: ImapServer,
    account: Account,
    issued: InfoRequest,  # noqa: F811
) -> None:
    head = HEAD.replace(b"kense@ministry.example", issued.holder.email.encode())
    box.deliver(
        head + b"Subject: huge 1/2026\r\n\r\n" + b"x" * (imap.MAX_BYTES + 1),
        nested(300),
        many_parts(1_999),
        head + b"Subject: " + b"\xff\x00=?utf-8?b?!!!?=" * 2_000 + b"\r\n\r\nx",
        b"no header at all",
        letter(sender=issued.holder.email, files=(("answer.docx", zip_bomb()),)),
        letter(sender=issued.holder.email, subject="№ 1/2026", files=(("a.pdf", PDF),)),
    )
    assert fetch(account) == 7
    assert [reason for _state, reason in kept()] == [
        *("too_large", "nested", "many_parts", "headers", "headers", "bomb", ""),
    ]
    huge = IncomingMail.objects.order_by("id")[0]
    assert (huge.is_whole, huge.subject) == (False, "huge 1/2026")
    assert len(huge.raw) < 1_000
    assert huge.size > imap.MAX_BYTES
    assert fetch(account) == 0


def test_mailbox_is_left_as_it_was(box: ImapServer, account: Account) -> None:
    box.deliver(letter(), letter(subject="2"))
    before = box.flags()
    assert fetch(account) == 2
    assert [set(flags) - {rb"\Recent"} for flags in box.flags()] == [
        set(flags) - {rb"\Recent"} for flags in before
    ]
    assert all(rb"\Seen" not in flags for flags in box.flags())


@pytest.mark.parametrize("step", ["requests_found", "read_letter", "_step_on"])
def test_worker_that_dies_between_fetching_and_keeping_keeps_it_once(
    box: ImapServer, account: Account, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    box.deliver(letter(subject="1"), letter(subject="2"))

    class Killed(BaseException):
        pass

    def die(*_args: object, **_options: object) -> None:
        raise Killed

    with monkeypatch.context() as deadly:
        deadly.setattr(fetching, step, die)
        with pytest.raises(Killed):
            fetch(account)
    assert fetch(account) == 2
    assert fetch(account) == 0
    assert list(IncomingMail.objects.order_by("id").values_list("subject", flat=True)) == ["1", "2"]


def test_letter_that_kills_its_reader_three_times_is_quarantined_by_its_headers(
    box: ImapServer, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.deliver(letter(subject="deadly"), letter(subject="harmless"))
    real = fetching.read_letter

    def die(raw: bytes) -> object:
        if b"deadly" in raw:
            raise MemoryError
        return real(raw)

    monkeypatch.setattr(fetching, "read_letter", die)
    for _time in range(3):
        with pytest.raises(MemoryError):
            fetch(account)
    assert fetch(account) == 2
    assert [(mail.subject, mail.reason) for mail in IncomingMail.objects.order_by("id")] == [
        ("deadly", "deadly"),
        ("harmless", "nobody"),
    ]


def test_folder_counted_anew_brings_nothing_twice(box: ImapServer, account: Account) -> None:
    box.deliver(letter(subject="1", Message_ID="<1@x.example>"), letter(subject="2"))
    assert fetch(account) == 2
    before = Mailbox.objects.get().uidvalidity
    box.count_anew()
    box.deliver(letter(subject="3"))
    assert fetch(account) == 1
    assert Mailbox.objects.get().uidvalidity != before
    assert IncomingMail.objects.count() == 3


def test_other_letter_under_a_known_identifier_waits_for_a_person(
    box: ImapServer,
    account: Account,
    issued: InfoRequest,  # noqa: F811
) -> None:
    box.deliver(letter(sender=issued.holder.email, Message_ID="<1@x.example>"))
    box.deliver(letter(sender=issued.holder.email, Message_ID="<1@x.example>", text="Another."))
    assert fetch(account) == 2
    assert kept() == [("attached", ""), ("waiting", "same_id")]


def test_wrong_password_and_missing_folder_are_said_in_words_without_the_password(
    box: ImapServer, caplog: pytest.LogCaptureFixture, her: Client, settings: Settings
) -> None:
    settings.INBOX_ACCOUNTS = [account_from(box.url(BIN))]
    with caplog.at_level(logging.DEBUG):
        assert fetch(account_from(box.url(BIN, password="s3cret-wrong"))) == 0
    assert Mailbox.objects.get().failure == "login"
    assert "s3cret-wrong" not in caplog.text
    assert "s3cret-wrong" not in repr(account_from(box.url(BIN, password="s3cret-wrong")))
    shown = her.get(reverse("inforequests:quarantine")).content.decode()
    assert "does not take the name or the password" in shown
    assert "does not take the name" in her.get(reverse("monitoring:health")).content.decode()
    assert fetch(account_from(box.url(BIN))) == 0
    assert Mailbox.objects.get().failure == ""
    assert fetch(account_from(box.url(BIN, folder="Nowhere"))) == 0
    assert Mailbox.objects.get(key__endswith="Nowhere").failure == "folder"


def test_server_that_hangs_or_is_gone_is_said(
    box: ImapServer, ashyq_orta: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "READ_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        account = account_from(f"imap://u:p@127.0.0.1:{port}/INBOX?organisation={BIN}")
        assert fetch(account) == 0
        assert Mailbox.objects.get().failure == "unreachable"
    Mailbox.objects.update(failure="")
    assert fetch(account) == 0
    assert Mailbox.objects.get().failure == "unreachable"


def test_server_that_talks_nonsense_is_said(box: ImapServer, ashyq_orta: Organisation) -> None:
    def talk(server: socket.socket) -> None:
        connection, _address = server.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=talk, args=(server,))
        thread.start()
        assert (
            fetch(account_from(f"imap://u:p@127.0.0.1:{server.getsockname()[1]}/INBOX?organisation={BIN}"))
            == 0
        )
        thread.join()
    assert Mailbox.objects.get().failure in ("unreachable", "protocol")


def test_one_mailbox_that_fails_does_not_stop_the_other(box: ImapServer, settings: object) -> None:
    box.deliver(letter())
    settings.INBOX_ACCOUNTS = [  # type: ignore[attr-defined]
        account_from(f"imap://u:p@127.0.0.1:1/INBOX?organisation={BIN}"),
        account_from(box.url("000000000000")),
        account_from(box.url(BIN)),
    ]
    assert fetching.fetch_all(NOW) == 1
