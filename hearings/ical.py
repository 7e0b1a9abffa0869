"""Hearings as iCalendar (RFC 5545): one to put into a calendar, or all that are coming."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hearings.models import Hearing
from hearings.states import HearingState

REFRESH = timedelta(hours=4)


def calendar_of(hearings: Iterable[Hearing], *, at: datetime) -> bytes:
    """The hearings in the active language. An event keeps its UID; SEQUENCE grows with what the public is told."""
    calendar = Calendar()
    calendar.add("prodid", "-//Qatysu//Hearings//KK")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Public hearings"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for hearing in hearings:
        calendar.add_component(_event(hearing, at))
    content: bytes = calendar.to_ical()
    return content


def _event(hearing: Hearing, at: datetime) -> Event:
    address = settings.SITE_URL + hearing.public_path
    is_cancelled = hearing.state == HearingState.CANCELLED
    event = Event()
    event.add("uid", f"hearing-{hearing.code}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", hearing.notice)
    event.add("dtstamp", at)
    event.add("dtstart", hearing.starts_at.astimezone(UTC))
    event.add("dtend", hearing.ends_at.astimezone(UTC))
    event.add("summary", hearing.title)
    event.add("description", "\n".join(filter(None, [hearing.said("aim"), address])))
    event.add("location", hearing.said("place") if hearing.has_room else hearing.broadcast_url or address)
    event.add("url", address)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return event
