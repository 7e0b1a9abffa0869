"""The directory of bodies, by hand and from a file: all of it, or every fault with its line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from inforequests.directory_file import read_directory
from inforequests.models import Holder
from tests.conftest import ClientOf
from tests.factories import HolderFactory, StateBodyFactory

IMPORT = "inforequests:directory-import"
HEAD = "Название на казахском;Название на русском;Электронная почта;Язык писем;Подразделение какого органа"


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def bring(browser: Client, text: "str | bytes") -> "tuple[int, str]":
    body = text.encode() if isinstance(text, str) else text
    answer = browser.post(reverse(IMPORT), {"file": SimpleUploadedFile("bodies.csv", body)})
    return answer.status_code, answer.content.decode()


def entry(**said: str) -> dict[str, str]:
    return {"name_ru": "Управление водоканала", "mode": "ru", "is_active": "on", **said}


def test_entries_are_brought_in_with_their_units(her: Client, ashyq_orta: Organisation) -> None:
    rows = [
        HEAD,
        "Су басқармасы;Управление воды;su@example.kz;kk;",
        "Су бөлімі;Отдел воды;;;«Управление воды»",
    ]
    assert bring(her, "\n".join(rows))[0] == 302
    above, unit = Holder.objects.of(ashyq_orta).order_by("id")
    assert (above.name_kk, above.email, above.mode) == ("Су басқармасы", "su@example.kz", "kk")
    assert (unit.parent, unit.mode) == (above, "kk+ru")


def test_file_brought_in_twice_changes_nothing(her: Client) -> None:
    text = f"{HEAD}\nСу басқармасы;Управление воды;su@example.kz;kk;\n"
    bring(her, text)
    bring(her, text.replace("su@", "jana@"))
    assert Holder.objects.get().email == "jana@example.kz"


def test_every_fault_is_named_by_its_line_and_nothing_is_written(her: Client) -> None:
    rows = [
        HEAD,
        "Су басқармасы;Управление воды;su@example.kz;kk;",
        ";;x@example.kz;ru;",
        "Жол басқармасы;Управление дорог;no address;en;",
        ";управление  «воды»;;;",
        ";Отдел;;;Нет такого",
    ]
    status, text = bring(her, "\n".join(rows))
    assert status == 422
    assert not Holder.objects.exists()
    for line, told in (
        (3, "There is no name"),
        (4, "This is no e-mail address: no address"),
        (4, "Write kk, ru or kk+ru for the language, not: en"),
        (5, "The same name stands in line 2."),
        (6, "Neither the file nor the directory has the body that it is a unit of: Нет такого"),
    ):
        assert f"<b>Line {line}</b>: {told}" in text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "The file is empty, or it is no text."),
        (b"PK\x03\x04\x00\x00", "The file is empty, or it is no text."),
        ("город;область\nАстана;".encode(), "The first line has to name the columns"),
        ("Name in Russian\n" + "Управление\n" * 3_001, "The file has more than 3000 lines."),
        (b"x" * 1_000_001, "The file is larger than 1 MB."),
        ('Name in Russian\n"' + "ж" * 400_000, "A cell has more than 300 characters."),
    ],
)
def test_what_is_no_directory_is_refused(her: Client, body: "str | bytes", told: str) -> None:
    status, text = bring(her, body)
    assert status == 422
    assert told in text


def test_units_that_belong_to_each_other_are_refused(her: Client) -> None:
    status, text = bring(her, f"{HEAD}\n;Первый;;;Второй\n;Второй;;;Первый\n")
    assert status == 422
    assert text.count("A unit cannot belong to itself.") == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_file_is_read_as_spreadsheets_save_it(encoding: str) -> None:
    text = "Название на русском,Электронная почта\nУправление воды,su@example.kz\n"
    reading = read_directory(text.encode(encoding))
    assert ([e.values["name_ru"] for e in reading.entries], reading.faults) == (["Управление воды"], [])


def test_what_is_downloaded_comes_back_the_same(her: Client, ashyq_orta: Organisation) -> None:
    above = HolderFactory(organisation=ashyq_orta, name_ru="=cmd() и другие", key="=cmd() и другие")
    HolderFactory(organisation=ashyq_orta, parent=above, is_quasi_state=True, mode="kk")
    before = list(Holder.objects.order_by("id").values())
    body = her.get(reverse("inforequests:directory") + "?file=csv").content
    assert "'=cmd()" in body.decode("utf-8-sig")
    assert bring(her, body)[0] == 302
    assert list(Holder.objects.order_by("id").values()) == before


def test_only_the_own_directory_is_downloaded(her: Client, kok_aspan: Organisation) -> None:
    HolderFactory(organisation=kok_aspan, name_ru="Тайное управление")
    assert "Тайное" not in her.get(reverse("inforequests:directory") + "?file=csv").content.decode()


def test_name_stands_once_and_a_unit_is_not_above_itself(her: Client, ashyq_orta: Organisation) -> None:
    her.post(reverse("inforequests:holder-add"), entry())
    again = her.post(reverse("inforequests:holder-add"), entry(name_ru="управление «водоканала»"))
    assert again.status_code == 422
    assert "The directory has an entry with this name already." in again.content.decode()
    first = Holder.objects.get()
    unit = HolderFactory(organisation=ashyq_orta, parent=first)
    address = reverse("inforequests:holder-edit", args=[first.pk])
    assert her.post(address, entry(parent=str(unit.pk))).status_code == 422
    assert her.post(address, entry(email="su@example.kz")).status_code == 302
    first.refresh_from_db()
    assert (first.email, first.parent) == ("su@example.kz", None)


def test_body_of_the_portal_is_recognised_by_its_name(her: Client) -> None:
    body = StateBodyFactory(name_ru="Министерство воды")
    body.names.create(key="министерство воды")
    bring(her, f"{HEAD}\n;Министерство «Воды»;;;\n")
    assert Holder.objects.get().body == body
