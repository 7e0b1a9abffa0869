"""Days and moments inside a sentence, in the language of whoever reads the page."""

from datetime import date, datetime

from django.utils.translation import get_language

from common import dates


def day(on: date, today: date) -> str:
    return dates.day(on, _language(), today=today)


def moment(at: datetime, today: date) -> str:
    return dates.moment(at, _language(), today=today)


def _language() -> str:
    return (get_language() or "kk")[:2]
