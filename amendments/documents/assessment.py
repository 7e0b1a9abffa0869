"""The rapid assessment as a document: the methodology's step B, one part after another."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.functional import Promise

from amendments.documents.table import body_of
from amendments.models import RapidAssessment
from amendments.models.assessment import RISKS
from amendments.states import AccompanyingDocument, Effect, Level, Presence, Recommendation
from amendments.wording.assessment import DOCUMENTS_NAME, GROUPS_NAME, RISK_NAMES, TEXT_NAMES
from correspondence.documents import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Mode,
    Paragraph,
    Table,
    Text,
    same,
)
from correspondence.documents.words import long_date
from correspondence.letterheads import letterhead_of
from deadlines.queries import day_of

TITLE = Text("НҚА жобасын жылдам бағалау", "Быстрая оценка проекта НПА")
RISK_COLUMNS = (
    Column(Text("Тәуекел", "Риск"), width=10),
    Column(Text("Деңгейі", "Уровень"), width=7),
    Column(Text("Түсіндірме", "Пояснение"), width=20),
)
GROUP_COLUMNS = (
    Column(Text("Мақсатты топ", "Целевая группа"), width=10),
    Column(Text("Ықпалы", "Влияние"), width=9),
    Column(Text("Түсіндірме", "Пояснение"), width=18),
)
NOTHING = same("—")


def assessment_document(assessment: RapidAssessment, mode: Mode) -> Document:
    """This version in `mode`; what was not written in a language is not borrowed from the other."""
    return Document(
        title=TITLE,
        mode=mode,
        letterhead=letterhead_of(assessment.organisation),
        blocks=tuple(_blocks(assessment)),
    )


def _blocks(assessment: RapidAssessment) -> Iterator[Block]:
    yield KeyValues(tuple(_facts(assessment)))
    yield Heading(Text("Қорытынды ұсыным", "Рекомендация"))
    yield Paragraph(_both(Recommendation(assessment.recommendation).label))
    yield from _paragraph(_text(assessment, "reason"))
    for name in ("conformity", "obligations"):
        if text := _text(assessment, name):
            yield Heading(_both(TEXT_NAMES[name]))
            yield Paragraph(text)
    if assessment.groups:
        yield Heading(_both(GROUPS_NAME))
        yield Table(GROUP_COLUMNS, tuple(_group(group) for group in assessment.groups))
    yield Heading(Text("Тәуекелдер", "Риски"))
    yield Table(RISK_COLUMNS, tuple(_risk(assessment, risk) for risk in RISKS))
    if assessment.documents:
        yield Heading(_both(DOCUMENTS_NAME))
        yield KeyValues(tuple(_documents(assessment)))


def _facts(assessment: RapidAssessment) -> Iterator[tuple[Text, Text]]:
    draft = assessment.dossier.draft
    yield (
        Text("Жоба", "Проект"),
        Text(draft.title_kk or draft.title_ru or "", draft.title_ru or draft.title_kk or ""),
    )
    if body := body_of(draft):
        yield Text("Әзірлеуші мемлекеттік орган", "Государственный орган-разработчик"), body
    if draft.portal_id is not None:
        yield Text("«Ашық НҚА» порталындағы нөмірі", "Номер на портале «Открытые НПА»"), same(draft.portal_id)
    if assessment.days_given is not None:
        yield (
            Text("Талқылауға берілген жұмыс күндерінің саны", "Рабочих дней дано на обсуждение"),
            same(assessment.days_given),
        )
    if assessment.days_due is not None:
        yield (
            Text("Заң бойынша жұмыс күндерінің ең аз саны", "Рабочих дней по закону не менее"),
            same(assessment.days_due),
        )
    yield Text("Бағалау нұсқасы", "Версия оценки"), same(assessment.number)
    yield Text("Сақталған күні", "Сохранена"), long_date(day_of(assessment.saved_at))


def _text(assessment: RapidAssessment, name: str) -> Text:
    return Text(getattr(assessment, f"{name}_kk"), getattr(assessment, f"{name}_ru"))


def _paragraph(text: Text) -> Iterator[Block]:
    if text:
        yield Paragraph(text)


def _group(group: dict[str, str]) -> tuple[Text, ...]:
    names = Text(group["name_kk"] or group["name_ru"], group["name_ru"] or group["name_kk"])
    return names, _both(Effect(group["effect"]).label), Text(group["note_kk"], group["note_ru"])


def _risk(assessment: RapidAssessment, risk: str) -> tuple[Text, ...]:
    level = getattr(assessment, f"{risk}_level")
    return (
        _both(RISK_NAMES[risk]),
        _both(Level(level).label) if level else NOTHING,
        _text(assessment, f"{risk}_note"),
    )


def _documents(assessment: RapidAssessment) -> Iterator[tuple[Text, Text]]:
    for code in AccompanyingDocument:
        if presence := assessment.documents.get(code):
            yield _both(code.label), _both(Presence(presence).label)


def _both(words: "Promise | str") -> Text:
    """Our own words in the two languages of the law, as the catalogues have them."""
    said = []
    for language in ("kk", "ru"):
        with translation.override(language):
            text = str(words)
        said.append(text[:1].upper() + text[1:])
    return Text(*said)
