"""The reviewed files of law and calendar as typed rows; a mistake in them is named with file, row and fix."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from deadlines.articles import ARTICLES, SUBDIVISIONS, article_kk, article_ru
from deadlines.explanation import Rule
from deadlines.reviewed_file import Entry, entries, read

DATA = Path(__file__).parent / "data"
TIME_LIMITS = DATA / "time_limits.toml"
CALENDAR = DATA / "calendar.toml"

CERTAINTIES = ("confirmed", "provisional")
CONFIDENCES = ("read", "inferred", "memory", "unknown")
DAY_KINDS = ("day_off", "working_day")

_RULE_KEYS = {"code", "quantity", "unit", "direction", "roll_over", "valid_from", "valid_to"}
_SOURCE_KEYS = {"start_event", "law", "article", "confidence", "checked_on"}
_TIME_LIMIT_KEYS = {*_RULE_KEYS, *_SOURCE_KEYS, "name_kk", "name_ru", "note_kk", "note_ru"}
_EXCEPTION_KEYS = {"on", "kind", "reason_kk", "reason_ru", "order", "certainty", "checked_on"}
_YEAR_KEYS = {"year", "certainty", "source", "checked_on", "note_kk", "note_ru"}


@dataclass(frozen=True, slots=True)
class TimeLimitRow:
    """One rule of law. Without `quantity` the law names no number or nobody has read it: the note says which.

    `start_event_code` and `law_code` are the keys of the file; `article` is short ('11(10)'), `article_kk`
    and `article_ru` are the same as a lawyer writes it. `wording_on`: the date of the wording of the law
    that was read.
    """

    code: str
    name_kk: str
    name_ru: str
    quantity: int | None
    unit: str
    direction: str
    roll_over: str
    start_event_code: str
    start_event_kk: str
    start_event_ru: str
    law_code: str
    law_kk: str
    law_ru: str
    wording_on: date | None
    article: str
    article_kk: str
    article_ru: str
    valid_from: date | None
    valid_to: date | None
    confidence: str
    checked_on: date
    note_kk: str
    note_ru: str

    @property
    def rule(self) -> Rule:
        """The rule as arithmetic. Raises ValueError if it has no quantity."""
        if self.quantity is None:
            raise ValueError(f"The time limit {self.code} has no quantity: there is no date to compute.")
        return Rule(self.quantity, self.unit, self.direction, self.roll_over)


@dataclass(frozen=True, slots=True)
class YearRow:
    """Whether the days off of `year` are final, where that was read, and what is still open."""

    year: int
    certainty: str
    source: str
    checked_on: date
    note_kk: str
    note_ru: str


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A date set over the computed calendar. `kind`: 'day_off' or 'working_day'; `order`: what set it."""

    on: date
    kind: str
    reason_kk: str
    reason_ru: str
    order: str
    certainty: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The whole file; `checked_on` is the day it was last compared with its sources."""

    years: tuple[YearRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    checked_on: date

    @property
    def confirmed_years(self) -> frozenset[int]:
        return frozenset(row.year for row in self.years if row.certainty == "confirmed")


def load_time_limits(path: Path = TIME_LIMITS) -> tuple[TimeLimitRow, ...]:
    """Every rule of the file, in its order. Raises ValueError naming file, code and fix."""
    data = read(path, {"checked_on", "law", "event", "time_limit"})
    checked_on = Entry(path, "the head of the file", data, data).day("checked_on")
    laws = {
        key: Entry(path, f"[law.{key}]", values, ("kk", "ru", "subdivision", "wording_on"))
        for key, values in data.get("law", {}).items()
    }
    events = {
        key: Entry(path, f"[event.{key}]", values, ("kk", "ru"))
        for key, values in data.get("event", {}).items()
    }
    found = entries(path, data, "time_limit", "code", _TIME_LIMIT_KEYS)
    rows = tuple(_time_limit(entry, laws, events, checked_on) for entry in found)
    _refuse_overlaps(path, rows)
    return rows


def load_calendar(path: Path = CALENDAR) -> CalendarFile:
    """The years and dated exceptions of the file. Raises ValueError naming file, entry and fix."""
    data = read(path, {"checked_on", "year", "exception"})
    checked_on = Entry(path, "the head of the file", data, data).day("checked_on")
    years = [_year(entry, checked_on) for entry in entries(path, data, "year", "year", _YEAR_KEYS)]
    exceptions = [
        _exception(entry, checked_on) for entry in entries(path, data, "exception", "on", _EXCEPTION_KEYS)
    ]
    _refuse_twice(path, "year", [row.year for row in years])
    _refuse_twice(path, "exception", [row.on for row in exceptions])
    return CalendarFile(tuple(years), tuple(exceptions), checked_on)


def _year(entry: Entry, checked_on: date) -> YearRow:
    return YearRow(
        entry.number("year"),
        entry.choice("certainty", CERTAINTIES),
        entry.text("source"),
        entry.day("checked_on", checked_on),
        entry.text("note_kk", ""),
        entry.text("note_ru", ""),
    )


def _exception(entry: Entry, checked_on: date) -> ExceptionRow:
    return ExceptionRow(
        entry.day("on"),
        entry.choice("kind", DAY_KINDS),
        entry.text("reason_kk"),
        entry.text("reason_ru"),
        entry.text("order"),
        entry.choice("certainty", CERTAINTIES),
        entry.day("checked_on", checked_on),
    )


def _time_limit(
    entry: Entry, laws: Mapping[str, Entry], events: Mapping[str, Entry], checked_on: date
) -> TimeLimitRow:
    law = laws[entry.choice("law", tuple(laws))]
    event_code = entry.choice("start_event", tuple(events))
    event = events[event_code]
    subdivision = law.choice("subdivision", SUBDIVISIONS)
    article = _article(entry)
    row = TimeLimitRow(
        code=_code(entry),
        name_kk=entry.text("name_kk"),
        name_ru=entry.text("name_ru"),
        quantity=entry.number("quantity") if "quantity" in entry.values else None,
        # A rule without a number has no unit either; the column wants one.
        unit=entry.text("unit", None if "quantity" in entry.values else "working_day"),
        direction=entry.text("direction", "after"),
        roll_over=entry.text("roll_over", "next_working"),
        start_event_code=event_code,
        start_event_kk=event.text("kk"),
        start_event_ru=event.text("ru"),
        law_code=entry.text("law"),
        law_kk=law.text("kk"),
        law_ru=law.text("ru"),
        wording_on=law.optional_day("wording_on"),
        article=article,
        article_kk=article_kk(article, subdivision),
        article_ru=article_ru(article, subdivision),
        valid_from=entry.optional_day("valid_from"),
        valid_to=entry.optional_day("valid_to"),
        confidence=entry.choice("confidence", CONFIDENCES),
        checked_on=entry.day("checked_on", checked_on),
        note_kk=entry.text("note_kk", ""),
        note_ru=entry.text("note_ru", ""),
    )
    _check_meaning(entry, row)
    return row


def _code(entry: Entry) -> str:
    code = entry.text("code")
    if not all(part.isascii() and part.isidentifier() and part.islower() for part in code.split(".")):
        raise entry.wrong("the code is not words joined by dots", "write it like info_request.answer")
    return code


def _article(entry: Entry) -> str:
    article = entry.text("article", "")
    if article and not ARTICLES.fullmatch(article):
        raise entry.wrong(
            f"article is {article!r}", "write it like 11(10), or 16(3)(2), 17(4) for two of them"
        )
    return article


def _check_meaning(entry: Entry, row: TimeLimitRow) -> None:
    """What single values cannot show: a rule that can be computed, or one that says why it cannot."""
    try:
        Rule(row.quantity or 0, row.unit, row.direction, row.roll_over)
    except ValueError as error:
        raise entry.wrong("the rule does not hold together", str(error).rstrip(".")) from error
    if row.confidence == "unknown" and row.quantity is not None:
        raise entry.wrong(
            "the number is unknown and yet given", "leave quantity out, or say where it comes from"
        )
    if row.quantity is None and not row.note_kk:
        raise entry.wrong(
            "there is no quantity and no word why", "say in note_kk and note_ru what is not known"
        )
    if bool(row.note_kk) != bool(row.note_ru):
        raise entry.wrong("the note is in one language only", "write note_kk and note_ru")
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise entry.wrong("valid_to is before valid_from", "exchange the dates")


def _refuse_overlaps(path: Path, rows: Iterable[TimeLimitRow]) -> None:
    """Two rows of a code may follow each other, but not hold on the same day."""
    ordered = sorted(rows, key=lambda row: (row.code, row.valid_from or date.min))
    for earlier, later in pairwise(ordered):
        if earlier.code == later.code and (later.valid_from or date.min) <= (earlier.valid_to or date.max):
            raise ValueError(
                f"{path.name}, time_limit {later.code}: two rows hold on the same day; "
                "give the older valid_to and the newer the next day as valid_from."
            )


def _refuse_twice(path: Path, kind: str, keys: list[Any]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{path.name}, {kind} {key}: it stands in the file twice; keep one of them.")
