"""The participant pack: what comes in, what is made, what strangers get, and that nothing changes once it has begun."""

import io
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ActivityEntry, Organisation, User
from correspondence import issuing, scanning
from hearings import queries
from hearings.actions import archives, pack
from hearings.models import Hearing, PackArchive, PackFile, PackItem
from hearings.pack import missing
from hearings.states import PackKind
from tests.clamd import clamd
from tests.conftest import ClientOf
from tests.factories import HearingFactory
from tests.factories.amendments import AmendmentRowFactory
from tests.hearings.conftest import NOW
from tests.moments import almaty

BEGINS = almaty("08.10.2026 15:00")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    return HearingFactory(
        organisation=ashyq_orta,
        starts_at=BEGINS,
        moderator=aigerim,
        state="announced",
        announced_at=NOW,
        notice=1,
    )


@pytest.fixture
def her(client_of: ClientOf, aigerim: User) -> Client:
    return client_of(aigerim)


@pytest.fixture
def visitor(client_of: ClientOf) -> Client:
    return client_of(None, language="kk")


def pdf(mark: bytes = b"") -> bytes:
    return PDF.replace(b"1 0 obj", b"1 0 obj %" + mark)


def bring(her: Client, hearing: Hearing, kind: str = "explanatory_note", **files: Any) -> Any:
    bodies = files or {"file_kk": ("жазба.pdf", pdf(b"kk")), "file_ru": ("записка.pdf", pdf(b"ru"))}
    came = {name: SimpleUploadedFile(called, body) for name, (called, body) in bodies.items()}
    return her.post(reverse("hearings:pack-bring", args=[hearing.pk, kind]), came)


def packed(archive: PackArchive) -> zipfile.ZipFile:
    with archive.file.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


# --- What comes in ------------------------------------------------------------------------------------------------


def test_files_come_in_and_completeness_is_named_for_each_language(
    her: Client, visitor: Client, hearing: Hearing
) -> None:
    PackItem.objects.create(
        hearing=hearing,
        organisation=hearing.organisation,
        kind="draft",
        address_kk="https://example.kz/kk",
        address_ru="https://example.kz/ru",
    )
    assert bring(her, hearing).status_code == 302
    found = missing(queries.whole_pack(hearing))
    assert [len(labels) for labels in found.values()] == [4, 4]
    page = her.get(hearing.path).content.decode()
    assert "The comparative table" in page
    assert "The explanatory note" not in page.split('id="pack"')[1].split("</section>")[0]
    seen = visitor.get(f"{hearing.public_path}pack/").content.decode()
    assert "https://example.kz/kk" in seen
    answer = visitor.get(f"{hearing.public_path}pack/explanatory_note/kk/")
    assert answer.content == pdf(b"kk")
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"MZ\x90\x00 program"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.pdf", b"%PDF-1.4 cut short"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.pdf", PDF + b"0" * (10 * 1024 * 1024) + b"%%EOF"),
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(
    her: Client, hearing: Hearing, name: str, body: bytes
) -> None:
    answer = bring(her, hearing, file_kk=(name, body), file_ru=("b.pdf", PDF))
    assert answer.status_code == 422
    assert not PackFile.objects.exists()


def test_hostile_name_becomes_a_plain_one(her: Client, hearing: Hearing) -> None:
    name = "..\\..\\x\r\nSet-Cookie: a=b\u202e<script>" + "ә" * 300 + ".exe"
    bring(her, hearing, file_kk=(name, pdf(b"kk")), file_ru=("b.pdf", PDF))
    kept = PackFile.objects.get(language="kk")
    assert len(kept.file_name) <= 150
    assert kept.file_name.endswith(".pdf")
    assert not set("\r\n\u202e/\\") & set(kept.file_name)
    assert ".." not in kept.file.name


def test_announced_pack_takes_no_material_in_one_language(her: Client, hearing: Hearing) -> None:
    answer = bring(her, hearing, file_kk=("a.pdf", PDF))
    assert answer.status_code == 422
    assert "not in Russian yet" in answer.content.decode()
    assert not PackFile.objects.exists()
    Hearing.objects.update(state="planned", announced_at=None)
    assert bring(her, hearing, file_kk=("a.pdf", PDF)).status_code == 302


