"""Materials of the pack that the portal makes itself: the draft's text, the comparative table, the form for proposals."""

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.utils import timezone

from amendments.documents.table import body_of, table_document
from amendments.models import AmendmentTable, SourceText, TextElement
from amendments.queries import table as amendment_queries
from amendments.states import FROZEN
from correspondence.documents import Block, Document, Heading, Items, KeyValues, Mode, Paragraph, Text, same
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of
from hearings.models import Hearing
from hearings.states import DocumentKind, Language, PackKind

KINDS = {
    PackKind.DRAFT: DocumentKind.PACK_DRAFT,
    PackKind.COMPARATIVE_TABLE: DocumentKind.PACK_TABLE,
    PackKind.PROPOSAL_FORM: DocumentKind.PACK_FORM,
}
BLANK = "_" * 40
LONGEST = 50_000  # characters of one paragraph; a document takes a little more
Described = dict[Language, Document]


def documents_of(hearing: Hearing, kind: PackKind) -> Described:
    """What the portal can make of this material now, by language; empty where the dossier holds nothing for it."""
    if kind == PackKind.DRAFT:
        return _drafts(hearing)
    if kind == PackKind.COMPARATIVE_TABLE:
        return _tables(hearing)
    if kind == PackKind.PROPOSAL_FORM:
        return {language: _form(hearing, Mode(language.value)) for language in Language}
    return {}


def makeable(hearing: Hearing) -> frozenset[PackKind]:
    """Which materials can be made in one click (three queries at most)."""
    found = {PackKind.PROPOSAL_FORM}
    if hearing.dossier is not None:
        if amendment_queries.latest_texts(hearing.dossier):
            found.add(PackKind.DRAFT)
        table = amendment_queries.table_of(hearing.dossier)
        if table is not None and _languages(table):
            found.add(PackKind.COMPARATIVE_TABLE)
    return frozenset(found)


# --- The draft's text ---------------------------------------------------------------------------------------------


def _drafts(hearing: Hearing) -> Described:
    if hearing.dossier is None:
        return {}
    texts = amendment_queries.latest_texts(hearing.dossier)
    return {
        Language(language): _draft(hearing, text, list(text.elements.order_by("order")))
        for language, text in texts.items()
        if language in Language.values
    }


def _draft(hearing: Hearing, text: SourceText, elements: Sequence[TextElement]) -> Document:
    draft = text.dossier.draft
    title = Text(draft.title_kk or draft.title_ru or "", draft.title_ru or draft.title_kk or "")
    return Document(
        title=title,
        mode=Mode(text.language),
        letterhead=letterhead_of(hearing.organisation),
        blocks=tuple(_draft_blocks(hearing, text, elements)),
    )


def _draft_blocks(hearing: Hearing, text: SourceText, elements: Sequence[TextElement]) -> Iterator[Block]:
    draft, brought = text.dossier.draft, long_date(timezone.localdate(text.brought_at))
    yield Paragraph(
        Text(
            f"Қоғамдық тыңдауда талқыланатын жобаның мәтіні (алынған күні – {brought.kk}).",
            f"Текст проекта, обсуждаемого на общественных слушаниях, полученный {brought.ru}.",
        )
    )
    rows = [(Text("Әзірлеуші", "Разработчик"), body_of(draft))]
    if draft.portal_id is not None:
        rows.append((Text("Порталдағы мекенжайы", "Адрес на портале"), same(draft.portal_address)))
    yield KeyValues(tuple(row for row in rows if row[1]))
    for element in elements:
        for piece in _pieces(element.text):
            yield Paragraph(same(piece))


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), LONGEST):
        yield text[start : start + LONGEST]


# --- The comparative table ----------------------------------------------------------------------------------------


def _languages(table: AmendmentTable) -> list[Language]:
    """The languages in which every row proposes a wording; none of a table that is not approved."""
    if table.state not in FROZEN:
        return []
    return _complete(amendment_queries.as_sent(table)["rows"])


def _complete(rows: Sequence[Mapping[str, str]]) -> list[Language]:
    if not rows:
        return []
    return [language for language in Language if all(row[f"proposed_wording_{language}"] for row in rows)]


def _tables(hearing: Hearing) -> Described:
    dossier = hearing.dossier
    table = amendment_queries.table_of(dossier) if dossier is not None else None
    if table is None or dossier is None or table.state not in FROZEN:
        return {}
    table.dossier = dossier
    content = amendment_queries.as_sent(table)
    return {
        language: table_document(table, content, Mode(language.value))
        for language in _complete(content["rows"])
    }


# --- The form for written proposals -------------------------------------------------------------------------------


def _form(hearing: Hearing, mode: Mode) -> Document:
    return Document(
        title=Text("Қоғамдық тыңдауға жазбаша ұсыныс", "Письменное предложение к общественным слушаниям"),
        mode=mode,
        letterhead=letterhead_of(hearing.organisation),
        blocks=tuple(_form_blocks(hearing)),
    )


def _form_blocks(hearing: Hearing) -> Iterator[Block]:
    yield Paragraph(
        Text(hearing.title_kk or hearing.title_ru, hearing.title_ru or hearing.title_kk), centred=True
    )
    day = long_date(hearing.starts_on)
    blank = same(BLANK)
    yield KeyValues(
        (
            (Text("Тыңдау күні", "День слушаний"), day),
            (Text("Аты-жөніңіз", "Имя и фамилия"), blank),
            (Text("Кімнің атынан (бар болса)", "От чьего имени (если есть)"), blank),
            (Text("Электрондық поштаңыз", "Электронная почта"), blank),
            (Text("Қай нормаға қатысты", "К какой норме"), blank),
        )
    )
    yield Heading(Text("Ұсыныс", "Предложение"))
    yield Paragraph(same("\n\n".join([BLANK * 2] * 5)))
    yield Heading(Text("Негіздеме", "Обоснование"))
    yield Paragraph(same("\n\n".join([BLANK * 2] * 4)))
    yield Heading(Text("Келісім", "Согласие"))
    yield Items(
        (
            Text(
                "☐ Дербес деректерімнің осы ұсынысты қарау үшін жиналуына және өңделуіне келісемін.",
                "☐ Согласен (согласна) на сбор и обработку моих персональных данных для рассмотрения этого предложения.",
            ),
            Text(
                "☐ Тыңдау хаттамасының жария данасында аты-жөнімнің көрсетілуіне келісемін (міндетті емес).",
                "☐ Согласен (согласна), чтобы моё имя указали в публичном экземпляре протокола (необязательно).",
            ),
        )
    )
    yield Paragraph(Text(f"Күні {BLANK[:12]}  Қолы {BLANK[:16]}", f"Дата {BLANK[:12]}  Подпись {BLANK[:16]}"))
    address = settings.SITE_URL + hearing.public_path
    contact = hearing.organisation.email
    yield Paragraph(
        Text(
            f"Ұсынысты мына бетте де жіберуге болады: {address}" + (f", не {contact}" if contact else ""),
            f"Предложение можно отправить и на странице {address}"
            + (f" или на {contact}" if contact else ""),
        )
    )
