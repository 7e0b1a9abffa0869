"""Differences of wording: exact pieces, in both languages, and both texts always come back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from amendments.texts import Piece, alignment, difference


def plain(text: str) -> str:
    return "".join(text.split())


def side(pieces: tuple[Piece, ...], op: str) -> str:
    return "".join(piece.text for piece in pieces if piece.op in ("same", op))


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.op, piece.text.strip()) for piece in difference(before, after)]


def test_changed_number_of_days_is_shown_as_one_change() -> None:
    assert shown("Срок составляет 5 дней.", "Срок  составляет 10 рабочих дней.") == [
        ("same", "Срок составляет"),
        ("removed", "5"),
        ("added", "10 рабочих"),
        ("same", "дней."),
    ]


def test_kazakh_word_with_a_hyphen_is_one_word() -> None:
    assert shown("5-баптың күші жойылсын.", "5-1-баптың күші жойылсын.") == [
        ("removed", "5-баптың"),
        ("added", "5-1-баптың"),
        ("same", "күші жойылсын."),
    ]


def test_little_word_between_two_changes_does_not_split_them() -> None:
    assert shown("гражданин и организация", "заявитель и представитель") == [
        ("removed", "гражданин и организация"),
        ("added", "заявитель и представитель"),
    ]


def test_equal_and_empty_texts() -> None:
    assert shown("Мәтін  сол.", "Мәтін\nсол.") == [("same", "Мәтін сол.")]
    assert shown("", "") == []
    assert shown("", "жаңа") == [("added", "жаңа")]
    assert shown("ескі", "") == [("removed", "ескі")]


WORDS = st.sampled_from(
    "статья пункт орган и , . 5-1 тармақ жеті-сегіз вправе не ; ( ) «право» \n".split(" ")
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = difference(before, after)

    assert plain(side(pieces, "removed")) == plain(before)
    assert plain(side(pieces, "added")) == plain(after)
    assert all(piece.text for piece in pieces)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 9), max_size=80),
    st.lists(st.integers(0, 9), max_size=80),
    st.sampled_from([0, 20, 10**8]),
)
def test_matches_are_equal_words_in_ascending_order(one: list[int], other: list[int], exact: int) -> None:
    usual, alignment._EXACT_CELLS = alignment._EXACT_CELLS, exact
    try:
        found = alignment.matches(one, other)
    finally:
        alignment._EXACT_CELLS = usual

    assert all(one[at : at + size] == other[to : to + size] and size for at, to, size in found)
    ends = [(0, 0), *((at + size, to + size) for at, to, size in found)]
    assert all(at >= end[0] and to >= end[1] for end, (at, to, _) in zip(ends, found, strict=False))
