"""Rows are found again in a changed version of the draft, each with exactly one answer."""

from hypothesis import given, settings
from hypothesis import strategies as st

from amendments.texts import Anchor, Element, numbered, reattach

ARTICLES = [
    "Основные понятия, которые используются в настоящем законе и правилах",
    "Права граждан на участие в обсуждении проектов нормативных актов",
    "Обязанности государственных органов при разработке проектов",
    "Порядок рассмотрения поступивших предложений и замечаний",
    "Ответственность должностных лиц за нарушение порядка обсуждения",
]


def version(*texts: str) -> tuple[Element, ...]:
    return numbered([f"Статья {number}. {text}" for number, text in enumerate(texts, 1)])


def anchors(elements: tuple[Element, ...]) -> list[Anchor]:
    return [Anchor(f"row {n}", e.path, e.number, e.text) for n, e in enumerate(elements)]


def found(*texts: str) -> list[tuple[str, str]]:
    return [(one.state, one.path) for one in reattach(anchors(version(*ARTICLES)), version(*texts))]


def test_unchanged_version_leaves_every_row_in_place() -> None:
    assert found(*ARTICLES) == [("same", f"article {n}") for n in range(1, 6)]


def test_inserted_article_moves_all_that_follow() -> None:
    new = "Общественные слушания проводятся в каждом районе"

    assert found(*ARTICLES[:2], new, *ARTICLES[2:]) == [
        ("same", "article 1"),
        ("same", "article 2"),
        ("moved", "article 4"),
        ("moved", "article 5"),
        ("moved", "article 6"),
    ]


def test_changed_words_stay_in_place_and_a_moved_text_may_change_too() -> None:
    changed = ARTICLES[1].replace("граждан", "граждан и организаций")
    removed_third = [ARTICLES[0], changed, ARTICLES[3] + " в срок", ARTICLES[4]]

    assert found(*removed_third) == [
        ("same", "article 1"),
        ("changed", "article 2"),
        ("lost", ""),
        ("moved", "article 3"),
        ("moved", "article 4"),
    ]


def test_two_rows_moved_to_one_element_are_flagged() -> None:
    old, new = version(*ARTICLES[:2]), version("Совсем другое содержание статьи", *ARTICLES[:2])
    twice = [*anchors(old), Anchor("again", "article 2", "2", old[1].text)]

    answers = reattach(twice, new)

    assert [(one.state, one.path, one.flags) for one in answers] == [
        ("moved", "article 2", ()),
        ("moved", "article 3", ("shared",)),
        ("moved", "article 3", ("shared",)),
    ]


def test_row_without_a_quotation_is_not_called_unchanged() -> None:
    answers = reattach(
        [Anchor("a", "article 1", "1", ""), Anchor("b", "article 5-1", "5-1", "")], version(*ARTICLES)
    )

    assert [(one.state, one.flags) for one in answers] == [("changed", ("no_quote",)), ("lost", ())]


def test_quoted_sentence_of_a_longer_element_is_found_in_it() -> None:
    quoted = Anchor("a", "article 4", "4", "рассмотрения поступивших предложений")

    assert [one.state for one in reattach([quoted], version(*ARTICLES))] == ["same"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*ARTICLES, "нет", ""]), max_size=8),
    st.lists(st.sampled_from([*ARTICLES, "нет"]), max_size=8),
)
def test_each_row_has_one_answer_and_no_element_is_moved_to_twice_unsaid(
    old: list[str], new: list[str]
) -> None:
    asked = anchors(version(*old))

    answers = reattach(asked, version(*new))

    assert [one.anchor for one in answers] == asked
    moved = [one for one in answers if one.state == "moved"]
    paths = [one.path for one in moved]
    assert all("shared" in one.flags for one in moved if paths.count(one.path) > 1)
    assert all((one.state == "lost") == (one.path == "") for one in answers)
