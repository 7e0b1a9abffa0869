"""The files of answers: known by their content, kept beside the event, never served as a page of ours."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from amendments.letter_files import read_letter
from amendments.receipt_files import NoReceipt
from inforequests.clocks import CODES
from inforequests.models import EventFile, RequestEvent
from tests.conftest import ClientOf
from tests.factories import InfoRequestFactory, RequestEventFactory, TimeLimitFactory
from tests.inforequests.conftest import TODAY

PDF = b"%PDF-1.7\n%%EOF"
XLSX = ("[Content_Types].xml", "xl/workbook.xml")


def archive(*names: str, **parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"x")
        for name, body in parts.items():
            file.writestr(name.replace("__", "."), body)
    return out.getvalue()


@pytest.fixture
def answered(aigerim: User) -> RequestEvent:
    for code in CODES:
        TimeLimitFactory(code=code)
    organisation = aigerim.memberships.get().organisation
    row = InfoRequestFactory(organisation=organisation, created_by=aigerim, state="sent")
    RequestEventFactory(info_request=row)
    return RequestEventFactory(info_request=row, kind="answered", outcome="part", on=TODAY)


def add(browser: Client, event: RequestEvent, name: str, body: bytes) -> int:
    address = reverse("inforequests:event-file-add", args=[event.info_request_id, event.pk])
    return browser.post(address, {"file": SimpleUploadedFile(name, body)}).status_code


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (PDF, ".pdf"),
        (archive(*XLSX), ".xlsx"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("content.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
    ],
)
def test_kind_is_what_the_content_says(body: bytes, ending: str) -> None:
    assert read_letter(body).ending == ending


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "other_kind"),
        (b"<svg onload='alert(1)'/>", "other_kind"),
        (b"PK\x03\x04" + b"\0" * 100, "other_kind"),
        (archive("setup.exe"), "other_kind"),
        (archive(*XLSX, "xl/vbaProject.bin"), "macros"),
        (
            archive(
                "content.xml", "Basic/script-lc.xml", mimetype=b"application/vnd.oasis.opendocument.text"
            ),
            "macros",
        ),
        (archive("content.xml", mimetype=b"application/vnd.oasis.opendocument.text" * 99), "other_kind"),
        (archive(*XLSX, *(f"xl/{n}.xml" for n in range(4_100))), "other_kind"),
        (b"PK\x03\x04" + b"\0" * 10_485_760, "too_large"),
    ],
)
def test_what_is_no_letter_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(NoReceipt) as refusal:
        read_letter(body)
    assert refusal.value.code == code


def test_answer_keeps_its_annexes_each_once(
    answered: RequestEvent, aigerim: User, client_of: ClientOf
) -> None:
    her = client_of(aigerim)
    assert [add(her, answered, "жауап.pdf", PDF), add(her, answered, "again.pdf", PDF)] == [302, 302]
    assert add(her, answered, "../../деректер.html", archive(*XLSX)) == 302
    names = list(EventFile.objects.order_by("id").values_list("file_name", flat=True))
    assert names == ["жауап.pdf", "деректер.xlsx"]
    kept = EventFile.objects.get(file_name="деректер.xlsx")
    answer = her.get(reverse("inforequests:event-file", args=[answered.info_request_id, kept.pk]))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"].startswith("attachment")
    assert (
        "деректер.xlsx"
        in her.get(reverse("inforequests:request", args=[answered.info_request_id])).content.decode()
    )


def test_refused_file_says_why_beside_its_event(
    answered: RequestEvent, aigerim: User, client_of: ClientOf
) -> None:
    her = client_of(aigerim)
    address = reverse("inforequests:event-file-add", args=[answered.info_request_id, answered.pk])
    file = SimpleUploadedFile("a.xlsx", archive(*XLSX, "xl/vbaProject.bin"))
    answer = her.post(address, {"file": file})
    assert answer.status_code == 422
    assert "The file holds a program (macros)." in answer.content.decode()
    assert her.post(address, {}).status_code == 422
    assert not EventFile.objects.exists()


def test_file_of_an_event_that_was_taken_back_is_still_ours_alone(
    answered: RequestEvent, aigerim: User, dana: User, client_of: ClientOf
) -> None:
    add(client_of(aigerim), answered, "жауап.pdf", PDF)
    RequestEvent.objects.filter(pk=answered.pk).update(annulled_at=timezone.now())
    kept = EventFile.objects.get()
    address = reverse("inforequests:event-file", args=[answered.info_request_id, kept.pk])
    assert client_of(dana).get(address).status_code == 404
    assert add(client_of(dana), answered, "x.pdf", PDF) == 404
