"""What the public page of a hearing says of itself to search engines and messengers."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from common import dates
from common.public_pages import About, short
from correspondence.shares import picture_path
from hearings.models import Hearing
from hearings.states import Format, HearingState

_ATTENDANCE = {
    Format.IN_PERSON: "OfflineEventAttendanceMode",
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}


def about_hearing(hearing: Hearing) -> About:
    """One query, for the share picture."""
    when = dates.moment(hearing.starts_at, (get_language() or "kk")[:2], today=date.min)
    aim = short(hearing.said("aim"))
    place = hearing.said("place")
    return About(
        hearing.title,
        ". ".join(filter(None, (", ".join(filter(None, (when, place))), aim))),
        hearing.public_path,
        picture=picture_path(hearing.share_key),
        kind="article",
        data=_event(hearing, aim, place),
    )


def _event(hearing: Hearing, aim: str, place: str) -> dict[str, Any]:
    state = "EventCancelled" if hearing.state == HearingState.CANCELLED else "EventScheduled"
    where: dict[str, Any] = {"@type": "VirtualLocation", "url": settings.SITE_URL + hearing.public_path}
    if hearing.has_room:
        where = {"@type": "Place", "name": place, "address": place}
    return {
        "@type": "Event",
        "name": hearing.title,
        "description": aim,
        "startDate": timezone.localtime(hearing.starts_at).isoformat(),
        "endDate": timezone.localtime(hearing.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[Format(hearing.format)]}",
        "isAccessibleForFree": True,
        "location": where,
        "organizer": {"@type": "NGO", "name": str(hearing.organisation)},
        "url": settings.SITE_URL + hearing.public_path,
    }
