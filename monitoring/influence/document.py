"""The influence report as a document for a board or a funder: what was done, what came of it, what is not known."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from accounts.models import User
from amendments.documents.table import body_of
from amendments.models import SubmittedRow
from amendments.states import Fate, Wording
from common import dates
from correspondence.documents import (
    Bar,
    Block,
    Chart,
    Column,
    ColumnKind,
    Document,
    Heading,
    Items,
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
from monitoring.influence.figures import Grid, Report, Section
from monitoring.influence.sentences import sentences_of
from monitoring.influence.words import UNKNOWN
from monitoring.queries.influence import MOST_RESULTS

TITLE = Text("Ұйымның ықпалы туралы есеп", "Отчёт о влиянии организации")
MOST_BARS, MOST_LINES = 12, 100
RESULT_COLUMNS = (
    Column(Text("НҚА жобасы, мемлекеттік орган", "Проект НПА, государственный орган"), width=26),
    Column(Text("Құрылымдық элемент", "Структурный элемент"), width=12),
    Column(Text("Ұсынылған редакция", "Предложенная редакция"), ColumnKind.NORM, width=30),
    Column(Text("Нәтижесі", "Результат"), width=14),
)


def report_document(report: Report, mode: Mode, *, actor: User) -> Document:
    """The report in `mode`, as of the day of its facts; words of people are not borrowed from the other language."""
    return Document(
        title=TITLE,
        mode=mode,
        letterhead=letterhead_of(report.facts.organisation),
        blocks=tuple(_blocks(report, actor)),
        orientation=Orientation.LANDSCAPE,
    )


def _blocks(report: Report, actor: User) -> Iterator[Block]:
    facts = report.facts
    yield KeyValues(
        (
            (Text("Ұйым", "Организация"), words_of(facts.organisation, "name")),
            (Text("Кезең", "Период"), _period(report)),
            (Text("Деректер алынған күн", "Данные по состоянию на"), long_date(facts.on)),
            (Text("Дайындаған", "Подготовлено"), same(actor.name)),
        )
    )
    yield Heading(Text("Қысқаша", "Коротко"))
    yield Items(tuple(_said(sentence) for sentence in _summary(report)))
    for section in report.sections:
        yield from _section(section)
    yield from _results(report)
    yield Heading(Text("Не белгісіз", "Что неизвестно"))
    yield Items(tuple(map(said, UNKNOWN)))
    yield Signature(
        words_of(facts.organisation, "signatory_post"), words_of(facts.organisation, "signatory_name")
    )


def _period(report: Report) -> Text:
    period = report.facts.period
    return Text(*(dates.period(period.first, period.last, language) for language in ("kk", "ru")))


def said(words: Any) -> Text:
    """Words of our own, or the name of something, in both languages of the law."""
    found = []
    for language in ("kk", "ru"):
        with translation.override(language):
            text = str(words)
        found.append(text[:1].upper() + text[1:])
    return Text(*found)


def _said(sentence: Any) -> Text:
    return said(_Lazily(sentence))


class _Lazily:
    """What a function says in the language that is active when it is asked."""

    def __init__(self, say: Any) -> None:
        self._say = say

    def __str__(self) -> str:
        return str(self._say())


def _summary(report: Report) -> Iterator[Any]:
    yield from sentences_of(report)


def _section(section: Section) -> Iterator[Block]:
    yield Heading(said(section.title))
    yield Paragraph(said(section.date_note))
    if section.figures:
        yield Table(
            (
                Column(Text("Көрсеткіш", "Показатель"), width=30),
                Column(Text("Саны", "Число"), ColumnKind.NUMBER, width=8),
                Column(Text("Мағынасы", "Что это значит"), width=44),
            ),
            tuple(
                (said(figure.label), same(figure.number.value), said(figure.definition))
                for figure in section.figures
            ),
        )
    for grid in section.grids:
        if grid.lines:
            yield from _grid(grid)


def _grid(grid: Grid) -> Iterator[Block]:
    if grid.chart == "bars":
        yield Chart(
            said(grid.title),
            tuple(map(said, grid.heads[1:])),
            tuple(
                Bar(
                    said(line.label),
                    tuple(number.value for number in line.numbers[1:]),
                    Text(*[f"{line.numbers[0].value}"] * 2),
                )
                for line in grid.lines[:MOST_BARS]
            ),
        )
    heads = (
        Column(said(grid.first), width=24),
        *(Column(said(head), ColumnKind.NUMBER, 9) for head in grid.heads),
    )
    rows = [
        (said(line.label), *(same(number.value) for number in line.numbers))
        for line in grid.lines[:MOST_LINES]
    ]
    yield Table(heads, tuple(rows), caption=Text() if grid.chart == "bars" else said(grid.title))
    if grid.note:
        yield Paragraph(said(grid.note))
    if len(grid.lines) > MOST_LINES:
        yield Paragraph(
            Text(
                f"Кестеде алғашқы {MOST_LINES} жол көрсетілген, барлығы {len(grid.lines)}; толық кесте XLSX файлында.",
                f"В таблице первые {MOST_LINES} строк из {len(grid.lines)}; вся таблица в файле XLSX.",
            )
        )


def _results(report: Report) -> Iterator[Block]:
    facts = report.facts
    if not facts.results:
        return
    yield Heading(Text("Маңызды нәтижелер", "Важнейшие результаты"))
    if facts.results_in_all > MOST_RESULTS:
        yield Paragraph(
            Text(
                f"Барлығы {facts.results_in_all}, соңғы {MOST_RESULTS} көрсетілген.",
                f"Всего {facts.results_in_all}, показаны последние {MOST_RESULTS}.",
            )
        )
    yield Table(RESULT_COLUMNS, tuple(_result(row) for row in facts.results))


def _result(row: SubmittedRow) -> tuple[Text, ...]:
    draft, body = row.submission.table.dossier.draft, body_of(row.submission.table.dossier.draft)
    kk, ru = draft.title_kk or draft.title_ru or "", draft.title_ru or draft.title_kk or ""
    fate, wording = said(Fate(row.fate).label), said(Wording(row.wording).label)  # type: ignore[attr-defined]
    words = row.row
    act = row.wording in (Wording.VERBATIM, Wording.PARTLY)  # type: ignore[attr-defined]
    return (
        Text(f"{kk}\n{body.kk}", f"{ru}\n{body.ru}") if body else Text(kk, ru),
        Text(words.structural_element_kk, words.structural_element_ru),
        Text(_short(words.proposed_wording_kk), _short(words.proposed_wording_ru)),
        Text(f"{fate.kk}\nҚабылданған актіде: {wording.kk}", f"{fate.ru}\nВ принятом акте: {wording.ru}")
        if act
        else fate,
    )


def _short(text: str) -> str:
    return text if len(text) <= 600 else f"{text[:599].rstrip()}…"
