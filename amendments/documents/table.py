"""The table of proposals and its cover letters as documents: what they say, in the words of the usual forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from amendments.models import AmendmentTable, Outcome
from amendments.models.table import COLUMNS
from amendments.states import Category, Verdict
from correspondence.documents import (
    Block,
    Column,
    ColumnKind,
    Document,
    Heading,
    KeyValues,
    Mode,
    Orientation,
    Paragraph,
    Signature,
    Table,
    Text,
    same,
)
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of, words_of
from correspondence.states import LetterKind
from projects.models import DraftAct

LETTER_KINDS = (LetterKind.COVER_BODY, LetterKind.COVER_COUNCIL)

# The columns of the methodology's first template; `width` is a share.
HEADS = {
    "number": Column(Text("№", "№"), ColumnKind.NUMBER, 3),
    "structural_element": Column(Text("Құрылымдық элемент", "Структурный элемент"), width=9),
    "draft_wording": Column(Text("Жоба нормасы", "Норма проекта"), ColumnKind.NORM, 18),
    "proposed_wording": Column(
        Text("Ұсынылатын редакция", "Предлагаемая редакция"), ColumnKind.NORM, 18
    ),
    "justification": Column(Text("Негіздеме", "Обоснование"), width=20),
    "expected_effect": Column(Text("Күтілетін әсер", "Ожидаемый эффект"), width=12),
    "category": Column(Text("Санат", "Категория"), width=9),
}
CATEGORIES = {
    Category.LEGAL_TECHNICAL: Text("заң техникасы", "юридико-техническая"),
    Category.SUBSTANTIVE: Text("мазмұндық", "содержательная"),
    Category.ANTI_CORRUPTION: Text("сыбайлас жемқорлыққа қарсы", "антикоррупционная"),
}
NEW_NORM = Text("жаңа норма", "новая норма")
# After the body has answered; the other columns make room.
ANSWER_HEADS = {
    "position": Column(Text("Мемлекеттік орган ұстанымы", "Позиция госоргана"), width=15),
    "result": Column(Text("Нәтиже", "Результат"), width=9),
}
_BESIDE_ANSWERS = {"draft_wording": 15, "proposed_wording": 15, "justification": 16, "expected_effect": 10}
VERDICTS = {
    Verdict.ACCEPTED: Text("қабылданды", "принято"),
    Verdict.PARTLY: Text("ішінара қабылданды", "частично принято"),
    Verdict.NOT_ACCEPTED: Text("қабылданбады", "не принято"),
    Verdict.NOT_ANSWERED: Text("жауап берілмеді", "оставлено без ответа"),
}


def table_document(
    table: AmendmentTable, content: Mapping[str, Any], mode: Mode, answers: Mapping[int, Outcome] | None = None
) -> Document:
    """The table of proposals. `content`: amendments.queries.table.as_sent(table). `answers`: confirmed outcomes by row, which
    give the table two more columns; none where nobody has answered.
    """
    draft = table.dossier.draft
    title = Text("Жобаға ұсыныстар (түзетулер) кестесі", "Таблица предложений (поправок) к проекту")
    return Document(
        title=title,
        mode=mode,
        letterhead=letterhead_of(table.organisation),
        blocks=tuple(_blocks(table, draft, content, answers or {})),
        orientation=Orientation.LANDSCAPE,
    )


def _blocks(
    table: AmendmentTable, draft: DraftAct, content: Mapping[str, Any], answers: Mapping[int, Outcome]
) -> Iterator[Block]:
    yield KeyValues(tuple(_facts(draft)))
    summary = Text(content["summary_kk"], content["summary_ru"])
    if summary:
        yield Heading(Text("Ұстанымның қысқаша мазмұны", "Краткое изложение позиции"))
        yield Paragraph(summary)
    yield Heading(Text("Ұсыныстар", "Предложения"))
    yield _table(content["rows"], answers)
    yield Signature(words_of(table.organisation, "signatory_post"), words_of(table.organisation, "signatory_name"))
    for member in content["coalition"]:
        yield Paragraph(
            Text(
                f"Ұсыныстарға қосылды: {member['name_kk'] or member['name_ru']}",
                f"К предложениям присоединилась организация: {member['name_ru'] or member['name_kk']}",
            )
        )
        yield Signature(
            Text(member["signatory_post_kk"], member["signatory_post_ru"]),
            Text(member["signatory_name_kk"], member["signatory_name_ru"]),
        )


def _table(rows: Sequence[Mapping[str, Any]], answers: Mapping[int, Outcome]) -> Table:
    if not answers:
        return Table(columns=tuple(HEADS.values()), rows=tuple(_cells(row) for row in rows))
    narrow = {name: replace(head, width=_BESIDE_ANSWERS.get(name, head.width)) for name, head in HEADS.items()}
    return Table(
        columns=(*narrow.values(), *ANSWER_HEADS.values()),
        rows=tuple((*_cells(row), *_answer(answers.get(row["id"]))) for row in rows),
    )


def _answer(outcome: Outcome | None) -> tuple[Text, Text]:
    """The body's own words, in the language in which they were written, and what they come to."""
    return (same(outcome.body_words), VERDICTS[Verdict(outcome.state)]) if outcome else (Text(), Text())


