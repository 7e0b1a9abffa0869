"""How each addressee dealt with a request, and what that comes to by body and region. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from statistics import median

from inforequests.clocks import Case, Kind
from inforequests.history import Told
from inforequests.states import Completeness

_REACTIONS = {Kind.REFUSED: "refused", Kind.POINTED: "pointed", Kind.REDIRECTED: "passed_on"}


class Way(StrEnum):
    """How a course ended, or that it has not."""

    FULL = "full"
    PART = "part"
    NONE = "none"
    REFUSED = "refused"
    POINTED = "pointed"
    PASSED_ON = "passed_on"
    SILENT = "silent"  # the term is over and nothing has come
    WAITING = "waiting"  # the term runs, or the day of receipt is not known yet
    ENDED_BY_US = "ended_by_us"


ANSWERS = frozenset({Way.FULL, Way.PART, Way.NONE})


@dataclass(frozen=True)
class Course:
    """A request in the hands of one holder, from its receipt to the first thing that the holder did about it.

    `due_on`: the last day for the answer. `is_late`: None where that cannot be said, because the day of receipt is not
    recorded, or because the term still runs. `days`: calendar days from receipt to an answer.
    """

    holder: int
    received_on: date | None = None
    due_on: date | None = None
    way: Way = Way.WAITING
    is_late: bool | None = None
    days: int | None = None
    grounds: tuple[str, ...] = ()


def courses(holder: int, events: Iterable[Told], on: date) -> list[Course]:
    """The courses of one request as of the day `on`: a new one with each sending and with each passing on."""
    done: list[Course] = []
    now: Course | None = None
    for told in events:
        if not told.fits:
            continue
        event, kind = told.event, Kind(told.event.kind)
        if kind == Kind.SENT:
            if now is not None:
                done.append(now)
            now = _in_hands(Course(holder), told.case)
        elif now is None:
            continue
        elif kind in (Kind.REGISTERED, Kind.EXTENDED):
            now = _in_hands(now, told.case)
        elif kind == Kind.REDIRECTED:
            done.append(_reacted(now, told, Way.PASSED_ON))
            holder = event.holder_id or holder
            now = _in_hands(Course(holder), told.case)
        elif kind == Kind.ANSWERED:
            now = _answered(now, told)
        elif kind in _REACTIONS and now.way == Way.WAITING:
            now = replace(_reacted(now, told, Way(_REACTIONS[kind])), grounds=tuple(event.reasons))
        elif kind == Kind.CLOSED and now.way == Way.WAITING:
            now = _silent(now, event.on) or replace(now, way=Way.ENDED_BY_US)
    if now is not None:
        done.append((_silent(now, on) if now.way == Way.WAITING else None) or now)
    return done


def _in_hands(course: Course, case: Case) -> Course:
    return replace(course, received_on=case.received_on, due_on=case.answer_due)


def _answered(course: Course, told: Told) -> Course:
    """The first answer is the one whose day counts; a later one may complete it."""
    way = Way(told.event.outcome or Completeness.FULL)
    if course.way == Way.WAITING:
        return _reacted(course, told, way)
    return replace(course, way=way) if course.way in ANSWERS and way == Way.FULL else course


def _reacted(course: Course, told: Told, way: Way) -> Course:
    if course.way != Way.WAITING:
        return course
    if course.received_on is None or course.due_on is None:
        return replace(course, way=way)
    is_late = bool(told.late) or told.event.on > course.due_on
    days = (told.event.on - course.received_on).days if way in ANSWERS else None
    return replace(course, way=way, is_late=is_late, days=days)


def _silent(course: Course, on: date) -> Course | None:
    if course.due_on is None or on <= course.due_on:
        return None
    return replace(course, way=Way.SILENT, is_late=True)


# --- What they come to -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """The figures of a body, of a region, or of all. `share`: per cent in time of what can be judged; None if nothing can."""

    name: str
    number: int
    in_time: int
    late: int
    silent: int
    open: int
    share: int | None
    median_days: float | None

    @property
    def judged(self) -> int:
        return self.in_time + self.late + self.silent


def figures(name: str, rows: Sequence[Course]) -> Figures:
    """What the courses come to. Silence is no answer in time; what still runs, or cannot be judged, does not count."""
    silent = sum(row.way == Way.SILENT for row in rows)
    late = sum(row.is_late is True for row in rows) - silent
    in_time = sum(row.is_late is False for row in rows)
    judged = in_time + late + silent
    days = [row.days for row in rows if row.days is not None]
    return Figures(
        name=name,
        number=len(rows),
        in_time=in_time,
        late=late,
        silent=silent,
        open=len(rows) - judged,
        share=round(100 * in_time / judged) if judged else None,
        median_days=float(median(days)) if days else None,
    )


@dataclass
class Tally:
    """`bodies` and `regions`: most asked first. `grounds`: how often each ground was named in a refusal."""

    whole: Figures
    bodies: list[Figures] = field(default_factory=list)
    regions: list[Figures] = field(default_factory=list)
    grounds: Counter[str] = field(default_factory=Counter)
    refusals: int = 0


def tally(rows: Sequence[Course], bodies: dict[int, str], regions: dict[int, str]) -> Tally:
    """`bodies` and `regions`: the name of each holder and of its region, by the holder's number."""
    refused = [row for row in rows if row.way == Way.REFUSED]
    return Tally(
        whole=figures("", rows),
        bodies=_lines(rows, bodies),
        regions=_lines(rows, regions),
        grounds=Counter(ground for row in refused for ground in row.grounds),
        refusals=len(refused),
    )


def _lines(rows: Sequence[Course], names: dict[int, str]) -> list[Figures]:
    parts: dict[str, list[Course]] = {}
    for row in rows:
        parts.setdefault(names[row.holder], []).append(row)
    made = [figures(name, part) for name, part in parts.items()]
    return sorted(made, key=lambda one: (-one.number, one.name))
