"""A letter from its wording: gaps filled, text divided into paragraphs and lists.

Filling is a replacement of known names and nothing else: no format language, no attributes, no code. What a person wrote
in a gap is not looked through for gaps again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from accounts.models import Organisation, User
from correspondence import queries
from correspondence.documents import (
    Addressee,
    Block,
    Document,
    Executor,
    Items,
    Mode,
    Paragraph,
    Signature,
    Text,
)
from correspondence.letterheads import letterhead_of, words_of
from correspondence.models import LetterTemplate
from correspondence.shipped_letters import BLOCK_GAPS, GAPS_OF, SHIPPED, Wording

_GAP = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z_]+")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_ITEM = re.compile(r"[-–•]\s+")
_QUOTED = re.compile(r"> ?")


def wording_of(organisation: Organisation, kind: str) -> tuple[Wording, LetterTemplate | None]:
    """What the organisation writes such letters with, and the version of its own; None while it is the shipped one."""
    own = queries.current_template(organisation, kind)
    if own is None:
        return SHIPPED[kind], None
    return Wording(own.title_kk, own.title_ru, own.text_kk, own.text_ru), own


def unknown_gaps(text: str, kind: str) -> list[str]:
    """What stands in braces and is no gap of this kind of letter, as it was written, each once; a brace alone too."""
    known = GAPS_OF[kind]
    wrong = [match.group() for match in _GAP.finditer(text) if match.group(1) not in known]
    lonely = re.findall(r"[{}]", _GAP.sub("", text))
    return list(dict.fromkeys([*wrong, *lonely]))


def misplaced_gaps(text: str) -> list[str]:
    """Gaps for a list that do not stand in a paragraph of their own."""
    return [
        f"{{{name}}}"
        for name in sorted(BLOCK_GAPS)
        for paragraph in _PARAGRAPHS.split(text.strip())
        if f"{{{name}}}" in paragraph and paragraph.strip() != f"{{{name}}}"
    ]


def compose_letter(
    organisation: Organisation,
    kind: str,
    *,
    mode: Mode,
    values: Mapping[str, Text],
    addressee: tuple[Text, ...],
    executor: User | None = None,
    blocks: Mapping[str, tuple[Block, ...]] | None = None,
    wording: Wording | None = None,
    on: date | None = None,
) -> tuple[Document, LetterTemplate | None]:
    """The letter on the organisation's letterhead, and the version of the wording that it was written with.

    `values`: what stands in the gaps, by name (shipped_letters.GAPS_OF); a gap without a value stays empty. `blocks`:
    what the gap {rows} is filled with. `wording`: another than the organisation's own, for a preview.
    """
    found, template = wording_of(organisation, kind)
    used = wording or found
    known = {**_own_values(organisation, executor), **values}
    document = _letter(
        organisation,
        Text(fill(used.title_kk, known, "kk"), fill(used.title_ru, known, "ru")),
        (_block(kk, ru, known, blocks or {}) for kk, ru in _pairs(used, mode)),
        mode=mode,
        addressee=addressee,
        executor=executor,
        on=on,
    )
    return document, template


def _letter(
    organisation: Organisation,
    title: Text,
    paragraphs: Iterable[Iterable[Block]],
    *,
    mode: Mode,
    addressee: tuple[Text, ...],
    executor: User | None,
    on: date | None = None,
) -> Document:
    """On the letterhead: addressee, what it says, signature, executor."""
    return Document(
        title=title,
        mode=mode,
        letterhead=letterhead_of(organisation),
        blocks=(
            Addressee(addressee),
            *chain.from_iterable(paragraphs),
            Signature(words_of(organisation, "signatory_post"), words_of(organisation, "signatory_name"), on),
            *(_executors(organisation, executor)),
        ),
    )


def prefilled(
    organisation: Organisation, kind: str, values: Mapping[str, Text], *, executor: User | None = None
) -> tuple[Wording, LetterTemplate | None]:
    """The letter's title and text with every gap filled, for a person to write on; `values` as in compose_letter.

    Here {rows} is filled with text too.
    """
    used, template = wording_of(organisation, kind)
    known = {**_own_values(organisation, executor), **values}
    filled = {name: fill(text, known, name[-2:]) for name, text in used.whole.items()}
    return Wording(**filled), template


def written_letter(
    organisation: Organisation,
    wording: Wording,
    *,
    mode: Mode,
    addressee: tuple[Text, ...],
    executor: User | None = None,
) -> Document:
    """A letter as a person wrote it: nothing in braces is filled.

    Divided like a wording; a paragraph whose lines all begin with '>' is somebody else's words, set apart.
    """
    return _letter(
        organisation,
        Text(wording.title_kk, wording.title_ru),
        (_block(kk, ru, None, {}) for kk, ru in _pairs(wording, mode)),
        mode=mode,
        addressee=addressee,
        executor=executor,
    )


def fill(text: str, values: Mapping[str, Text], language: str) -> str:
    """`text` with the gaps filled in this language; a gap that has no value in it is left out."""
    return _GAP.sub(
        lambda match: (
            getattr(values.get(match.group(1), Text()), language) if _NAME.fullmatch(match.group(1)) else ""
        ),
        text,
    )


def _own_values(organisation: Organisation, executor: User | None) -> dict[str, Text]:
    contact = executor.name if executor is not None else ""
    return {
        "organisation": words_of(organisation, "name"),
        "contact_name": Text(contact, contact),
        "contact_phone": Text(organisation.phone, organisation.phone),
        "contact_email": Text(organisation.email, organisation.email),
    }


def _executors(organisation: Organisation, executor: User | None) -> Iterator[Block]:
    if executor is not None:
        yield Executor(Text(executor.name, executor.name), organisation.phone)


def _pairs(wording: Wording, mode: Mode) -> list[tuple[str, str]]:
    """Kazakh beside Russian where the two texts are divided alike, else one after the other."""
    kk, ru = (_PARAGRAPHS.split(text.strip()) for text in (wording.text_kk, wording.text_ru))
    if mode is Mode.KAZAKH:
        return [(one, "") for one in kk]
    if mode is Mode.RUSSIAN:
        return [("", one) for one in ru]
    if [_shape(one) for one in kk] == [_shape(one) for one in ru]:
        return list(zip(kk, ru, strict=True))
    return [*((one, "") for one in kk), *(("", one) for one in ru)]


def _shape(paragraph: str) -> object:
    """What a paragraph becomes: a block for a gap, a quotation, a list of so many items, or text."""
    if _is_quoted(paragraph):
        return ">"
    gap = _block_gap(paragraph)
    return gap or sum(1 for line in paragraph.split("\n") if _ITEM.match(line))


def _is_quoted(paragraph: str) -> bool:
    return bool(paragraph) and all(_QUOTED.match(line) for line in paragraph.split("\n"))


def _block_gap(paragraph: str) -> str:
    name = paragraph.strip().strip("{}")
    return name if name in BLOCK_GAPS and paragraph.strip() == f"{{{name}}}" else ""


def _block(
    kk: str, ru: str, values: Mapping[str, Text] | None, blocks: Mapping[str, tuple[Block, ...]]
) -> Iterator[Block]:
    """One paragraph; without `values` nothing in it is a gap."""
    gap = _block_gap(kk or ru) if values is not None else ""
    if gap:
        yield from blocks.get(gap, ())
        return
    if values is None and _is_quoted(kk or ru):
        theirs = ("\n".join(_QUOTED.sub("", line, 1) for line in text.split("\n")) for text in (kk, ru))
        yield Paragraph(Text(*theirs), quoted=True)
        return
    lines = [[line for line in text.split("\n") if line] for text in (kk, ru)]
    if all(_ITEM.match(line) for side in lines for line in side) and any(lines):
        count = max(map(len, lines))
        sides = [[*side, *[""] * (count - len(side))] for side in lines]
        yield Items(
            tuple(
                Text(_said(_ITEM.sub("", one, 1), values, "kk"), _said(_ITEM.sub("", two, 1), values, "ru"))
                for one, two in zip(*sides, strict=True)
            )
        )
        return
    yield Paragraph(Text(_said(kk, values, "kk"), _said(ru, values, "ru")))


def _said(text: str, values: Mapping[str, Text] | None, language: str) -> str:
    return text if values is None else fill(text, values, language)
