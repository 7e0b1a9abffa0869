"""A letter is read in plain text; what a program should not trust is told, and nothing makes the reader fall."""

import random
import time

import pytest

from inforequests.incoming import Nature, Trouble, read_letter
from inforequests.incoming.reading import MAX_BYTES, MAX_TEXT
from tests.inforequests.mails import HEAD, PDF, letter, many_parts, nested, zip_bomb

pytestmark = pytest.mark.any_engine


def test_letter_of_a_body_is_read_whole() -> None:
    read = read_letter(
        letter(
            subject="Исх. № 77 на № 12/2026",
            files=(("жауап.pdf", PDF),),
            Message_ID="<1@ministry.example>",
            In_Reply_To="<ours@ashyq.example>",
            References="<first@x.example> <ours@ashyq.example>",
        )
    )
    assert (read.sender_name, read.sender) == ("Кеңсе", "kense@ministry.example")
    assert (read.subject, read.message_id) == ("Исх. № 77 на № 12/2026", "<1@ministry.example>")
    assert read.references == ("<ours@ashyq.example>", "<first@x.example>")
    assert read.text == "Жауап тіркелген."
    assert [(file.name, file.body, file.refusal) for file in read.files] == [("жауап.pdf", PDF, "")]
    assert (read.nature, read.trouble) == (Nature.PERSON, None)
    assert read.written_at is not None


@pytest.mark.parametrize(
    ("raw", "trouble"),
    [
        (nested(13), Trouble.NESTED),
        (nested(5_000), Trouble.NESTED),
        (many_parts(101), Trouble.TOO_MANY_PARTS),
        (many_parts(200_000), Trouble.TOO_MANY_PARTS),
        (HEAD + b"Subject: x\r\n\r\n" + b"x" * MAX_BYTES, Trouble.TOO_LARGE),
        (HEAD + b"Subject: " + b"x" * 70_000 + b"\r\n\r\nx", Trouble.HEADERS),
        (HEAD + b"Subject: " + b"x" * 20_000 + b"\r\n\r\nx", Trouble.HEADERS),
        (b"Subject: nobody\r\n\r\nx", Trouble.HEADERS),
        (b"From: a@b.example\r\nFrom: c@d.example\r\n\r\nx", Trouble.HEADERS),
        (b"From: \xff\xfe<<<@@>\r\n\r\nx", Trouble.HEADERS),
        (b"", Trouble.HEADERS),
        (letter(files=(("answer.zip", zip_bomb()),)), Trouble.BOMB),
        (letter(files=(("answer.pdf", zip_bomb()),)), Trouble.BOMB),
        (letter(files=(("answer.pdf", b"MZ\x90program"),)), Trouble.FILE),
        (letter(files=(("page.svg", b"<svg onload='alert(1)'/>"),)), Trouble.FILE),
    ],
    ids=lambda value: value.value if isinstance(value, Trouble) else "",
)
def test_hostile_letter_is_told_by_its_trouble_at_once(raw: bytes, trouble: Trouble) -> None:
    began = time.process_time()
    assert read_letter(raw).trouble == trouble
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("raw", "nature"),
    [
        (letter(Auto_Submitted="auto-replied"), Nature.AUTOMATIC),
        (letter(Auto_Submitted="no"), Nature.PERSON),
        (letter(Precedence="bulk"), Nature.AUTOMATIC),
        (letter(X_Autoreply="yes"), Nature.AUTOMATIC),
        (letter(sender="MAILER-DAEMON@mx.example"), Nature.REPORT),
        (letter(Return_Path="<>"), Nature.REPORT),
        (
            HEAD + b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b--\r\n",
            Nature.REPORT,
        ),
    ],
)
def test_what_no_person_wrote_is_told_apart(raw: bytes, nature: Nature) -> None:
    assert read_letter(raw).nature == nature


def test_html_becomes_words_and_names_lose_what_is_no_text() -> None:
    raw = (
        HEAD
        + b"Subject: =?utf-8?b?0JbQsNGD0LDQvw==?= =?utf-8?q?=E2=80=AEfdp?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<script>steal()</script><p>Hello <b>you</b></p>\r\n"
        b'--b\r\nContent-Disposition: attachment; filename="..\\..\\a\x07/etc/x.pdf"\r\n\r\n'
        + PDF
        + b"\r\n--b--\r\n"
    )
    read = read_letter(raw)
    assert read.subject == "Жауапfdp"
    assert read.text == "Hello you"
    assert [file.name for file in read.files] == ["x.pdf"]


@pytest.mark.parametrize("charset", ["", "; charset=nonsense", "; charset=us-ascii", "; charset=utf-7-x"])
def test_text_without_a_charset_is_read_as_offices_write_it(charset: str) -> None:
    head = HEAD + f"Content-Type: text/plain{charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    assert read_letter(head + "Ответ".encode("cp1251")).text == "Ответ"
    assert read_letter(head + "Жауап әріп".encode()).text == "Жауап әріп"


def test_raw_cyrillic_in_the_headers_is_read() -> None:
    read = read_letter("From: a@b.example\r\nSubject: Жауап № 1/2026\r\n\r\nx".encode())
    assert read.subject == "Жауап № 1/2026"
    assert (
        read_letter(b"From: a@b.example\r\nSubject: " + "Ответ".encode("cp1251") + b"\r\n\r\nx").subject
        == "Ответ"
    )


def test_pictures_of_a_signature_do_not_make_a_letter_suspicious() -> None:
    raw = (
        HEAD
        + b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
        b"--b\r\nContent-Type: image/gif\r\nContent-ID: <logo>\r\n\r\nGIF89a\r\n--b--\r\n"
    )
    assert (read_letter(raw).trouble, read_letter(raw).files) == (None, ())


def test_text_is_bounded() -> None:
    assert len(read_letter(letter(text="a" * 500_000)).text) <= MAX_TEXT


def test_a_thousand_damaged_letters_never_make_the_reader_fall() -> None:
    """Real letters with bytes changed, cut out and doubled; the same thousand each time."""
    chance = random.Random(7)  # noqa: S311
    sources = [
        letter(files=(("a.pdf", PDF),), Message_ID="<1@x>"),
        nested(5),
        many_parts(9),
        letter(Return_Path="<>"),
    ]
    for _turn in range(1_000):
        raw = bytearray(chance.choice(sources))
        for _change in range(chance.randint(1, 12)):
            at = chance.randrange(len(raw))
            kind = chance.randrange(3)
            if kind == 0:
                raw[at] = chance.randrange(256)
            elif kind == 1:
                del raw[at : at + chance.randint(1, 40)]
            else:
                raw[at:at] = raw[at : at + chance.randint(1, 40)]
        read = read_letter(bytes(raw))
        assert "\0" not in read.subject + read.text + read.sender_name
        (read.subject + read.text + read.sender_name + read.sender + read.message_id).encode()
