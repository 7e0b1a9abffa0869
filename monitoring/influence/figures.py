"""The figures of the report, counted from the facts; each knows the list of its rows. Words are lazy: they are said in the
language that is active when they are shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from amendments.queries.influence import SentFact
from amendments.states import Category, Channel, Fate, Wording
from common.dates import ALMATY
from hearings.held import Reach
from inforequests.asked import Ending
from monitoring.influence.asked import NONE, Asked, Of
from monitoring.influence.words import COLUMNS, DEFINITIONS, EMPTY, GRIDS, SECTIONS, MonthName
from monitoring.queries.influence import Influence, is_result
from projects.seen import Decided

Fact = TypeVar("Fact")
LINES_ON_PAGE = 60  # five years of months are among them


@dataclass(frozen=True)
class Number:
    """A figure and the list that it counts."""

    value: int
    asked: Asked


@dataclass(frozen=True)
class Figure:
    """A figure that stands alone, with what it means in one sentence."""

    key: str
    label: Any
    number: Number
    definition: Any = ""


@dataclass(frozen=True)
class Line:
    """A line of a grid; `numbers` in the order of its columns."""

    label: Any
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Grid:
    """`heads`: the labels of the columns; `parts` of a line make up its first number where `is_whole`. `note`: what to know
    when reading it. `chart`: 'bars' or 'lines'."""

    key: str
    title: Any
    first: Any
    keys: tuple[str, ...]
    heads: tuple[Any, ...]
    lines: tuple[Line, ...]
    note: Any = ""
    chart: str = ""
    is_whole: bool = True

    @property
    def on_page(self) -> tuple[Line, ...]:
        """The fullest lines; a page of hundreds of bodies is read by nobody. The files hold them all."""
        return self.lines[:LINES_ON_PAGE]

    @property
    def off_page(self) -> int:
        return len(self.lines) - len(self.on_page)


@dataclass(frozen=True)
class Section:
    """`date_note`: which day of a thing decides whether it belongs to the period."""

    key: str
    title: Any
    date_note: Any
    figures: tuple[Figure, ...]
    grids: tuple[Grid, ...] = field(default=())

    def figure(self, key: str) -> Figure:
        return next(figure for figure in self.figures if figure.key == key)


@dataclass(frozen=True)
class Report:
    facts: Influence
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        return next(section for section in self.sections if section.key == key)

    def numbers(self) -> Iterator[Number]:
        """Every figure of the report."""
        for section in self.sections:
            yield from (figure.number for figure in section.figures)
            for grid in section.grids:
                yield from (number for line in grid.lines for number in line.numbers)

    @property
    def is_empty(self) -> bool:
        return not any(number.value for number in self.numbers())


def report_of(facts: Influence) -> Report:
    return Report(
        facts,
        (
            _seen(facts),
            _sent(facts),
            _answered(facts),
            _wording(facts),
            _asked(facts),
            _held(facts),
            _months(facts),
        ),
    )


def _section(key: str, figures: Iterable[Figure], grids: Iterable[Grid] = ()) -> Section:
    title, date_note = SECTIONS[key]
    return Section(key, title, date_note, tuple(figures), tuple(grids))


def _figure(key: str, value: int, asked: Asked, label: Any = None) -> Figure:
    return Figure(key, label or COLUMNS[key], Number(value, asked), DEFINITIONS.get(key, ""))


def _parts(choices: Any, counted: Counter[str], asked: Asked, name: str) -> Iterator[Figure]:
    """A figure for each of the choices, in which `name` of the list takes its value."""
    for choice in choices:
        key = f"{name}.{choice.value}"
        yield _figure(key, counted[choice.value], asked.narrowed(**{name: choice.value}), choice.label)


def _line(
    label: Any,
    rows: Sequence[Fact],
    asked: Asked,
    name: str,
    values: Iterable[str],
    of: Callable[[Fact], str],
) -> Line:
    """All of the rows, and how many of them have each of the values."""
    counted = Counter(map(of, rows))
    parts = (Number(counted[value], asked.narrowed(**{name: value})) for value in values)
    return Line(label, (Number(len(rows), asked), *parts))


def _grid(key: str, choices: Any, lines: Iterable[Line], *, chart: str = "bars", whole: str) -> Grid:
    title, first, note = GRIDS[key]
    keys = (whole, *choices.values)
    heads = (COLUMNS[whole], *(choice.label for choice in choices))
    return Grid(key, title, first, keys, heads, tuple(lines), note, chart)


def _by(rows: Iterable[Fact], keys_of: Callable[[Fact], Iterable[Any]]) -> list[tuple[Any, list[Fact]]]:
    """The rows by each of their keys, the fullest first, those without a key last."""
    found: dict[Any, list[Fact]] = {}
    for row in rows:
        for key in keys_of(row):
            found.setdefault(key, []).append(row)
    return sorted(found.items(), key=lambda pair: (pair[0] is None, -len(pair[1]), pair[0] or 0))


# --- Drafts -------------------------------------------------------------------------------------------------------


def _seen(facts: Influence) -> Section:
    asked = Asked(Of.SEEN, facts.period)
    counted = Counter(fact.decided for fact in facts.seen)
    lines = [
        _line(
            facts.topics.names.get(topic, EMPTY["topic"]),
            rows,
            asked.narrowed(topic=topic or NONE),
            "decided",
            Decided.values,
            lambda fact: fact.decided,
        )
        for topic, rows in _by(facts.seen, lambda fact: facts.topics.of(fact.draft))
    ]
    figures = [
        _figure("seen", len(facts.seen), asked),
        *_parts(Decided, counted, asked, "decided"),
        _figure("dossiers", facts.dossiers, Asked(Of.DOSSIERS, facts.period)),
    ]
    return _section("seen", figures, [_grid("seen_topics", Decided, lines, whole="seen")])


# --- Proposals ----------------------------------------------------------------------------------------------------


def _sent(facts: Influence) -> Section:
    asked = Asked(Of.SENT, facts.period)
    counted = Counter(fact.fate for fact in facts.sent)
    figures = [
        _figure("sent", len(facts.sent), asked),
        *_parts(Fate, counted, asked, "fate"),
        _figure("tables", len({fact.table for fact in facts.sent}), Asked(Of.TABLES, facts.period)),
        _figure("sendings", sum(facts.channels.values()), Asked(Of.SENDINGS, facts.period)),
        *_parts(Channel, Counter(facts.channels), Asked(Of.SENDINGS, facts.period), "channel"),
    ]
    grids = (
        _fates(facts, "sent_bodies", "body", lambda fact: [fact.body], facts.bodies),
        _fates(facts, "sent_topics", "topic", lambda fact: facts.topics.of(fact.draft), facts.topics.names),
        _categories(facts),
    )
    return _section("sent", figures, grids)


def _fates(
    facts: Influence,
    key: str,
    name: str,
    keys_of: Callable[[SentFact], Iterable[int | None]],
    names: dict[int, Any],
) -> Grid:
    asked = Asked(Of.SENT, facts.period)
    lines = (
        _fate_line(names.get(one, EMPTY[name]), rows, asked.narrowed(**{name: one or NONE}))
        for one, rows in _by(facts.sent, keys_of)
    )
    return _grid(key, Fate, lines, whole="sent")


def _categories(facts: Influence) -> Grid:
    asked = Asked(Of.SENT, facts.period)
    lines = (
        _fate_line(
            category.label,
            [fact for fact in facts.sent if fact.category == category],
            asked.narrowed(category=category.value),
        )
        for category in Category
    )
    return _grid("sent_categories", Fate, lines, whole="sent")


def _fate_line(label: Any, rows: Sequence[SentFact], asked: Asked) -> Line:
    return _line(label, rows, asked, "fate", Fate.values, lambda fact: fact.fate)


def _answered(facts: Influence) -> Section:
    asked = Asked(Of.ANSWERED, facts.period)
    counted = Counter(fact.fate for fact in facts.answered)
    said = [fate for fate in Fate if fate not in (Fate.WAITING, Fate.WITHDRAWN)]
    figures = [_figure("answered", len(facts.answered), asked), *_parts(said, counted, asked, "fate")]
    return _section("answered", figures)


def _wording(facts: Influence) -> Section:
    asked = Asked(Of.SENT, facts.period)
    counted = Counter(fact.wording for fact in facts.sent)
    results = sum(map(is_result, facts.sent))
    figures = [
        *_parts(Wording, counted, asked, "wording"),
        _figure("results", results, asked.narrowed(result="yes")),
    ]
    return _section("wording", figures)


# --- Requests and hearings ----------------------------------------------------------------------------------------


def _asked(facts: Influence) -> Section:
    asked = Asked(Of.ASKED, facts.period)
    counted = Counter(fact.ending.value for fact in facts.asked)
    lines = [
        _line(
            _name_of(facts.holders[holder]),
            rows,
            asked.narrowed(holder=holder),
            "ending",
            Ending.values,
            lambda fact: fact.ending.value,
        )
        for holder, rows in _by(facts.asked, lambda fact: [fact.holder])
    ]
    figures = [_figure("asked", len(facts.asked), asked), *_parts(Ending, counted, asked, "ending")]
    return _section("asked", figures, [_grid("asked_bodies", Ending, lines, whole="asked")])


def _name_of(holder: Any) -> Any:
    return _Name(holder)


@dataclass(frozen=True)
class _Name:
    """The name of an entry of the directory, in whatever language is active when it is shown."""

    holder: Any

    def __str__(self) -> str:
        return str(self.holder.name)


def _held(facts: Influence) -> Section:
    asked = Asked(Of.HELD, facts.period)
    totals = {reach: sum(getattr(fact, reach.value) for fact in facts.held) for reach in Reach}
    figures = [
        _figure("held", len(facts.held), asked),
        *(
            _figure(f"reach.{reach.value}", totals[reach], asked.narrowed(reach=reach.value), reach.label)
            for reach in Reach
        ),
    ]
    return _section("held", figures)


# --- Months -------------------------------------------------------------------------------------------------------

MONTHLY = ("seen", "sent", "accepted", "answered", "asked", "held")


def _months(facts: Influence) -> Section:
    period = facts.period
    by_month = {
        "seen": Counter(_month(fact.seen_at) for fact in facts.seen),
        "sent": Counter(_month(fact.sent_at) for fact in facts.sent),
        "accepted": Counter(_month(fact.sent_at) for fact in facts.sent if fact.fate == Fate.ACCEPTED),
        "answered": Counter(_month(fact.confirmed_at) for fact in facts.answered),
        "asked": Counter(fact.ordered_on.replace(day=1) for fact in facts.asked),
        "held": Counter(_month(fact.starts_at) for fact in facts.held),
    }
    lines = []
    for month in period.months():
        lists = {of.value: Asked(of, period, month=month) for of in Of}
        lists["accepted"] = lists["sent"].narrowed(fate=Fate.ACCEPTED.value)
        numbers = tuple(Number(by_month[key][month], lists[key]) for key in MONTHLY)
        lines.append(Line(MonthName(month), numbers))
    title, first, note = GRIDS["months"]
    heads = tuple(COLUMNS[key] for key in MONTHLY)
    grid = Grid("months", title, first, MONTHLY, heads, tuple(lines), note, "lines", is_whole=False)
    return _section("months", (), [grid])


def _month(at: Any) -> Any:
    return at.astimezone(ALMATY).date().replace(day=1)
