"""Comments matched to our rows: how often rightly, why, and that no comment does harm."""

import time
from itertools import permutations
from types import ModuleType

import pytest

from amendments.answers.matching import (
    Candidate,
    OurRow,
    RowTexts,
    TheirComment,
    comments_of,
    match_comments,
)
from amendments.answers.references import agreement, reference_of_path, references_in
from projects.portal import parse_comments_page, parse_report_page
from tests.amendments import labelled_hearings, labelled_home, labelled_meals
from tests.amendments.quality import Quality, quality_of_matching
from tests.projects.comment_pages import Comment, comments_page, report_page

AGE = labelled_home.ROWS[0]
WATER = OurRow(
    "water",
    ru=RowTexts(
        "пункт 3", "Вода подаётся по графику.", "Вода подаётся круглосуточно из защищённого источника.", ""
    ),
)


def candidates(
    text: str, *rows: OurRow, part: str = "", is_ours: bool | None = None
) -> list[tuple[Candidate, ...]]:
    said = TheirComment(1, text, part, is_ours)
    return [match.candidates for match in match_comments([said], rows or labelled_home.ROWS)]


def proposed(text: str, *rows: OurRow, part: str = "", is_ours: bool | None = None) -> set[object]:
    said = TheirComment(1, text, part, is_ours)
    return {match.row_id for match in match_comments([said], rows or labelled_home.ROWS) if match.proposed}


# --- How often rightly --------------------------------------------------------------------------------------


@pytest.mark.parametrize("draft", [labelled_home, labelled_hearings, labelled_meals])
@pytest.mark.parametrize("authors_known", [True, False])
def test_labelled_comments_are_matched_nine_times_of_ten(draft: ModuleType, authors_known: bool) -> None:
    found = quality_of_matching([draft], authors_known=authors_known)
    print(f"{draft.__name__}, authors {'known' if authors_known else 'unknown'}: {found}")
    assert found.precision >= 0.9, found.wrong
    assert found.recall >= 0.9, found.missed


def test_comments_on_another_draft_match_nothing() -> None:
    for of, on in permutations((labelled_home, labelled_hearings, labelled_meals), 2):
        said = [TheirComment(one.id, one.text, one.part) for one in of.SAID]
        assert [match.proposed for match in match_comments(said, on.ROWS)] == [()] * len(on.ROWS)


def test_labelled_set_is_large_enough() -> None:
    drafts = (labelled_home, labelled_hearings, labelled_meals)
    assert sum(len(said.rows) for draft in drafts for said in draft.SAID) >= 60
    assert sum(not said.ours for draft in drafts for said in draft.SAID) >= 25


@pytest.mark.parametrize("letter", ["v", "s", "r", "m", "p", "t"])
def test_every_way_of_saying_it_is_found(letter: str) -> None:
    """Verbatim, shortened, reworded, merged, in parts, with typing errors: none of them hides behind the others."""
    drafts = (labelled_home, labelled_hearings, labelled_meals)
    found = quality_of_matching(drafts, authors_known=True, ways=letter)
    print(f"{letter}: {found}")
    assert found.recall >= 0.9


def test_quality_counts_missed_and_wrong() -> None:
    found = Quality(frozenset({("a", 1), ("b", 2)}), frozenset({("a", 1), ("c", 3)}))
    assert (found.precision, found.recall, found.missed, found.wrong) == (0.5, 0.5, {("c", 3)}, {("b", 2)})


# --- Why ----------------------------------------------------------------------------------------------------


def test_candidate_says_its_words_element_and_column() -> None:
    said = "Пункт 5: оказывать лицам, достигшим шестидесяти пяти лет, по заключению экспертизы."
    (best,) = candidates(said, AGE)[0]
    assert (best.is_proposed, best.is_ambiguous) == (True, False)
    assert (best.reasons.element, best.reasons.agreement, best.reasons.column) == ("Пункт 5", 1.0, "proposed")
    assert set(best.reasons.words) == {"достигшим", "шестидесяти", "пяти", "заключению", "экспертизы"}
    assert 0.5 < best.similarity < best.score < 1
    assert best.percent == round(best.similarity * 100)


def test_verbatim_row_is_alike_and_in_order() -> None:
    (best,) = candidates(AGE.ru.proposed, AGE)[0]
    assert (best.percent, best.reasons.in_our_order) == (100, 1.0)


def test_row_found_by_its_justification_says_so() -> None:
    (best,) = candidates(AGE.ru.justification, AGE)[0]
    assert (best.is_proposed, best.reasons.column) == (True, "justification")


