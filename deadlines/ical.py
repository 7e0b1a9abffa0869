"""Deadlines as an iCalendar feed (RFC 5545), in the language of its reader's e-mails."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from common import dates
from deadlines.models import CalendarFeed, Deadline

REFRESH = timedelta(hours=4)
# Nine in the morning of the day before: a day's event begins at midnight.
ALARM_BEFORE = timedelta(hours=15)


def feed(row: CalendarFeed, deadlines: Iterable[Deadline], *, at: datetime) -> bytes:
    """The feed as of the moment `at`: an all-day event for each deadline.

    An event keeps its UID for the deadline's life; its SEQUENCE grows when the date moves.
    """
    with translation.override(row.user.mail_language):
        calendar = Calendar()
        calendar.add("prodid", "-//Qatysu//Deadlines//KK")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _name(row))
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        for deadline in deadlines:
            calendar.add_component(_event(deadline, row.user.mail_language, at))
        content: bytes = calendar.to_ical()
        return content


def _name(row: CalendarFeed) -> str:
    whose = _("My deadlines: %(organisation)s") if row.only_mine else _("Deadlines: %(organisation)s")
    return whose % {"organisation": row.organisation}


def _event(deadline: Deadline, language: str, at: datetime) -> Event:
    until = dates.until(deadline.due_on, language, timezone.localdate(at))
    event = Event()
    event.add("uid", f"deadline-{deadline.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", deadline.version)
    event.add("dtstamp", at)
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(days=1))
    event.add("summary", str(deadline.label))
    event.add("description", "\n".join(filter(None, [str(deadline.about or ""), until])))
    event.add("url", settings.SITE_URL + deadline.path)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(f"{deadline.label}: {until}"))
    return event


def _alarm(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM_BEFORE)
    alarm.add("description", text)
    return alarm
