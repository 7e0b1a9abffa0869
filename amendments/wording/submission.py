"""What is sent, as blocks ready to copy; what was sent, as it stood. Pure but for the catalogue's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from correspondence.documents import Text

PORTAL_BYTES = 10_485_760  # all files of one comment together; the portal's form says so
ELEMENT = Text("Құрылымдық элемент", "Структурный элемент")
PROPOSED = Text("Ұсынылатын редакция", "Предлагаемая редакция")
REASON = Text("Негіздеме", "Обоснование")
SUMMARY = Text("Ұстанымның қысқаша мазмұны", "Краткое изложение позиции")
PROPOSAL = Text("Ұсыныс", "Предложение")


@dataclass(frozen=True)
class CopyBlock:
    """One comment for the portal's form, in one language."""

    number: int
    element: str
    language: str
    text: str


def copy_blocks(content: Mapping[str, Any], language: str) -> list[CopyBlock]:
    """A block for each row of `content` (amendments.queries.table.as_sent): the element, the wording, the justification."""
    return [
        CopyBlock(row["number"], row[f"structural_element_{language}"], language, _comment(row, language))
        for row in content["rows"]
    ]


def whole_text(content: Mapping[str, Any], language: str) -> str:
    """The position and every proposal as one text, for a letter's field or an e-mail."""
    parts = (
        [f"{_word(SUMMARY, language)}: {content[f'summary_{language}']}"]
        if content[f"summary_{language}"]
        else []
    )
    parts += [
        f"{_word(PROPOSAL, language)} {row['number']}\n{_comment(row, language)}" for row in content["rows"]
    ]
    return "\n\n".join(parts)


def _comment(row: Mapping[str, Any], language: str) -> str:
    said = (
        (ELEMENT, row[f"structural_element_{language}"]),
        (PROPOSED, row[f"proposed_wording_{language}"]),
        (REASON, row[f"justification_{language}"]),
    )
    return "\n\n".join(f"{_word(name, language)}: {text}" for name, text in said if text)


def _word(words: Text, language: str) -> str:
    return words.ru if language == "ru" else words.kk


@dataclass(frozen=True)
class SentText:
    """What stood in a submission, in one language."""

    language: str
    summary: str
    blocks: Sequence[CopyBlock]


def sent_texts(content: Mapping[str, Any]) -> list[SentText]:
    """What was sent, in the languages it was sent in."""
    languages: Iterable[str] = content.get("sent_in") or ("kk", "ru")
    return [
        SentText(language, content[f"summary_{language}"], copy_blocks(content, language))
        for language in languages
    ]