def test_author_and_element_move_the_score_and_not_the_similarity() -> None:
    text = "Оказывать помощь людям с шестидесяти пяти лет, нуждающимся в уходе по заключению экспертизы"
    alone, placed, elsewhere = (
        candidates(f"{place} {text}", AGE)[0] for place in ("", "Пункт 5.", "Пункт 8.")
    )
    assert placed[0].score > alone[0].score > elsewhere[0].score
    ours, theirs = (candidates(text, AGE, is_ours=is_ours)[0] for is_ours in (True, False))
    assert ours[0].score > alone[0].score > theirs[0].score
    assert ours[0].similarity == theirs[0].similarity == alone[0].similarity


def test_best_candidate_comes_first() -> None:
    said = [
        TheirComment("short", "Помощь лицам, достигшим шестидесяти пяти лет"),
        TheirComment("whole", AGE.ru.proposed),
        TheirComment("other", "Поддерживаю проект целиком"),
    ]
    (match,) = match_comments(said, [AGE])
    assert [candidate.comment_id for candidate in match.candidates] == ["whole", "short"]


def test_kazakh_comment_without_kazakh_letters_is_read() -> None:
    assert proposed("Уйде алеуметтик комек алпыс бес жаска толган адамдарга корсетиледи") == {"age"}


def test_words_of_the_draft_alone_match_nothing() -> None:
    for row in labelled_home.ROWS:
        assert proposed(f"{row.ru.label}: {row.ru.draft} Почему?") == set()
        assert proposed(f"{row.kk.label}: {row.kk.draft} Неге?") == set()


# --- Several rows, several comments -------------------------------------------------------------------------


def test_comment_of_all_rows_goes_to_every_row() -> None:
    everything = "\n".join(f"{row.ru.label}. {row.ru.proposed}" for row in labelled_home.ROWS)
    assert proposed(everything) == {row.id for row in labelled_home.ROWS}


def test_comment_that_fits_two_rows_alike_is_ambiguous() -> None:
    twin = OurRow("twin", ru=WATER.ru)
    first, second = candidates("Вода подаётся круглосуточно из защищённого источника.", WATER, twin)
    assert ([one.is_ambiguous for one in first], [one.is_ambiguous for one in second]) == ([True], [True])
    assert (first[0].is_proposed, second[0].is_proposed) == (True, False)


def test_element_decides_between_rows_with_the_same_words() -> None:
    twin = OurRow("twin", ru=RowTexts("пункт 8", "", WATER.ru.proposed, ""))
    assert proposed("Пункт 8. Вода подаётся круглосуточно из защищённого источника.", WATER, twin) == {"twin"}


def test_same_comment_posted_twice_is_ambiguous() -> None:
    said = [TheirComment(number, WATER.ru.proposed) for number in (1, 2)]
    (match,) = match_comments(said, [WATER])
    assert [(one.comment_id, one.is_proposed, one.is_ambiguous) for one in match.candidates] == [
        (1, True, True),
        (2, True, True),
    ]


def test_row_split_over_two_comments_is_not_ambiguous() -> None:
    said = [TheirComment(1, AGE.ru.proposed), TheirComment(2, f"Продолжение. {AGE.ru.justification}")]
    (match,) = match_comments(said, [AGE])
    assert [(one.is_proposed, one.is_ambiguous) for one in match.candidates] == [(True, False), (True, False)]


# --- The commented part, rows without words -----------------------------------------------------------------


def test_commented_part_that_quotes_the_draft_names_the_element() -> None:
    part = "социальная помощь на дому оказывается лицам старше семиде..."
    (quoted,) = candidates("Снизить возраст до 65 лет по заключению экспертизы", AGE, part=part)[0]
    assert (quoted.reasons.agreement, quoted.reasons.element) == (1.0, part)


def test_row_that_only_strikes_out_is_known_by_its_place() -> None:
    strike = OurRow("strike", ru=RowTexts("подпункт 3) пункта 9", "3) иные основания.", "исключить", ""))
    assert proposed("Подпункт 3) пункта 9 исключить.", strike, is_ours=True) == {"strike"}
    assert proposed("Подпункт 4) пункта 9 исключить.", strike, is_ours=True) == set()
    assert candidates("", strike, part="пункт 12") == [()]


def test_path_of_the_element_stands_for_a_label() -> None:
    row = OurRow("water", ru=WATER.ru, path="article 5 / paragraph 3")
    (best,) = candidates("Ст. 5 п. 3: вода круглосуточно", row)[0]
    assert best.reasons.agreement == 1.0


def test_nothing_to_match_is_no_failure() -> None:
    assert match_comments([], []) == []
    assert [match.candidates for match in match_comments([], [AGE])] == [()]
    assert match_comments([TheirComment(1, "x")], []) == []
    assert candidates("", AGE, OurRow("empty")) == [(), ()]