def test_replaced_file_leaves_nothing_on_disk(
    her: Client, hearing: Hearing, django_capture_on_commit_callbacks: Any
) -> None:
    bring(her, hearing)
    old = [Path(row.file.path) for row in PackFile.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        bring(her, hearing)
    assert [path.exists() for path in old] == [False, False]
    assert all(Path(row.file.path).exists() for row in PackFile.objects.all())


def test_pack_has_a_weight_that_a_phone_can_load(
    her: Client, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "MOST_BYTES", 100)
    assert bring(her, hearing).status_code == 422
    assert not PackFile.objects.exists()


# --- What is made -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_form_and_table_are_made_in_one_click_and_go_into_the_archive(
    her: Client, visitor: Client, hearing: Hearing
) -> None:
    row = AmendmentRowFactory(
        table__organisation=hearing.organisation, table__state="approved", table__approved_at=NOW
    )
    Hearing.objects.update(dossier=row.table.dossier)
    for kind in ("proposal_form", "comparative_table"):
        her.post(reverse("hearings:pack-make", args=[hearing.pk, kind]))
    assert PackFile.objects.count() == 4
    assert archives.make_due(NOW) == 0
    assert visitor.get(f"{hearing.public_path}pack/proposal_form/kk/").status_code == 404
    assert issuing.issue_due(NOW) == 4
    assert archives.make_due(NOW) == 1
    archive = PackArchive.objects.get()
    names = packed(archive).namelist()
    assert names == [
        "Мазмұны – Содержание.txt",
        "Қазақша/3 Салыстырма кесте.pdf",
        "Русский/3 Сравнительная таблица.pdf",
        "Қазақша/6 Жазбаша ұсыныс нысаны.docx",
        "Русский/6 Форма письменного предложения.docx",
    ]
    for entry in archive.contents:
        assert sha256(packed(archive).read(entry["name"])).hexdigest() == entry["sha256"]
    assert visitor.get(f"{hearing.public_path}pack/proposal_form/kk/").content.startswith(b"PK")
    given = visitor.get(f"{hearing.public_path}pack.zip")
    assert sha256(b"".join(given.streaming_content)).hexdigest() == archive.sha256
    assert f"tyndau-2026-10-08-{hearing.code}.zip" in given["Content-Disposition"]


def test_nothing_is_made_of_a_table_that_is_not_approved(hearing: Hearing, aigerim: User) -> None:
    row = AmendmentRowFactory(table__organisation=hearing.organisation)
    Hearing.objects.update(dossier=row.table.dossier)
    hearing = Hearing.objects.select_related("dossier").get()
    with pytest.raises(ValidationError):
        pack.make_material(hearing, PackKind.COMPARATIVE_TABLE, actor=aigerim, at=NOW)


# --- The archive --------------------------------------------------------------------------------------------------


def test_archive_is_made_anew_after_a_change_and_the_old_one_goes(
    her: Client, hearing: Hearing, django_capture_on_commit_callbacks: Any
) -> None:
    bring(her, hearing)
    bring(her, hearing)
    assert PackArchive.objects.count() == 1
    assert archives.make_due(NOW) == 1
    old = Path(PackArchive.objects.get().file.path)
    bring(her, hearing, "questions")
    with django_capture_on_commit_callbacks(execute=True):
        assert (archives.make_due(NOW), archives.make_due(NOW)) == (1, 0)
    archive = PackArchive.objects.get()
    assert len(archive.contents) == 4
    assert not old.exists()