def _facts(draft: DraftAct) -> Iterator[tuple[Text, Text]]:
    yield Text("Жоба", "Проект"), Text(draft.title_kk or draft.title_ru or "", draft.title_ru or draft.title_kk or "")
    if body := body_of(draft):
        yield Text("Әзірлеуші мемлекеттік орган", "Государственный орган-разработчик"), body
    if draft.portal_id is not None:
        yield Text("«Ашық НҚА» порталындағы нөмірі", "Номер на портале «Открытые НПА»"), same(draft.portal_id)
        yield Text("Порталдағы мекенжайы", "Адрес на портале"), same(draft.portal_address)
    if draft.ends_on is not None:
        yield Text("Талқылаудың соңғы күні", "Последний день обсуждения"), long_date(draft.ends_on)


def _cells(row: Mapping[str, Any]) -> tuple[Text, ...]:
    texts = {name: Text(row[f"{name}_kk"], row[f"{name}_ru"]) for name in COLUMNS}
    texts["draft_wording"] = texts["draft_wording"] or NEW_NORM
    return (same(row["number"]), *(texts[name] for name in COLUMNS), CATEGORIES[Category(row["category"])])


def body_of(draft: DraftAct) -> Text:
    """The state body's name in both languages; one borrows from the other where the portal names it in one only."""
    source: Any = draft.body
    kk = (source.name_kk if source else draft.body_name_kk) or ""
    ru = (source.name_ru if source else draft.body_name_ru) or ""
    return Text(kk or ru, ru or kk)


def letter_values(table: AmendmentTable, content: Mapping[str, Any]) -> dict[str, Text]:
    """What stands in the gaps of a cover letter."""
    draft = table.dossier.draft
    return {
        "draft_title": Text(draft.title_kk or draft.title_ru or "", draft.title_ru or draft.title_kk or ""),
        "draft_number": same(draft.portal_id or ""),
        "draft_link": same(draft.portal_address),
        "body": body_of(draft),
        "council": council_of(draft),
        "end_date": long_date(draft.ends_on),
        "row_count": same(len(content["rows"])),
    }


def council_of(draft: DraftAct) -> Text:
    """The public council at the body that drafts."""
    body = body_of(draft)
    return Text(f"{body.kk} жанындағы Қоғамдық кеңес", f"Общественный совет ({body.ru})") if body else Text()


def addressee_of(draft: DraftAct, kind: str) -> tuple[Text, ...]:
    addressee = council_of(draft) if kind == LetterKind.COVER_COUNCIL else body_of(draft)
    return (addressee,) if addressee else ()
