"""I8, as far as an upload of saved pages goes: what is not a page of the portal is refused with the reason, or inert."""

import gzip
import html
import io
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ActivityEntry, User
from projects.models import DraftAct, Snapshot
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).parents[1] / "projects" / "fixtures"
LIST = (FIXTURES / "list_kk.html").read_bytes()
SECONDS = 5


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.html", content)
    return file.getvalue()


NOT_A_PAGE = "This is not a saved web page."
NOT_OF_THE_PORTAL = "This is neither a list of drafts nor a draft's page of the portal."
REFUSED = {
    "a program": (b"MZ\x90\x00" + bytes(range(256)) * 400, NOT_A_PAGE),
    "a program for Linux": (b"\x7fELF" + bytes(range(256)) * 400, NOT_A_PAGE),
    "a zip": (zipped(LIST), NOT_A_PAGE),
    "a page packed by gzip": (gzip.compress(LIST), NOT_A_PAGE),
    "a bomb of gzip": (gzip.compress(b"<html>" + b" " * 50_000_000), NOT_A_PAGE),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 400, NOT_A_PAGE),
    "a picture with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        ".",
    ),
    "nothing": (b"", "The file is empty."),
    "six megabytes": (LIST + b" " * 6_000_000, "is larger than 5 MB"),
    "a page of something else": (
        b"<!doctype html><html><body><h1>Hello</h1></body></html>" * 20,
        NOT_OF_THE_PORTAL,
    ),
    "five megabytes of brackets": (b"<html>" + b"<" * 4_900_000, "."),
    "a deep nest": (b"<html><body>" + b"<div>" * 900_000, "."),
    "a web archive": (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
        ".",
    ),
    "only NUL": (b"\0" * 100_000, "."),
}


@pytest.fixture
def hers(aigerim: User, client_of: ClientOf) -> Client:
    call_command("load_reference", verbosity=0)
    return client_of(aigerim)


def upload(browser: Client, *files: tuple[str, bytes]) -> HttpResponse:
    pages = [SimpleUploadedFile(name, body, "text/html") for name, body in files]
    return browser.post(reverse("projects:draft-upload"), {"pages": pages})


def nothing_came_of_it() -> bool:
    return (
        not DraftAct.objects.exists() and not Snapshot.objects.exists() and not ActivityEntry.objects.exists()
    )


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_a_page_is_refused_with_the_reason(hers: Client, what: str) -> None:
    body, reason = REFUSED[what]
    began = time.monotonic()
    answer = upload(hers, ("list.html", body))
    seconds = time.monotonic() - began
    assert answer.status_code == 422
    assert reason in html.unescape(answer.content.decode())
    assert nothing_came_of_it()
    assert seconds < SECONDS, seconds


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "windows-1251"])
def test_page_in_another_encoding_is_read_right_or_refused(hers: Client, encoding: str) -> None:
    """Kazakh letters are kept as they are or the page is refused; cp1251 has no Kazakh letters to keep."""
    upload(hers, ("list.html", LIST))
    right = set(DraftAct.objects.values_list("portal_id", "title_kk"))
    DraftAct.objects.all().delete()
    answer = upload(hers, ("list.html", LIST.decode().encode(encoding, "xmlcharrefreplace")))
    found = set(DraftAct.objects.values_list("portal_id", "title_kk"))
    print(f"I8 a page in {encoding}: {answer.status_code}, {len(found)} of {len(right)} drafts")
    assert (answer.status_code, found) in [(200, right), (422, set())]


def test_one_bad_file_among_twenty_stores_nothing(hers: Client) -> None:
    answer = upload(
        hers, *[(f"list-{number}.html", LIST) for number in range(19)], ("program.html", b"MZ" * 1000)
    )
    assert answer.status_code == 422
    assert "program.html" in answer.content.decode()
    assert nothing_came_of_it()


def test_twenty_files_are_taken_and_twenty_one_are_not(hers: Client) -> None:
    files = [(f"list-{number}.html", LIST) for number in range(21)]
    assert "Choose at most 20 files at once." in upload(hers, *files).content.decode()
    assert nothing_came_of_it()
    assert upload(hers, *files[:20]).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../../../etc/passwd.html",
            "..\\..\\boot.html",
            "/etc/passwd",
            ".htaccess",
            "-rf.html",
            "a\r\nBcc: x@y.z.html",
        ),
        *(
            "<script>alert(1)</script>.html",
            "%s%(name)s.html",
            "ә" * 300 + ".html",
            "\u202elmth.exe",
            "a\0b.html",
        ),
    ],
)
def test_name_of_a_file_does_no_harm(hers: Client, settings: Settings, name: str) -> None:
    before = set(Path(settings.VAR_DIR).rglob("*"))
    taken, refused = upload(hers, (name, LIST)), upload(hers, (name, b"MZ" * 1000))
    assert (taken.status_code in (200, 400, 422), refused.status_code in (400, 422)) == (True, True)
    for answer in (taken, refused):
        assert "<script>alert" not in answer.content.decode()
        assert not any("\n" in value or "\r" in value for value in answer.headers.values())
    assert set(Path(settings.VAR_DIR).rglob("*")) == before


def test_body_larger_than_any_form_takes_is_not_read(
    hers: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    answer = upload(hers, ("list.html", LIST + b" " * 2_000_000))
    assert answer.status_code == 400
    assert "there were too many files" in answer.content.decode()
    assert nothing_came_of_it()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=pages\r\n\r\ncut"),
        ("multipart/form-data; boundary=x", b"--x\r\n" * 10_000),
        ("multipart/form-data; boundary=" + "x" * 5_000, b""),
        ("application/x-www-form-urlencoded", b"pages=list.html"),
        ("application/x-www-form-urlencoded", "&".join(f"a{number}=1" for number in range(2_000)).encode()),
        ("application/json", b"{"),
        ("text/html; charset=utf-7", LIST),
    ],
)
def test_damaged_body_is_refused(hers: Client, content_type: str, body: bytes) -> None:
    hers.raise_request_exception = False
    answer = hers.post(reverse("projects:draft-upload"), data=body, content_type=content_type)
    assert answer.status_code in (400, 422)
    assert nothing_came_of_it()
