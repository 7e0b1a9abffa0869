"""A stretch of days that a report speaks of, by Kazakhstan's clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from common.dates import ALMATY


@dataclass(frozen=True)
class Period:
    """From the first moment of `first` to the last of `last`, both days included."""

    first: date
    last: date

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.first, time(), ALMATY)

    @property
    def ends_before(self) -> datetime:
        """The first moment that does not belong to it."""
        return datetime.combine(self.last + timedelta(1), time(), ALMATY)

    def within(self, column: str) -> dict[str, datetime]:
        """What a query asks of a column of moments."""
        return {f"{column}__gte": self.begins_at, f"{column}__lt": self.ends_before}

    def days_within(self, column: str) -> dict[str, date]:
        """What a query asks of a column of days."""
        return {f"{column}__gte": self.first, f"{column}__lte": self.last}

    def months(self) -> Iterator[date]:
        """The first days of the months that it touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = (month + timedelta(31)).replace(day=1)


def quarter_of(on: date) -> Period:
    first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    return Period(first, (first + timedelta(92)).replace(day=1) - timedelta(1))


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def month_of(on: date) -> Period:
    first = on.replace(day=1)
    return Period(first, (first + timedelta(31)).replace(day=1) - timedelta(1))
