"""What the state body's mark, reply or silence makes of a row. A proposal with its reasons: a person confirms it.

The portal knows accepted and not accepted only. 'Partly' is a person's to say; it is proposed where the reply says so.
Pure: no Django, no database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ACCEPTED, PARTLY, NOT_ACCEPTED, NOT_ANSWERED = "accepted", "partly", "not_accepted", "not_answered"
_MAX_REPLY = 20_000
_MOST_WORDS = 5
_SHORT = 4  # words of a sentence that is all answer: 'Учтено частично.'

# What bodies say they did with a proposal. 'Согласно', 'ескертпе', 'после принятия' are none of it.
_TAKEN = (
    r"(?:(?:не\s)?(?:принят[оаы]?|принима(?:ется|ются|ем)|учтен[оаы]?|учитыва(?:ется|ются)|поддержан[оаы]?"
    r"|поддержива(?:ется|ются|ем)|согласны|отражен[оаы]?)"
    r"|(?:қабылдан|ескеріл|қолдау\sтап|келісе|келіспе)\w{0,10})\b"
)
_DONE = rf"(?:{_TAKEN}|(?:доработан|дополнен|внесен|изменен|исправлен)[оаы]?\b|(?:толықтырыл|өзгертіл|түзетіл)\w{{0,8}})"
_HALF = r"(?:частично|отчасти|ішінара|жартылай)"
_GAP = r"[^\w.!?;\n]{1,3}"  # between words of one sentence
_IN_PART = re.compile(
    rf"\b{_HALF}{_GAP}(?:\w{{1,30}}{_GAP}){{0,3}}?{_DONE}"
    rf"|\b{_DONE}{_GAP}(?:\w{{1,30}}{_GAP}){{0,3}}?{_HALF}\b"
    rf"|\b{_TAKEN}{_GAP}(?:\w{{1,30}}{_GAP}){{0,2}}?в\s(?:следующей\s|этой\s)?части\b"
    rf"|\bв\sчасти{_GAP}(?:\w{{1,30}}{_GAP}){{0,6}}?{_TAKEN}|\bв\sостальной\sчасти\b"
    rf"|\bбөлі(?:гінде|гі|мінде){_GAP}(?:\w{{1,30}}{_GAP}){{0,2}}?(?:қабылданды|ескерілді)\b",
    re.IGNORECASE,
)
_HALF_WORD = re.compile(rf"\b{_HALF}\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;\n]+")
# 'Принято к сведению' is a polite nothing.
_YES = re.compile(
    r"(?<!не )\b(?:принят[оаы]?|принима(?:ется|ются|ем)|учтен[оаы]?|учитыва(?:ется|ются)|поддержан[оаы]?"
    r"|поддержива(?:ется|ются|ем)|согласны)\b(?!\s(?:к\sсведению|к\sрассмотрению|во\sвнимание|законом|законами))"
    r"|\b(?:қабылданды|қабылданады|ескерілді|ескеріледі|қолдау\sтапты|келісеміз)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\bне\s(?:принят[оаы]?|принима(?:ется|ются|ем)|учтен[оаы]?|учитыва(?:ется|ются)|поддержан[оаы]?"
    r"|поддержива(?:ется|ются|ем)|согласны|представляется\sвозможным)\b|\b(?:отклонен[оаы]?|отклоня(?:ется|ются))\b"
    r"|\bнет\sоснований\b"
    r"|\b(?:қабылданбады|қабылданбайды|ескерілмеді|ескерілмейді|қолдау\sтаппады|келіспейміз|негіз\sжоқ"
    r"|қабылдау\sмүмкін\sемес)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OutcomeProposal:
    """`outcome`: 'accepted', 'partly', 'not_accepted', 'not_answered', or None while there is nothing to propose.

    `basis`: what it rests on: 'mark' of the portal, 'reply', 'silence' after the term, or '' (still waiting).
    `words`: those of the reply that speak for it. `is_doubtful`: mark and reply, or the words of the reply, disagree.
    """

    outcome: str | None
    basis: str
    words: tuple[str, ...] = ()
    is_doubtful: bool = False


def propose_outcome(mark: str | None, replies: Iterable[str], *, term_is_over: bool) -> OutcomeProposal:
    """`mark` is the portal's 'accepted', 'not_accepted' or None, `replies` the body's own words.

    `term_is_over`: the report is out, or the day by which the body had to reply has passed. Only then is silence an
    outcome. ValueError for another mark.
    """
    if mark not in (ACCEPTED, NOT_ACCEPTED, None):
        raise ValueError(f"The portal has no mark {mark!r}: use 'accepted', 'not_accepted' or None.")
    said = "\n".join(reply for reply in replies if reply.strip())[:_MAX_REPLY].replace("ё", "е")
    if partly := words_for_partly(said):
        return OutcomeProposal(PARTLY, "reply", partly)
    yes, no = _found(_YES, said), _found(_NO, said)
    if mark is not None:
        against = no if mark == ACCEPTED else yes
        agreeing = yes if mark == ACCEPTED else no
        return OutcomeProposal(mark, "mark", against or agreeing, is_doubtful=bool(against and not agreeing))
    if said:
        if bool(yes) == bool(no):
            return OutcomeProposal(None, "reply", (*yes, *no), is_doubtful=bool(yes))
        return OutcomeProposal(ACCEPTED if yes else NOT_ACCEPTED, "reply", yes or no)
    return OutcomeProposal(NOT_ANSWERED, "silence") if term_is_over else OutcomeProposal(None, "")


def words_for_partly(reply: str) -> tuple[str, ...]:
    """The words of a reply that say 'in part' of what the body did, not of what the act is about ('частичная занятость')."""
    found = _found(_IN_PART, reply)
    if found:
        return found
    short = (sentence.strip() for sentence in _SENTENCE.split(reply))
    return tuple(
        sentence for sentence in short if _HALF_WORD.search(sentence) and len(sentence.split()) <= _SHORT
    )[:_MOST_WORDS]


def _found(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    words = (" ".join(found.group().split()) for found in pattern.finditer(text))
    return tuple(dict.fromkeys(words))[:_MOST_WORDS]
