"""The words of people after somebody is erased: they stay, the name in them goes for good.

The copies of the minutes hide names that the record knows. Once it does not know a name any more it could not hide it.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F

from hearings.hidden_names import HiddenNames, without_common_words
from hearings.models import (
    AgendaItem,
    Hearing,
    Minutes,
    MinutesComment,
    MinutesLetter,
    Proposal,
    RemarkAnswer,
    Turn,
    Vote,
)
from hearings.naming import naming_of

# Where people write freely, and the way from there to the hearing.
_SAID: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (AgendaItem, "hearing", ("title_kk", "title_ru", "speaker")),
    (Turn, "hearing", ("thesis",)),
    (Proposal, "hearing", ("norm", "text")),
    (Vote, "hearing", ("question_kk", "question_ru")),
    (Minutes, "hearing", ("decisions_kk", "decisions_ru", "annexes_kk", "annexes_ru")),
    (MinutesComment, "minutes__hearing", ("text",)),
    (RemarkAnswer, "proposal__hearing", ("answer_kk", "answer_ru")),
    (MinutesLetter, "minutes__hearing", ("reply",)),
)
OWN_WORDS = tuple(
    f"{name}_{language}"
    for name in ("title", "aim", "norms", "decisions", "place", "rules", "access")
    for language in ("kk", "ru")
)
_VERSIONED = (Turn, Proposal, Minutes)
_BEGINNING = 3  # letters that all forms of a word share; shorter words are asked for whole


def forget_in_words(hearing: Hearing, names: Iterable[str], unseen: Iterable[str] = ()) -> None:
    """Take `names` out of everything that was said at or written of the hearing, in all their forms.

    `unseen`: of people whom nobody of the organisation has met, so that any word may stand for a name: words that mean
    something stay. After the rows of the people are emptied, inside that transaction: a name that somebody who may be
    named has too stays.
    """
    gone = {name for name in names if name.strip()} | _as_far_as_names(hearing, unseen)
    if not gone:
        return
    naming = naming_of(hearing, is_public=False)
    hidden = HiddenNames(gone, naming.shown)
    beginnings = {_plain(word)[:_BEGINNING] for name in gone for word in name.split()}
    for model, to_hearing, columns in _SAID:
        for row in model._default_manager.filter(**{to_hearing: hearing}).only("pk", *columns):
            _clean_row(model, row, columns, hidden, beginnings)


def _as_far_as_names(hearing: Hearing, unseen: Iterable[str]) -> set[str]:
    names = {name for name in unseen if name.strip()}
    if not names:
        return set()
    organisation, ours = hearing.organisation, [getattr(hearing, name) for name in OWN_WORDS]
    ours += [organisation.name_kk or "", organisation.name_ru or ""]
    if hearing.dossier is not None:
        ours += [hearing.dossier.draft.title_kk or "", hearing.dossier.draft.title_ru or ""]
    said = [
        text
        for model, to_hearing, columns in _SAID
        for row in model._default_manager.filter(**{to_hearing: hearing}).values_list(*columns)
        for text in row
    ]
    return {left for name in names if (left := without_common_words(name, ours, said))}


def _clean_row(
    model: type[models.Model],
    row: models.Model,
    columns: tuple[str, ...],
    hidden: HiddenNames,
    beginnings: set[str],
) -> None:
    changed: dict[str, Any] = {}
    for column in columns:
        text = getattr(row, column)
        plain = _plain(text)
        if any(beginning in plain for beginning in beginnings) and (cleaned := hidden.clean(text)) != text:
            changed[column] = cleaned
    if changed:
        # Who has the old words open is told so on saving, and does not bring them back.
        version = {"version": F("version") + 1} if model in _VERSIONED else {}
        model._default_manager.filter(pk=row.pk).update(**changed, **version)


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")
