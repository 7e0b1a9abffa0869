"""Paging that costs the same on the last page as on the first: the address carries the row it stands at, not a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import DateField, DateTimeField, Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 25
MAX_CURSOR = 60


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page, and the cursors of its neighbours ('' where there is none)."""

    rows: list[Row]
    newer: str
    older: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page(
    queryset: QuerySet[Row],
    order: Sequence[str],
    *,
    after: str = "",
    before: str = "",
    last: bool = False,
    size: int = SIZE,
) -> Page[Row]:
    """One page of `queryset` in `order`: field names, '-' for descending, all in one direction, the last one unique.

    `after` and `before` are cursors of an earlier page; a cursor that is none is taken for the first page. `last` is the
    page at the far end. One query, whatever the depth.
    """
    fields = [name.lstrip("-") for name in order]
    descending = order[0].startswith("-")
    backwards = last or (bool(before) and not after)
    values = _values(before if backwards and not last else after, queryset.model, fields)
    wanted = queryset.order_by(*(_turned(order) if backwards else order))
    if values and not last:
        wanted = wanted.filter(_beyond(fields, values, lower=descending != backwards))
    rows = list(wanted[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_newer = more if backwards else bool(values)
    has_older = (bool(values) and not last) if backwards else more
    return Page(
        rows,
        newer=_cursor(rows[0], fields) if rows and has_newer else "",
        older=_cursor(rows[-1], fields) if rows and has_older else "",
    )


def is_cursor(text: str, model: type[Model], order: Sequence[str]) -> bool:
    """Whether `text` may have come from a page of `model` in `order`."""
    return bool(_values(text, model, [name.lstrip("-") for name in order]))


def _turned(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(fields: Sequence[str], values: Sequence[Any], *, lower: bool) -> Q:
    """Rows beyond `values` in the order of `fields`: (a < x) or (a = x and b < y)."""
    side = "lt" if lower else "gt"
    first = Q(**{f"{fields[0]}__{side}": values[0]})
    if len(fields) == 1:
        return first
    bound = Q(**{f"{fields[0]}__{side}e": values[0]})  # lets the index be entered at the row itself
    return bound & (first | (Q(**{fields[0]: values[0]}) & _beyond(fields[1:], values[1:], lower=lower)))


def _cursor(row: Model, fields: Sequence[str]) -> str:
    return "_".join(_text(getattr(row, name)) for name in fields)


def _text(value: Any) -> str:
    """A moment without a plus, which an address would read as a space."""
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else str(value)


def _values(cursor: str, model: type[Model], fields: Sequence[str]) -> list[Any]:
    """What the cursor says of each field, as its column holds it; nothing for a cursor that is none."""
    parts = cursor[:MAX_CURSOR].split("_")
    if not cursor or len(parts) != len(fields):
        return []
    try:
        return [_value(part, model, name) for part, name in zip(parts, fields, strict=True)]
    except ValueError:
        return []


def _value(text: str, model: type[Model], name: str) -> int | date | datetime:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if isinstance(field, DateTimeField):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or not 1970 <= moment.year <= 2200:
            raise ValueError(text)
        return moment
    if isinstance(field, DateField):
        return date.fromisoformat(text)
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError(text)
    return number
