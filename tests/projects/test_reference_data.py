"""The reviewed files of projects/data: what the state calls its bodies, categories and acts."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from projects.actions.reference import load_reference
from projects.models import StateBody
from tests.conftest import ClientOf

DATA = Path(__file__).resolve().parents[2] / "projects" / "data"
TABLES = {"categories": "category", "bodies": "body", "act_types": "act_type"}
KEYS = {
    "categories": {"portal_id", "name_kk", "name_ru", "checked"},
    "bodies": {"portal_id", "kind", "name_kk", "name_ru", "aliases", "checked"},
    "act_types": {"portal_id", "code", "name_kk", "name_ru", "level", "aliases", "checked"},
}
KAZAKH_ONLY = set("әғқңөұүһі")


def rows(file: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / f"{file}.toml").read_text(encoding="utf-8"))[TABLES[file]]


def body(portal_id: int) -> dict[str, Any]:
    return next(row for row in rows("bodies") if row.get("portal_id") == portal_id)


def folded(name: str) -> str:
    return " ".join(name.casefold().split())


@pytest.mark.parametrize("file", TABLES)
def test_rows_have_only_known_keys_and_both_names(file: str) -> None:
    for row in rows(file):
        assert set(row) <= KEYS[file], row
        assert all((row["name_kk"], row["name_ru"])), row


@pytest.mark.parametrize("file", TABLES)
def test_portal_ids_are_unique(file: str) -> None:
    ids = [row["portal_id"] for row in rows(file) if "portal_id" in row]
    assert [number for number, times in Counter(ids).items() if times > 1] == []


@pytest.mark.parametrize("file", TABLES)
def test_names_have_no_stray_spaces(file: str) -> None:
    for row in rows(file):
        for name in (row["name_kk"], row["name_ru"], *row.get("aliases", [])):
            assert name == " ".join(name.split())


@pytest.mark.parametrize("file", TABLES)
def test_names_are_written_in_the_letters_of_their_language(file: str) -> None:
    for row in rows(file):
        kazakh_letters = KAZAKH_ONLY & set(row["name_ru"].casefold())
        assert not kazakh_letters or row["name_ru"] in {"Область Жетісу", "Область Ұлытау"}, row
        assert not any("a" <= letter <= "z" for letter in (row["name_kk"] + row["name_ru"]).casefold()), row


@pytest.mark.parametrize("file", TABLES)
def test_a_wording_leads_to_one_row_only(file: str) -> None:
    owners: dict[str, set[str]] = {}
    for row in rows(file):
        for name in (row["name_kk"], row["name_ru"], *row.get("aliases", [])):
            owners.setdefault(folded(name), set()).add(row["name_ru"])
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


def test_there_are_25_categories() -> None:
    assert len(rows("categories")) == 25


def test_bodies_are_21_ministries_7_agencies_14_other_and_20_regions() -> None:
    kinds = Counter(row["kind"] for row in rows("bodies"))
    assert kinds == {"ministry": 21, "agency": 7, "central": 14, "region": 20}


def test_only_regions_whose_number_was_not_read_lack_one() -> None:
    without = {row["name_kk"] for row in rows("bodies") if "portal_id" not in row}
    assert without == {
        "Жетісу облысы",
        "Қарағанды облысы",
        "Қостанай облысы",
        "Қызылорда облысы",
        "Маңғыстау облысы",
        "Павлодар облысы",
        "Солтүстік Қазақстан облысы",
        "Түркістан облысы",
        "Ұлытау облысы",
        "Шығыс Қазақстан облысы",
    }


@pytest.mark.parametrize(
    ("portal_id", "wording"),
    [
        (1733738, "Министерство труда и социальной защиты населения РК"),
        (1733738, "ҚР Еңбек және халықты әлеуметтік қорғау министрлігі"),
        (940, "ҚР Энергетика министрлігі"),
        (14709558, "Министерство промышленности и строительства РК"),
        (5442716, "Агентство по защите и развитию конкуренции РК"),
        (680, "Агентство РК по делам государственной службы"),
        (5400875, "Агентство по стратегическому планированию и реформам РК"),
    ],
)
def test_the_wording_of_the_cards_leads_to_the_body(portal_id: int, wording: str) -> None:
    assert wording in body(portal_id)["aliases"]


@pytest.mark.django_db
def test_operator_finds_the_names_that_nobody_has_read(operator: User, client_of: ClientOf) -> None:
    load_reference()
    address = "/admin/projects/statebody/?unread=yes"
    page = client_of(operator).get(address)
    unread = {row["name_kk"] for row in rows("bodies") if not row.get("checked", True)}
    assert len(unread) == 14
    assert {body.name_kk for body in page.context["cl"].result_list} == unread

    body = StateBody.objects.get(name_kk=min(unread))
    StateBody.objects.filter(pk=body.pk).update(name_kk="Оқылған атау")
    page = client_of(operator).get(address)
    assert page.context["cl"].result_count == 13


def test_act_types_tell_which_time_limit_applies() -> None:
    levels: dict[str, set[str]] = {}
    for row in rows("act_types"):
        levels.setdefault(row["level"], set()).add(row["code"])
    assert levels == {
        "law": {"law"},
        "consultative": {"consultative_document", "law_concept"},
        "bylaw": {"standard", "order", "resolution", "decision", "regulation", "statute", "decree"},
        "other": {
            "concept",
            "temporary_resolution",
            "agreement",
            "instruction",
            "impact_analysis",
            "impact_conclusion",
        },
    }


def test_act_type_codes_are_unique() -> None:
    codes = [row["code"] for row in rows("act_types")]
    assert len(set(codes)) == len(codes) == 16
