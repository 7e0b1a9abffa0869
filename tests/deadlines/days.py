"""Dates as people write them in a test."""

from datetime import date


def day(text: str) -> date:
    """'11.04.2024'."""
    number, month, year = text.split(".")
    return date(int(year), int(month), int(number))


def days_of(year: int) -> list[date]:
    """Every day of the year."""
    return [
        date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]