# --- From a saved page --------------------------------------------------------------------------------------


def test_comments_of_a_saved_page_carry_no_names() -> None:
    ours, other = Comment(id=1, text=WATER.ru.proposed), Comment(id=2, author="ЕРЖАНОВ ЕРЖАН")
    page = parse_comments_page(comments_page(ours, other, Comment(id=3, author="")))
    said = comments_of(page, ["Айгерим Сапарова"])
    assert [(one.id, one.is_ours) for one in said] == [(1, True), (2, False), (3, None)]
    assert [one.is_ours for one in comments_of(page, [])] == [None, None, None]
    (match,) = match_comments(said, [WATER])
    assert [one.comment_id for one in match.proposed] == [1]


def test_rows_of_a_report_are_matched_by_section_and_words() -> None:
    report = parse_report_page(report_page(("пункт 3", "Воду подавать круглосуточно", "Нет", "0", "0")))
    (said,) = comments_of(report, ["Айгерим Сапарова"])
    assert (said.id, said.part, said.is_ours) == (1, "пункт 3", None)
    (match,) = match_comments([said], [WATER])
    assert [(one.comment_id, one.is_proposed) for one in match.candidates] == [(1, True)]


# --- The elements that a text names -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("подпункт 2) пункта 5 статьи 10", ["article 10 paragraph 5 subparagraph 2"]),
        ("10-баптың 5-тармағының 2) тармақшасы", ["article 10 paragraph 5 subparagraph 2"]),
        ("ст. 10 п. 5 пп. 2", ["article 10 paragraph 5 subparagraph 2"]),
        ("статья 10, пункт 5, подпункт 2)", ["article 10 paragraph 5 subparagraph 2"]),
        ("абзац второй пункта 18", ["paragraph 18 indent 2"]),
        ("18-тармақтың екінші абзацы", ["paragraph 18 indent 2"]),
        ("первый абзац статьи 5", ["article 5 indent 1"]),
        ("пункты 3 и 4 статьи 7", ["article 7 paragraph 3", "article 7 paragraph 4"]),
        ("3 және 4-тармақтар", ["paragraph 3", "paragraph 4"]),
        ("пункт 5-1", ["paragraph 5-1"]),
        ("5–1-бап", ["article 5-1"]),
        ("пункт 4 главы 2", ["chapter 2 paragraph 4"]),
        ("2-қосымшаның 4-тармағы", ["annex 2 paragraph 4"]),
        ("Пункт 8: так. Пункт 11: иначе", ["paragraph 8", "paragraph 11"]),
        ("пунктуальность 5 человек", []),
        ("в 2026 году 12 протоколов", []),
    ],
)
def test_references_in_either_language(text: str, places: list[str]) -> None:
    found = [" ".join(f"{kind} {number}" for kind, number in one.numbers) for one in references_in(text)]
    assert found == places


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("статья 4 Закона «О государственных услугах»", True),
        ("статьёй 58 Экологического кодекса", True),
        ("«Мемлекеттік көрсетілетін қызметтер туралы» Заңның 4-бабы", True),
        ("Экология кодексінің 58-бабына сәйкес", True),
        ("пункт 7 противоречит закону", False),
        ("пункт 7 проекта", False),
    ],
)
def test_reference_to_another_act_is_told(text: str, is_other: bool) -> None:
    (reference,) = references_in(text)
    assert reference.of_other_act is is_other


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("пункт 5 статьи 10", 1.0),
        ("п. 5", 0.5),
        ("статья 10", 0.3),
        ("пункт 6 статьи 10", -1.0),
        ("пункт 6 статьи 10 и пункт 5 статьи 10", 1.0),
        ("пункт 6 статьи 10 Закона", 0.0),
        ("абзац второй", 0.0),
    ],
)
def test_agreement_of_places(theirs: str, expected: float) -> None:
    ours = reference_of_path("article 10 / paragraph 5")
    assert ours is not None
    assert agreement(ours, references_in(theirs))[0] == expected


# --- Hostile comments ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        *("1.1." * 5000, "1," * 10_000, "пункт " * 3300, "он " * 6000, "1)" * 10_000, "\n1)" * 6000),
        *("а" * 20_000, "Ааа " * 5000, "1 и " * 5000, "1" * 1_000_000, "1-" * 10_000, "«" * 20_000),
        *("бап " * 5000, "заңның 1-бабы " * 1500, "\x00\ufffe\u202e", "😀" * 20_000, " " * 1_000_000),
    ],
)
def test_f8_hostile_comment_takes_no_time_and_matches_nothing(hostile: str) -> None:
    started = time.process_time()
    assert proposed(hostile, part=hostile[:500]) == set()
    assert time.process_time() - started < 1
