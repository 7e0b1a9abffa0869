"""Finding drafts by words: `search_text` holds the stems of both titles, the body's name and the portal number."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from common.stems import stems
from common.word_index import Group, WordIndex, alternatives, any_phrase, every_group, plain

if TYPE_CHECKING:
    from projects.models import DraftAct

DRAFTS = WordIndex("projects_draftact", "projects_draft_search")


def search_text_of(draft: "DraftAct") -> str:
    """What search reads of a draft: made when the draft is stored."""
    words = [*(draft.stems_kk or "").split(), *(draft.stems_ru or "").split()]
    words += [*stems(draft.body_name_kk or "", "kk"), *stems(draft.body_name_ru or "", "ru")]
    if draft.portal_id is not None:
        words.append(str(draft.portal_id))
    return " ".join(dict.fromkeys(plain(words)))


def matching(drafts: "QuerySet[DraftAct]", text: str, *, by_pages: bool = False) -> "QuerySet[DraftAct]":
    """Those of `drafts` that hold every word of `text`; a text without any word finds nothing."""
    return holding(drafts, alternatives(text), by_pages=by_pages)


def holding(
    drafts: "QuerySet[DraftAct]", groups: Sequence[Group], *, by_pages: bool = False
) -> "QuerySet[DraftAct]":
    """Those of `drafts` that hold a form of each group. `by_pages`: as common.word_index says."""
    return DRAFTS.found(drafts, every_group(groups), by_pages=by_pages)


def holding_any(drafts: "QuerySet[DraftAct]", phrases: Iterable[str]) -> "QuerySet[DraftAct]":
    """Those of `drafts` that hold all words of at least one phrase, in Kazakh or in Russian, whatever their order."""
    return DRAFTS.found(drafts, any_phrase(phrases))
