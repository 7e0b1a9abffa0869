"""Search by word stems: the same hits on SQLite and PostgreSQL, for they are compared with plain Python; hostile input."""

import random
import time
from collections.abc import Iterable

import pytest
from django.db import connection

from common.word_index import alternatives
from projects.actions.ingest import make_searchable
from projects.models import DraftAct
from projects.search import DRAFTS, holding_any, matching
from tests.factories import DraftActFactory, StateBodyFactory

TITLES = [
    ("Еңбек кодексіне өзгерістер енгізу туралы", "О внесении изменений в Трудовой кодекс"),
    ("Еңбек министрінің бұйрығын бекіту туралы", "Об утверждении приказа Министра труда"),
    ("Су тарифтерін бекіту туралы", "Об утверждении тарифов на воду"),
    ("Сурет өнері туралы", "О живописи"),
    ("№ 508-н/қ бұйрыққа өзгеріс енгізу туралы", "О внесении изменений в приказ № 508-н/қ"),
    ("", "О предельных тарифах на электрическую энергию"),
    ("Ауыл шаруашылығы жерлері туралы", ""),
]


@pytest.fixture
def drafts(db: None) -> list[DraftAct]:
    body = StateBodyFactory()
    return [
        DraftActFactory(
            portal_id=100 + n, title_kk=kk, title_ru=ru, body=body, body_name_ru="Министерство воды"
        )
        for n, (kk, ru) in enumerate(TITLES)
    ]


def hits(text: str) -> set[int | None]:
    return set(matching(DraftAct.objects.all(), text).values_list("portal_id", flat=True))


def expected(text: str) -> set[int | None]:
    """The promise in plain Python: each word as a stem, in Kazakh or in Russian, or as the beginning of one."""
    groups = alternatives(text)
    found = set()
    for draft in DraftAct.objects.all():
        words = draft.search_text.split()
        if groups and all(any(_holds(words, *form) for form in group) for group in groups):
            found.add(draft.portal_id)
    return found


def _holds(words: Iterable[str], form: str, is_beginning: bool) -> bool:
    return any(word.startswith(form) if is_beginning else word == form for word in words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("еңбек", {100, 101}),
        ("еңбегі", {100, 101}),
        ("труда", {100, 101}),
        ("трудовой кодекс", {100}),
        ("су", {102}),
        ("тарифы", {102, 105}),
        ("тариф вода", {102, 105}),
        ("508", {104}),
        ("508-н/қ", {104}),
        ("103", {103}),
        ("электр", {105}),
        ("министерство воды", {100, 101, 102, 103, 104, 105, 106}),
        ("нет такого слова", set()),
        ("   ", set()),
        ("!!! ***", set()),
    ],
)
@pytest.mark.usefixtures("drafts")
def test_words_are_found_in_any_form(text: str, found: set[int]) -> None:
    assert hits(text) == found


@pytest.mark.usefixtures("drafts")
def test_engine_finds_what_plain_python_finds() -> None:
    dice = random.Random(2026)
    words = sorted({word for pair in TITLES for title in pair for word in title.split()})
    queries = [" ".join(dice.choices(words, k=dice.randint(1, 3))) for _ in range(150)]
    queries += [word[: dice.randint(1, len(word))] for word in words]
    wrong = [text for text in queries if hits(text) != expected(text)]
    print(
        f"search on {connection.vendor}: {len(wrong)} of {len(queries)} queries differ from plain Python (bar 0)"
    )
    assert wrong == []


HOSTILE = [
    "ы" * 10_000,
    "*",
    "****",
    " ".join(f"слово{n}" for n in range(500)),
    '"',
    "'",
    '"незакрытая',
    ":*",
    "труд:*",
    "труд & | !",
    "NEAR(труд вода, 5)",
    "труд AND NOT OR",
    "-труд",
    "^труд",
    "{title}: труд",
    "(((((",
    r"\\\'",
    ".*+?[a-z]{1,9}$",
    "%_%",
    "' OR 1=1 --",
    "; DROP TABLE projects_draftact; --",
    "\x00труд\x00",
    "\u202eдурт",
    "🦄🦄🦄",
    "½ ² Ⅷ ٣",
    "e\u0301" * 50,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.usefixtures("drafts")
def test_i12_hostile_query_finds_something_or_nothing_soon(text: str) -> None:
    begun = time.perf_counter()
    found = hits(text)
    took = (time.perf_counter() - begun) * 1000
    print(f"I12 {text[:20]!r}: {len(found)} hits in {took:.0f} ms (bar 500 ms)")
    assert took < 500
    assert found == expected(text)


# --- The index keeps up -----------------------------------------------------------------------------------


def test_changed_title_is_found_and_the_old_one_is_not(drafts: list[DraftAct]) -> None:
    draft = drafts[3]
    draft.title_ru = "О лесах"
    make_searchable(draft)
    draft.save()
    assert draft.portal_id in hits("леса")
    assert draft.portal_id not in hits("живопись")


def test_deleted_draft_is_not_found(drafts: list[DraftAct]) -> None:
    drafts[3].delete()
    assert hits("живопись") == set()


@pytest.mark.usefixtures("drafts")
def test_index_that_is_there_is_left_alone() -> None:
    DRAFTS.ensure(connection)
    DRAFTS.ensure(connection)
    assert hits("живопись") == {103}


@pytest.mark.usefixtures("drafts")
def test_search_keeps_to_the_rows_that_it_is_given() -> None:
    some = DraftAct.objects.filter(portal_id__gt=100)
    assert set(matching(some, "еңбек").values_list("portal_id", flat=True)) == {101}


@pytest.mark.parametrize(
    ("phrases", "found"),
    [
        (["еңбек"], {100, 101}),
        (["тариф", "живопись"], {102, 103, 105}),
        (["предельный тариф"], {105}),
        ([], set()),
    ],
)
@pytest.mark.usefixtures("drafts")
def test_any_of_several_phrases(phrases: list[str], found: set[int]) -> None:
    rows = holding_any(DraftAct.objects.all(), phrases)
    assert set(rows.values_list("portal_id", flat=True)) == found