def test_archive_of_a_pack_that_changes_meanwhile_is_thrown_away(
    her: Client, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(her, hearing)
    write = archives._write

    def slow(*args: Any) -> None:
        write(*args)
        bring(her, hearing, "questions")

    monkeypatch.setattr(archives, "_write", slow)
    assert archives.make_due(NOW) == 0
    monkeypatch.setattr(archives, "_write", write)
    assert archives.make_due(NOW) == 1
    assert len(PackArchive.objects.get().contents) == 4


def test_lost_file_stops_the_archive_after_three_attempts(her: Client, hearing: Hearing) -> None:
    bring(her, hearing)
    Path(PackFile.objects.first().file.path).unlink()  # type: ignore[union-attr]
    assert [archives.make_due(NOW) for _sweep in range(5)] == [0] * 5
    assert [(row.state, row.attempts) for row in PackArchive.objects.all()] == [("failed", 3)]


# --- Frozen -------------------------------------------------------------------------------------------------------


def test_pack_is_frozen_when_the_hearing_begins(
    client_of: ClientOf, aigerim: User, visitor: Client, hearing: Hearing
) -> None:
    with time_machine.travel(BEGINS - timedelta(seconds=1), tick=False):
        her = client_of(aigerim)
        bring(her, hearing)
        archives.make_due(NOW)
        assert bring(her, hearing, "questions").status_code == 302
        assert archives.make_due(BEGINS - timedelta(seconds=1)) == 1
    with time_machine.travel(BEGINS, tick=False):
        assert bring(her, hearing).status_code == 422
        her.post(reverse("hearings:pack-take-out", args=[hearing.pk, "questions"]))
        her.post(reverse("hearings:pack-make", args=[hearing.pk, "proposal_form"]))
        assert (archives.make_due(BEGINS), archives.make_due(BEGINS + timedelta(days=3))) == (1, 0)
        assert PackFile.objects.count() == 4
        page = visitor.get(f"{hearing.public_path}pack/").content.decode()
        own = her.get(reverse("hearings:pack", args=[hearing.pk])).content.decode()
    archive = PackArchive.objects.get(frozen_at=BEGINS)
    assert {entry["sha256"] for entry in archive.contents} == {row.sha256 for row in PackFile.objects.all()}
    assert "өзгермейді" in page
    assert archive.contents[0]["sha256"] in own
    assert "Bring files" not in own
    text = packed(archive).read("Мазмұны – Содержание.txt").decode("utf-8-sig")
    assert "2026-10-08 10:00 UTC" in text


def test_addresses_are_frozen_too_and_an_early_opening_counts(
    client_of: ClientOf, aigerim: User, hearing: Hearing
) -> None:
    early = BEGINS - timedelta(minutes=20)
    Hearing.objects.update(state="open", opened_at=early)
    address = reverse("hearings:announcement-edit", args=[hearing.pk])
    facts = {
        **{"rules_kk": "3 минут", "rules_ru": "3 минуты", "access_kk": "Пандус", "access_ru": "Пандус"},
        **{"draft_kk": "https://example.kz/kk", "draft_ru": "https://example.kz/ru"},
    }
    with time_machine.travel(early + timedelta(minutes=1), tick=False):
        assert client_of(aigerim).post(address, facts).status_code == 422
    assert not PackItem.objects.exists()
    assert archives.make_due(early + timedelta(minutes=1)) == 1
    assert PackArchive.objects.get().frozen_at == early
    assert archives.make_due(BEGINS + timedelta(hours=1)) == 0


def test_hearing_that_is_moved_after_its_hour_may_be_prepared_again(
    client_of: ClientOf, aigerim: User, hearing: Hearing
) -> None:
    archives.make_due(BEGINS)
    later = BEGINS + timedelta(days=20)
    Hearing.objects.update(starts_at=later)
    with time_machine.travel(BEGINS + timedelta(hours=1), tick=False):
        assert bring(client_of(aigerim), hearing).status_code == 302
    archives.make_due(later)
    assert sorted(
        PackArchive.objects.filter(frozen_at__isnull=False).values_list("frozen_at", flat=True)
    ) == [
        BEGINS,
        later,
    ]


# --- Who may what, and how many questions -------------------------------------------------------------------------


def test_strangers_see_nothing_of_a_planned_hearing(her: Client, visitor: Client, hearing: Hearing) -> None:
    Hearing.objects.update(state="planned", announced_at=None)
    bring(her, hearing)
    for path in ("pack/", "pack.zip", "pack/explanatory_note/kk/"):
        assert visitor.get(f"{hearing.public_path}{path}").status_code == 404
    assert not PackArchive.objects.exists()


def test_deeds_are_in_the_log(her: Client, hearing: Hearing) -> None:
    bring(her, hearing)
    her.post(reverse("hearings:pack-make", args=[hearing.pk, "proposal_form"]))
    her.post(reverse("hearings:pack-take-out", args=[hearing.pk, "explanatory_note"]))
    verbs = list(
        ActivityEntry.objects.filter(verb__startswith="pack.").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["pack.brought", "pack.made", "pack.taken_out"]


@pytest.mark.parametrize("kinds", [["questions"], ["questions", "draft", "analytical_note"]])
def test_pack_pages_ask_the_same_number_of_questions(
    her: Client, visitor: Client, hearing: Hearing, kinds: list[str], django_assert_num_queries: Any
) -> None:
    for kind in kinds:
        bring(her, hearing, kind)
    with django_assert_num_queries(8):
        her.get(reverse("hearings:pack", args=[hearing.pk]))
    with django_assert_num_queries(4):
        visitor.get(f"{hearing.public_path}pack/")


def test_material_that_no_virus_scanner_has_seen_is_not_given_to_strangers(
    hearing: Hearing, her: Client, visitor: Client, settings: Settings
) -> None:
    with clamd(mood="odd") as daemon:
        settings.CLAMAV_URL = daemon.url
        assert bring(her, hearing).status_code == 302
        archives.make_due(NOW + timedelta(minutes=10))
        addresses = [f"{hearing.public_path}pack/explanatory_note/kk/", f"{hearing.public_path}pack.zip"]
        assert {visitor.get(address).status_code for address in addresses} == {503}
        daemon.mood = ""
        assert scanning.scan_due(NOW) == 2
        assert {visitor.get(address).status_code for address in addresses} == {200}
