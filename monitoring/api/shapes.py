"""The parts that several resources share: what a page of a list is, how a list is asked for, names of coded values."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Annotated, Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Choices, Model, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from accounts.models import ActivityEntry
from common import keyset
from monitoring.api.errors import wrong_cursor

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)
MOST = 100
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


def _written(value: Any) -> Any:
    """Only what is written as a date: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and not value[:4].isdecimal() or "-" not in str(value):
        raise ValueError(value)
    return value


def _sane_day(value: date) -> date:
    return min(max(value, date(1970, 1, 1)), date(2200, 1, 1))


def _sane_moment(value: datetime) -> datetime:
    if not 1971 <= value.year <= 2200:
        return datetime(1970 if value.year < 1971 else 2200, 1, 1, tzinfo=UTC)
    return value if value.tzinfo is not None else timezone.make_aware(value)


Day = Annotated[date, BeforeValidator(_written), AfterValidator(_sane_day)]
Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_sane_moment)]


class Asked(BaseModel):
    """What every list takes."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 25
    cursor: Annotated[str, Field(max_length=keyset.MAX_CURSOR)] = ""


class Listed(BaseModel, Generic[Item]):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None


def listed(
    rows: QuerySet[Row], order: Sequence[str], asked: Asked, shape: Callable[[Row], dict[str, Any]]
) -> dict[str, Any]:
    """The page that was asked for, in one query and those of the prefetches."""
    if asked.cursor and not keyset.is_cursor(asked.cursor, rows.model, order):
        raise wrong_cursor()
    found = keyset.page(rows, order, after=asked.cursor, size=asked.limit)
    return {"items": [shape(row) for row in found.rows], "next_cursor": found.older or None}


def url(name: str, *args: int | str) -> str:
    """The whole address of a page."""
    return settings.SITE_URL + (_pattern(name, len(args)) % args)


@cache
def _pattern(name: str, parts: int) -> str:
    """The address with a gap for each part: looked up once, for a page of a list asks for it a hundred times."""
    marks = [str(987_654_321 + part) for part in range(parts)]
    found = reverse(name, args=marks).replace("%", "%%")
    for mark in marks:
        found = found.replace(mark, "%s")
    return found


def in_both(row: Model, *names: str) -> dict[str, str]:
    """`name_kk` and `name_ru` of each of these columns."""
    columns = [f"{name}_{language}" for name in names for language in ("kk", "ru")]
    return {column: getattr(row, column) or "" for column in columns}


def coded(name: str, choices: type[Choices], value: Any) -> dict[str, Any]:
    """The value itself and its two names; for an empty one, empty names."""
    kazakh, russian = _names(choices, value) if value not in (None, "") else ("", "")
    return {name: value, f"{name}_kk": kazakh, f"{name}_ru": russian}


@lru_cache(maxsize=500)
def _names(choices: type[Choices], value: Any) -> tuple[str, str]:
    found = []
    for language in ("kk", "ru"):
        with override(language):
            found.append(str(choices(value).label) if value in choices.values else str(value))
    return found[0], found[1]


def with_last_deed(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Read along `last_deed_at`: when the activity log last told of the row."""
    told = ActivityEntry.objects.filter(
        object_type=rows.model._meta.label_lower, object_id=OuterRef("pk")
    ).order_by("-pk")
    return rows.annotate(last_deed_at=Subquery(told.values("at")[:1]))


def latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


