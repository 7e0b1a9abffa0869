"""Quotations found again in a changed text, and what changed, word by word; both languages."""

from dataclasses import dataclass
from time import perf_counter

import pytest

from amendments.anchoring import Anchor, difference, is_worth_marking, reattach


@dataclass
class Element:
    path: str
    text: str


TARIFF = "3. Предельный тариф пересматривается по решению уполномоченного органа."
NOTICE = "4. Сұрау бойынша ақпарат он жұмыс күні ішінде беріледі."


def state(anchor: Anchor, *elements: Element) -> tuple[str, int | None]:
    found = reattach([anchor], elements)[0]
    return found.state, found.place


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ([Element("p 3", TARIFF)], ("same", 0)),
        ([Element("p 3", TARIFF.replace(" ", "  ").upper())], ("same", 0)),
        ([Element("p 3", "3. Совсем другое."), Element("p 4", TARIFF.replace("3.", "4."))], ("moved", 1)),
        ([Element("p 2", TARIFF)], ("moved", 0)),
        (
            [Element("p 3", "3. Предельный тариф пересматривается не чаще раза в год по решению.")],
            ("changed", 0),
        ),
        ([Element("p 3", "3. Совсем другое.")], ("lost", None)),
        ([Element("p 9", NOTICE)], ("lost", None)),
        ([Element("a 2 / p 3", TARIFF.replace("уполномоченного органа", "министра"))], ("changed", 0)),
        ([], ("lost", None)),
    ],
)
def test_anchor_is_found_by_number_and_words(
    elements: list[Element], expected: tuple[str, int | None]
) -> None:
    assert state(Anchor("p 3", TARIFF), *elements) == expected


def test_kazakh_norm_that_moved_is_found() -> None:
    moved = Element("p 7", NOTICE.replace("4.", "7."))
    assert state(Anchor("p 4", NOTICE), Element("p 4", "4. Бақылау министрге жүктелсін."), moved) == (
        "moved",
        1,
    )


def test_number_that_stands_twice_is_settled_by_the_words() -> None:
    assert state(Anchor("p 3", TARIFF), Element("p 3", "3. Иначе."), Element("p 3", TARIFF)) == ("same", 1)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("а б в", "а г в", [("same", "а "), ("removed", "б"), ("added", "г"), ("same", " в")]),
        ("а б в г", "а д е г", [("same", "а "), ("removed", "б в"), ("added", "д е"), ("same", " г")]),
        ("беріледі", "берілмейді", [("removed", "беріледі"), ("added", "берілмейді")]),
        ("", "жаңа норма", [("added", "жаңа норма")]),
        ("норма", "", [("removed", "норма")]),
        ("норма", "норма", [("same", "норма")]),
        ("", "", []),
    ],
)
def test_difference_goes_by_words(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert [(piece.op, piece.text) for piece in difference(before, after)] == pieces


@pytest.mark.parametrize(
    ("before", "after", "is_worth"),
    [
        (TARIFF, TARIFF.replace("по решению", "по заявлению"), True),
        (TARIFF, "Пункт 3 исключить.", False),
        (TARIFF, TARIFF, False),
        ("", TARIFF, False),
    ],
)
def test_marks_are_shown_where_they_help(before: str, after: str, is_worth: bool) -> None:
    assert is_worth_marking(difference(before, after)) is is_worth


def test_two_hundred_rows_find_their_places_among_two_thousand_elements() -> None:
    elements = [
        Element(f"p {n}", f"{n}. " + f"Норма {n} о тарифе и порядке его пересмотра. " * 5)
        for n in range(2000)
    ]
    anchors = [Anchor(f"p {n}", elements[n + 1].text) for n in range(0, 2000, 10)]
    began = perf_counter()
    found = reattach(anchors, elements)
    took = perf_counter() - began
    print(f"200 anchors among 2000 elements: {took:.2f} s")
    assert {one.state for one in found} == {"moved"}
    assert took < 10


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("құрғақ және ылғалды қалдықтар", "құрғақ, ылғалды және қауіпті қалдықтар"),
        ("один два", "один\nдва"),
        ("а б в", "абв"),
        (" пункт 3 ", "пункт 4"),
        ("норма", ""),
    ],
)
def test_neither_text_loses_a_space_between_its_words(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(p.text for p in pieces if p.op != "added").split() == before.split()
    assert "".join(p.text for p in pieces if p.op != "removed").split() == after.split()
