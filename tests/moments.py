"""Moments as people in Kazakhstan write them in a test."""

from datetime import date, datetime

from common.dates import ALMATY


def almaty(text: str) -> datetime:
    """'25.11.2026 09:00' by Almaty's clock; without an hour it is nine in the morning."""
    return datetime.strptime(text if " " in text else f"{text} 09:00", "%d.%m.%Y %H:%M").replace(
        tzinfo=ALMATY
    )


def day(text: str) -> date:
    """'25.11.2026'."""
    return almaty(text).date()
