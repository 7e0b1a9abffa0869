"""The portal's mark, the body's words or its silence, made into a proposal for a person."""

import pytest

from amendments.answers.verdicts import OutcomeProposal, propose_outcome, words_for_partly
from amendments.states import Verdict


@pytest.mark.parametrize(
    ("mark", "replies", "outcome", "basis"),
    [
        ("accepted", ["Уважаемый пользователь!"], "accepted", "mark"),
        ("not_accepted", [], "not_accepted", "mark"),
        (None, [], "not_answered", "silence"),
        (None, ["  "], "not_answered", "silence"),
        (None, ["Ваше предложение принято к сведению."], None, "reply"),
        (None, ["Предложение учтено."], "accepted", "reply"),
        (None, ["Ұсыныс қабылданбады, негіз жоқ."], "not_accepted", "reply"),
    ],
)
def test_mark_reply_or_silence(mark: str | None, replies: list[str], outcome: str | None, basis: str) -> None:
    found = propose_outcome(mark, replies, term_is_over=True)
    assert (found.outcome, found.basis, found.is_doubtful) == (outcome, basis, False)


def test_silence_before_the_end_of_the_term_is_nothing_yet() -> None:
    assert propose_outcome(None, [], term_is_over=False) == OutcomeProposal(None, "")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("Учтено частично.", "Учтено частично"),
        ("Предложение частично принято, пункт 5 дополнен.", "частично принято"),
        ("Принято в части пункта 3.", "Принято в части"),
        ("Поддержано в следующей части: ...", "Поддержано в следующей части"),
        ("Пункт 5 доработан. В остальной части не принято.", "В остальной части"),
        ("Частично.", "Частично"),
        ("Ішінара қабылданды.", "Ішінара қабылданды"),
        ("Ұсыныс ішінара ескерілді", "ішінара ескерілді"),
        ("Ұсыныс екінші бөлігінде ескерілді", "бөлігінде ескерілді"),
        ("Учтено (ішінара)", "Учтено (ішінара"),
    ],
)
@pytest.mark.parametrize("mark", ["accepted", "not_accepted", None])
def test_partly_is_proposed_where_the_reply_says_so(mark: str | None, reply: str, words: str) -> None:
    found = propose_outcome(mark, ["Уважаемый пользователь!", reply], term_is_over=True)
    assert (found.outcome, found.basis, found.words[0]) == ("partly", "reply", words)


@pytest.mark.parametrize(
    "reply",
    [
        "Частичная занятость регулируется кодексом. Учтено",
        "Закон знает частично оплачиваемый отпуск для родителей. Принято.",
        "Согласно Закону в части терминологии. В частности, для удобства населения.",
        "Ішінара жұмыспен қамтылған адамдар туралы норма қабылданды",
        "Ескертпе: жобаның екінші бөлігінде көрсетілген",
    ],
)
def test_partly_of_what_the_act_is_about_is_not_the_bodys_partly(reply: str) -> None:
    assert words_for_partly(reply) == ()


@pytest.mark.parametrize(
    ("mark", "reply", "words"),
    [
        ("accepted", "Предложение не принимается.", "не принимается"),
        ("not_accepted", "Учтено в проекте.", "Учтено"),
        ("not_accepted", "Ескерілді.", "Ескерілді"),
    ],
)
def test_mark_and_reply_that_disagree_are_doubtful(mark: str, reply: str, words: str) -> None:
    assert propose_outcome(mark, [reply], term_is_over=True) == OutcomeProposal(mark, "mark", (words,), True)


def test_reply_that_says_both_proposes_nothing() -> None:
    found = propose_outcome(None, ["Пункт 5 принят. Пункт 6 не принят."], term_is_over=True)
    assert (found.outcome, found.is_doubtful) == (None, True)


def test_unknown_mark_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="no mark 'partly'"):
        propose_outcome("partly", [], term_is_over=True)


def test_outcomes_are_those_of_the_record() -> None:
    replies = {
        "accepted": ["Учтено."],
        "partly": ["Учтено частично."],
        "not_accepted": ["Не принято."],
        "not_answered": [],
    }
    assert {propose_outcome(None, said, term_is_over=True).outcome for said in replies.values()} == set(
        Verdict.values
    )
