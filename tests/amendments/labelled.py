"""Rows of ours and comments on the portal, labelled by hand with the rows that a comment is about."""

from dataclasses import dataclass
from typing import Any

from amendments.answers.matching import OurRow, RowTexts


@dataclass(frozen=True)
class Said:
    """A comment and the ids of the rows that it is about, with spaces between. The first letter of its id is how:

    verbatim, shortened, reworded, merged, a part, with typing errors, or by others.
    """

    id: str
    about: str
    part: str
    text: str
    ours: bool = True

    @property
    def rows(self) -> set[str]:
        return set(self.about.split())


def row(id: Any, label_ru: str, draft_ru: str, ours_ru: str, why_ru: str, *kazakh: str) -> OurRow:
    return OurRow(
        id=id,
        ru=RowTexts(label_ru, draft_ru, ours_ru, why_ru),
        kk=RowTexts(*kazakh) if kazakh else RowTexts(),
    )
