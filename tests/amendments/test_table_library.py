"""Earlier justifications and laws, found by any form of a word, of one's own organisation only."""

import pytest

from accounts.models import Organisation, User
from amendments.actions import library
from amendments.models import AmendmentRow, LibraryEntry
from amendments.queries import table as queries
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf

LAW_KK, LAW_RU = "«Ақпаратқа қол жеткізу туралы» Заңның 11-бабы", "Статья 11 Закона «О доступе к информации»"


@pytest.fixture
def law(ashyq_orta: Organisation, aigerim: User) -> LibraryEntry:
    return library.add_entry(ashyq_orta, kind="law", text_kk=LAW_KK, text_ru=LAW_RU, actor=aigerim, at=NOW)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("доступ", True),
        ("доступа информацию", True),
        ("статьи законе", True),
        ("ақпарат", True),
        ("ақпараттың заң", True),
        ("заңдар 11", True),
        ("доступ тариф", False),
        ("12", False),
        ("«»", True),
    ],
)
def test_any_form_of_the_words_finds(
    ashyq_orta: Organisation, law: LibraryEntry, words: str, is_found: bool
) -> None:
    assert list(queries.library(ashyq_orta.pk, words)) == ([law] if is_found else [])


def test_same_text_is_kept_once(ashyq_orta: Organisation, law: LibraryEntry, aigerim: User) -> None:
    again = library.add_entry(ashyq_orta, kind="law", text_kk=LAW_KK, text_ru=LAW_RU, actor=aigerim, at=NOW)
    assert again == law


def test_found_while_writing_and_of_ones_own_organisation_only(
    row: AmendmentRow,
    law: LibraryEntry,
    kok_aspan: Organisation,
    dana: User,
    aigerim: User,
    client_of: ClientOf,
) -> None:
    library.add_entry(kok_aspan, kind="law", text_kk="", text_ru="Тайный доступ", actor=dana, at=NOW)
    address = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/library/"
    found = client_of(aigerim).get(address, {"q": "доступ"}).content.decode()
    assert "Закона «О доступе" in found
    assert "Тайный" not in found
    assert client_of(dana).get(address, {"q": "доступ"}).status_code == 404
    assert "Закона «О доступе" not in client_of(dana).get("/library/", {"q": "доступ"}).content.decode()


def test_entry_is_added_and_removed_by_those_who_write(
    ashyq_orta: Organisation, aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    fields = {"kind": "law", "text_kk": "", "text_ru": LAW_RU}
    client_of(bolat).post("/library/", fields)
    assert not LibraryEntry.objects.exists()
    client_of(aigerim).post("/library/", fields)
    entry = LibraryEntry.objects.get()
    assert client_of(bolat).post(f"/library/{entry.pk}/remove/").status_code == 403
    client_of(aigerim).post(f"/library/{entry.pk}/remove/")
    assert not LibraryEntry.objects.exists()


def test_entry_without_text_is_refused(aigerim: User, client_of: ClientOf) -> None:
    assert client_of(aigerim).post("/library/", {"kind": "law", "text_kk": " "}).status_code == 422
