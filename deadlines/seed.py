"""The days off of Kazakhstan as the `holidays` package computes them, in our own Kazakh and Russian words.

The package is a base, not an authority: dated exceptions (deadlines/data/calendar.toml and the admin) stand
over it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from deadlines.calendar import SATURDAY, WorkingCalendar
from deadlines.explanation import DayReason

# The first year whose transfers and names are checked against the package by the tests.
FIRST_YEAR = 2014

NAMES = {
    "New Year's Day": ("Жаңа жыл", "Новый год"),
    "Orthodox Christmas": ("Православиелік Рождество", "Православное Рождество"),
    "International Women's Day": ("Халықаралық әйелдер күні", "Международный женский день"),
    "Nowruz Holiday": ("Наурыз мейрамы", "Наурыз мейрамы"),
    "Kazakhstan's People Solidarity Holiday": (
        "Қазақстан халқының бірлігі мерекесі",
        "Праздник единства народа Казахстана",
    ),
    "Defender of the Fatherland Day": ("Отан қорғаушы күні", "День защитника Отечества"),
    "Victory Day": ("Жеңіс күні", "День Победы"),
    "Capital Day": ("Астана күні", "День столицы"),
    "Constitution Day": ("Конституция күні", "День Конституции"),
    "Republic Day": ("Республика күні", "День Республики"),
    "First President Day": ("Тұңғыш Президент күні", "День Первого Президента"),
    "Independence Day": ("Тәуелсіздік күні", "День Независимости"),
    "Eid al-Adha": ("Құрбан айттың бірінші күні", "Первый день Курбан-айта"),
}
RELIGIOUS = frozenset({"Orthodox Christmas", "Eid al-Adha"})
MOVED_OFF = ("Ауыстырылған демалыс күні", "Перенесённый выходной день")
WORKED = ("Жұмыс күні болып белгіленген демалыс күні", "Выходной день, объявленный рабочим")

_LABEL = re.compile(r"(?P<name>.+?)(?: \((?P<marks>observed|estimated|observed, estimated)\))?$")
_MOVED = re.compile(r"Day off \(substituted from (?P<month>\d\d)/(?P<day>\d\d)/(?P<year>\d{4})\)$")


@dataclass(frozen=True, slots=True)
class SeedDay:
    """A date of the base calendar: `kind` is 'day_off' or 'working_day' (a worked weekend)."""

    on: date
    kind: str
    reason: DayReason


class DatedException(Protocol):
    """A row that stands over the base: one of the reviewed file's or one of the database's."""

    @property
    def on(self) -> date: ...
    @property
    def kind(self) -> str: ...
    @property
    def reason_kk(self) -> str | None: ...
    @property
    def reason_ru(self) -> str | None: ...
    @property
    def certainty(self) -> str: ...


def days_off(year: int) -> list[SeedDay]:
    """The days off of `year`, transfers and moves included, and its worked weekends, by date.

    Qurban Ait of a year that the package marks as estimated is provisional. Raises ValueError for a year
    before 2014, or if the package names a day that this module has no Kazakh and Russian words for.
    """
    if year < FIRST_YEAR:
        raise ValueError(f"The days off of {year} are not known here: ask for {FIRST_YEAR} or later.")
    # Loading the package takes most of a second: only those who load calendars pay for it.
    from holidays.countries.kazakhstan import Kazakhstan

    # A weekend at the end of a year may be worked for a day off of the next one.
    base = Kazakhstan(years=(year, year + 1), language="en_US")
    labels = {day: base.get_list(day) for day in sorted(base) if day.year == year}
    moves = {_moved_from(label): day for day in base for label in base.get_list(day) if _moved_from(label)}
    originals = _originals(labels)
    days = [SeedDay(day, "day_off", _reason_of(day, names, originals)) for day, names in labels.items()]
    worked = [day for day in base.weekend_workdays if day.year == year]
    days += [
        SeedDay(day, "working_day", DayReason("worked_weekend", *WORKED, moves.get(day))) for day in worked
    ]
    return sorted(days, key=lambda seed: seed.on)


def assemble(
    start_year: int, end_year: int, exceptions: Iterable[DatedException], confirmed_years: Iterable[int]
) -> WorkingCalendar:
    """The working calendar of `start_year`..`end_year`: the base with `exceptions` over it.

    An exception on a day that the base has off too keeps the base's kind of reason and takes the
    exception's words.
    """
    seeds = [seed for year in range(start_year, end_year + 1) for seed in days_off(year)]
    off = {seed.on: seed.reason for seed in seeds if seed.kind == "day_off"}
    worked = {seed.on: seed.reason for seed in seeds if seed.kind == "working_day"}
    for exception in exceptions:
        day = exception.on
        known = {"day_off": off, "working_day": worked}[exception.kind].get(day)
        off.pop(day, None)
        worked.pop(day, None)
        (off if exception.kind == "day_off" else worked)[day] = _reason_for(exception, known)
    return WorkingCalendar(start_year, end_year, off, worked, frozenset(confirmed_years))


def _reason_for(exception: DatedException, known: DayReason | None) -> DayReason:
    if exception.kind == "day_off":
        code = known.code if known else "moved_by_order"
    else:
        code = "worked_weekend" if exception.on.weekday() >= SATURDAY else "working_day"
    return DayReason(
        code,
        exception.reason_kk or "",
        exception.reason_ru or "",
        known.paired_on if known else None,
        exception.certainty != "confirmed",
    )


def _originals(labels: Mapping[date, list[str]]) -> dict[date, date]:
    """Each transferred day off with the holiday on a weekend that it stands for, in order."""
    on_weekend, moved_to = defaultdict(list), defaultdict(list)
    for day, names in labels.items():
        for label in names:
            name, is_transferred, _ = _parsed(label)
            if is_transferred:
                moved_to[name].append(day)
            elif day.weekday() >= SATURDAY:
                on_weekend[name].append(day)
    return {
        to: day for name, days in moved_to.items() for to, day in zip(days, on_weekend[name], strict=False)
    }


def _reason_of(day: date, names: list[str], originals: Mapping[date, date]) -> DayReason:
    """One reason for a day, however many holidays share it: it is certain if one of them is."""
    moved_on = _moved_from(names[0])
    if moved_on:
        return DayReason("moved_by_order", *MOVED_OFF, moved_on)
    parsed = [_parsed(label) for label in names]
    words = [_words(name, day) for name, _, _ in parsed]
    is_provisional = all(is_estimated for _, _, is_estimated in parsed)
    name_kk, name_ru = ("; ".join(dict.fromkeys(column)) for column in zip(*words, strict=True))
    if all(name in RELIGIOUS for name, _, _ in parsed):
        return DayReason("religious", name_kk, name_ru, None, is_provisional)
    if all(is_transferred for _, is_transferred, _ in parsed):
        return DayReason("transferred", name_kk, name_ru, originals.get(day), is_provisional)
    return DayReason("holiday", name_kk, name_ru, None, is_provisional)


def _parsed(label: str) -> tuple[str, bool, bool]:
    """The package's label as (name, is transferred, is estimated)."""
    match = _LABEL.match(label)
    marks = (match and match["marks"]) or ""
    return (match["name"] if match else label), "observed" in marks, "estimated" in marks


def _moved_from(label: str) -> date | None:
    """The worked weekend that a day off was moved from, if that is what the label says."""
    match = _MOVED.match(label)
    return date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def _words(name: str, day: date) -> tuple[str, str]:
    if name not in NAMES:
        raise ValueError(
            f"holidays names {day.isoformat()} {name!r}, which has no Kazakh and Russian words: "
            "add them to NAMES in deadlines/seed.py."
        )
    return NAMES[name]
