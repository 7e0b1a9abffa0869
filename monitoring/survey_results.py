"""The figures of a survey as a page shows them: bars, tables, files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap

from django.utils.translation import gettext as _
from openpyxl import Workbook

from common.archive import settled
from common.csv_text import csv_bytes
from common.templatetags.kit import number
from monitoring.evidence_states import IN_WORDS, SCALE, QuestionKind
from monitoring.models import Question
from monitoring.survey_figures import Group, QuestionFigures, Row

# Of the picture, in its own units: as wide as a phone, so that its letters stay as large as those around it.
WIDTH, BAR_WIDTH, LETTERS, LINE, BAR = 360, 270, 44, 17, 12


@dataclass(frozen=True)
class Bar:
    """`lines`: the label with the place of each line; `top`: of the bar itself; `width`: 0 is none."""

    lines: tuple[tuple[int, str], ...]
    top: int
    width: int
    figure: str

    @property
    def figure_top(self) -> int:
        return self.top + BAR - 1


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    bar_width: int = BAR_WIDTH


@dataclass(frozen=True)
class Cell:
    """`label`: the head of its column, for a phone."""

    label: str
    text: str


@dataclass(frozen=True)
class Line:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Result:
    """A question with what came of it. `too_few`: fewer people than may be shown answered it."""

    question: Question
    figures: QuestionFigures
    chart: Chart | None
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    cross_heads: tuple[str, ...] = ()
    cross: tuple[Line, ...] = ()

    @property
    def too_few(self) -> bool:
        return self.figures.answered is None

    @property
    def in_words(self) -> bool:
        return self.question.kind in IN_WORDS

    @property
    def mean(self) -> str:
        return (
            _decimal(self.figures.whole.mean)
            if self.figures.whole and self.figures.whole.mean is not None
            else ""
        )

    @property
    def median(self) -> str:
        whole = self.figures.whole
        return _decimal(whole.median) if whole and whole.median is not None else ""


def results_of(questions: Sequence[Question], found: Iterable[QuestionFigures]) -> list[Result]:
    """In the language of the page. A question that the figures do not know is left out."""
    by_pk = {one.pk: one for one in found}
    group = next((row for row in questions if row.is_group), None)
    return [_result(row, by_pk[row.pk], group) for row in questions if row.pk in by_pk]


def _result(question: Question, figures: QuestionFigures, group: Question | None) -> Result:
    if question.is_group:
        counted = [(_group_name(question, row.groups), row.answered) for row in figures.rows]
        return _counted(question, figures, counted, sum(row.answered for row in figures.rows))
    whole = figures.whole
    if whole is None or not whole.counts:
        cross = _cross(question, figures, group)
        return Result(question, figures, None, (), (), *cross)
    counted = list(zip(_choices(question), whole.counts, strict=True))
    result = _counted(question, figures, counted, whole.answered)
    return Result(
        question, figures, result.chart, result.heads, result.lines, *_cross(question, figures, group)
    )


def _counted(
    question: Question, figures: QuestionFigures, counted: Sequence[tuple[str, int]], answered: int
) -> Result:
    heads = (_("Choice"), _("Answers"), _("Share, %"))
    lines = tuple(
        Line(label, (Cell(heads[1], str(count)), Cell(heads[2], _share(count, answered))))
        for label, count in counted
    )
    return Result(question, figures, chart_of(counted, answered), heads, lines)


def chart_of(counted: Sequence[tuple[str, int]], answered: int) -> Chart:
    """Bars one below the other, each with its label above it and its figure beside it."""
    bars, top = [], 4
    for label, count in counted:
        texts = wrap(label, LETTERS, max_lines=3, placeholder="…") or [""]
        lines = tuple((top + LINE * (place + 1) - 4, text) for place, text in enumerate(texts))
        top += LINE * len(texts) + 4
        width = round(BAR_WIDTH * count / answered) if answered else 0
        bars.append(Bar(lines, top, width, f"{number(count)} · {_share(count, answered)} %"))
        top += BAR + 12
    return Chart(tuple(bars), top)


def _cross(
    question: Question, figures: QuestionFigures, group: Question | None
) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    if group is None or not figures.rows:
        return (), ()
    heads = (group.text, _("Answers"), *_columns(question))
    return heads, tuple(_cross_line(question, row, group, heads) for row in figures.rows)


def _columns(question: Question) -> tuple[str, ...]:
    if question.kind == QuestionKind.NUMBER:
        return (_("Mean"), _("Median"))
    return (
        (*_choices(question), _("Mean")) if question.kind == QuestionKind.SCALE else tuple(_choices(question))
    )


def _cross_line(question: Question, row: Row, group: Question, heads: Sequence[str]) -> Line:
    if question.kind == QuestionKind.NUMBER:
        texts = [_decimal(row.mean or 0), _decimal(row.median or 0)]
    else:
        texts = [f"{number(count)} ({_share(count, row.answered)} %)" for count in row.counts]
        texts += [_decimal(row.mean)] if row.mean is not None else []
    cells = (Cell(head, text) for head, text in zip(heads[1:], [number(row.answered), *texts], strict=True))
    return Line(_group_name(group, row.groups), tuple(cells))


def _group_name(group: Question, places: Sequence[Group]) -> str:
    if len(places) > 1:
        return _("Smaller groups together")
    return _("Did not say") if places[0] is None else group.option(places[0])


def _choices(question: Question) -> list[str]:
    return [str(step) for step in SCALE] if question.kind == QuestionKind.SCALE else question.option_texts


def _share(count: int, answered: int) -> str:
    return str(round(100 * count / answered)) if answered else "0"


def _decimal(value: float) -> str:
    return number(int(value) if value == int(value) else value)


# --- Files --------------------------------------------------------------------------------------------------------


def table_of(results: Iterable[Result]) -> Iterator[list[str]]:
    """All figures as one table, the same that the page shows."""
    yield [_("Question"), _("Group"), _("Choice"), _("Answers"), _("Answered")]
    for result in results:
        text = result.question.text
        if result.too_few:
            yield [text, "", _("too few answers to be shown"), "", ""]
            continue
        figures = result.figures
        if not result.lines:
            facts = [(_("Mean"), result.mean), (_("Median"), result.median)]
            yield from ([text, "", label, value, str(figures.answered)] for label, value in facts if value)
            if not any(value for _label, value in facts):
                yield [text, "", "", "", str(figures.answered)]
        for line in result.lines:
            yield [text, "", line.label, line.cells[0].text, str(figures.answered)]
        for line in result.cross:
            for cell in line.cells[1:]:
                yield [text, line.label, cell.label, cell.text, line.cells[0].text]


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    return csv_bytes(rows)


def as_xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    """Every cell is a text and never a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line, cells in enumerate(rows, 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(line, column)
            cell.value, cell.data_type = text, "s"
    sheet.freeze_panes = "A2"
    made = BytesIO()
    book.save(made)
    return settled(made.getvalue())
