"""The figures of a survey, in which no group smaller than the smallest one can be seen or computed. Pure.

Of every question the people who answered it are shown all together, if they are enough, and in rows by group. The rows
part those people: each of them is in one row, and no row has fewer than the smallest group. So whatever is added to or
taken from each other of what is shown, all together or row by row, is again about that many people, or about nobody.
A group that is too small goes into a common row, with the next larger ones until it is large enough.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any

Group = int | None  # the place of the choice; None: those who did not say
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the figures must know of a question. `options`: how many choices it has; a scale has none but its steps."""

    pk: int
    kind: str
    options: int = 0
    is_group: bool = False


@dataclass(frozen=True)
class Row:
    """One row: which groups are in it together, how many answered, how often each choice was taken, or the mean."""

    groups: tuple[Group, ...]
    answered: int
    counts: tuple[int, ...] = ()
    mean: float | None = None
    median: float | None = None


@dataclass(frozen=True)
class QuestionFigures:
    """`answered` of `asked`; None where the answers are too few to say even how many. `whole`: all together."""

    pk: int
    kind: str
    asked: int
    answered: int | None
    whole: Row | None = None
    rows: tuple[Row, ...] = ()


def pooled(sizes: Mapping[Group, int], smallest: int) -> list[tuple[Group, ...]]:
    """The groups, the smaller ones put together until every part holds `smallest` people; [] if all are too few."""
    present = sorted(
        (group for group in sizes if sizes[group]), key=lambda g: (sizes[g], -1 if g is None else g)
    )
    common = [group for group in present if sizes[group] < smallest]
    alone = present[len(common) :]
    while common and alone and sum(sizes[group] for group in common) < smallest:
        common.append(alone.pop(0))
    if sum(sizes[group] for group in common) < smallest:
        common = []
    parts = [(group,) for group in sorted(alone, key=lambda g: (g is None, g or 0))]
    return [*parts, *([tuple(common)] if common else [])]


def figures(
    questions: Sequence[Asked], answers: Iterable[tuple[Group, Values]], smallest: int
) -> list[QuestionFigures]:
    """Of each question in order. `answers`: the group and the values of each person who is counted."""
    people = list(answers)
    return [_of(question, people, smallest) for question in questions]


def _of(question: Asked, people: Sequence[tuple[Group, Values]], smallest: int) -> QuestionFigures:
    key = str(question.pk)
    said = [(group, values[key]) for group, values in people if key in values]
    if len(people) < smallest or len(said) < smallest:
        return QuestionFigures(question.pk, question.kind, len(people), 0 if not said else None)
    whole = _row((), question, [value for _group, value in said])
    if question.kind in ("short", "long"):
        return QuestionFigures(question.pk, question.kind, len(people), len(said), whole)
    by_group: dict[Group, list[Any]] = {}
    for group, value in said:
        by_group.setdefault(group, []).append(value)
    parts = pooled({group: len(values) for group, values in by_group.items()}, smallest)
    rows = tuple(_row(part, question, [v for group in part for v in by_group[group]]) for part in parts)
    if question.is_group:  # its choices are the groups themselves
        return QuestionFigures(question.pk, question.kind, len(people), len(said), None, rows)
    return QuestionFigures(
        question.pk, question.kind, len(people), len(said), whole, rows if len(rows) > 1 else ()
    )


def _row(groups: tuple[Group, ...], question: Asked, values: Sequence[Any]) -> Row:
    if question.kind in ("short", "long"):
        return Row(groups, len(values))
    if question.kind == "number":
        return Row(groups, len(values), (), round(mean(values), 2), float(median(values)))
    places = range(1, 6) if question.kind == "scale" else range(question.options)
    counts = tuple(sum(_took(value, place) for value in values) for place in places)
    average = round(mean(values), 2) if question.kind == "scale" else None
    return Row(groups, len(values), counts, average)


def _took(value: Any, place: int) -> bool:
    return place in value if isinstance(value, list) else bool(value == place)


def as_json(found: Iterable[QuestionFigures]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def from_json(kept: Iterable[Mapping[str, Any]]) -> list[QuestionFigures]:
    def row(facts: Mapping[str, Any]) -> Row:
        return Row(**{**facts, "groups": tuple(facts["groups"]), "counts": tuple(facts["counts"])})

    return [
        QuestionFigures(
            **{
                **one,
                "whole": row(one["whole"]) if one["whole"] else None,
                "rows": tuple(row(each) for each in one["rows"]),
            }
        )
        for one in kept
    ]
