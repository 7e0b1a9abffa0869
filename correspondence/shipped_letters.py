"""The letters that we ship, in the official register of each language, and what may stand in their gaps.

A gap is written {draft_title}; its meaning is told beside the form in which a coordinator words the letter anew. {rows}
stands in a paragraph of its own and is filled with a list or a table. The texts lie in the folder `shipped`. Gaps stand
where the nominative does, in which their values come, and a sentence does not know the gender of an organisation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from correspondence.states import LetterKind


@dataclass(frozen=True)
class Wording:
    """Title and text of a letter in both languages; an empty line ends a paragraph, '- ' begins an item of a list."""

    title_kk: str
    title_ru: str
    text_kk: str
    text_ru: str

    @property
    def whole(self) -> dict[str, str]:
        return {
            "title_kk": self.title_kk,
            "title_ru": self.title_ru,
            "text_kk": self.text_kk,
            "text_ru": self.text_ru,
        }


GAPS: Mapping[str, Promise] = {
    "organisation": _("the full name of your organisation"),
    "draft_title": _("the title of the draft"),
    "draft_number": _("the number of the draft on the portal"),
    "draft_link": _("the address of the draft on the portal"),
    "body": _("the state body that drafts"),
    "council": _("the public council"),
    "end_date": _("the last day of the discussion"),
    "submitted_on": _("the day on which the proposals were submitted"),
    "submissions": _("when and how the proposals were submitted, with the numbers given"),
    "row_count": _("how many proposals there are"),
    "rows": _("the proposals that the letter is about, as a list; in a paragraph of its own"),
    "contact_name": _("the person whom the addressee may call"),
    "contact_phone": _("the phone of your organisation"),
    "contact_email": _("the e-mail of your organisation"),
}
_FOLDER = Path(__file__).parent / "shipped"
BLOCK_GAPS = frozenset({"rows"})
_ALWAYS = (
    "organisation",
    "draft_title",
    "draft_number",
    "draft_link",
    "body",
    "contact_name",
    "contact_phone",
)
_ALWAYS_TOO = ("contact_email", "row_count")

GAPS_OF: Mapping[str, tuple[str, ...]] = {
    LetterKind.COVER_BODY: (*_ALWAYS, *_ALWAYS_TOO, "end_date"),
    LetterKind.COVER_COUNCIL: (*_ALWAYS, *_ALWAYS_TOO, "council", "end_date"),
    LetterKind.ESCALATION_COUNCIL: (*_ALWAYS, *_ALWAYS_TOO, "council", "submitted_on", "submissions", "rows"),
    LetterKind.AUTHORISED_BODY: (*_ALWAYS, *_ALWAYS_TOO, "submitted_on", "submissions", "rows"),
}


def _read(kind: str, language: str) -> tuple[str, str]:
    """Title and text: the first line of the file, and what follows it."""
    name = kind.removeprefix("letter.")
    title, _gap, text = (_FOLDER / f"{name}_{language}.txt").read_text(encoding="utf-8").partition("\n")
    return title.strip(), text.strip()


def _shipped(kind: str) -> Wording:
    (title_kk, text_kk), (title_ru, text_ru) = _read(kind, "kk"), _read(kind, "ru")
    return Wording(title_kk, title_ru, text_kk, text_ru)


SHIPPED: Mapping[str, Wording] = {kind.value: _shipped(kind) for kind in LetterKind}
