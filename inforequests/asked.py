"""What became of the requests of a period, counted and listed by how each addressee dealt with them."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from common.periods import Period
from inforequests.courses import ANSWERS, Course, Way
from inforequests.models import Holder, InfoRequest
from inforequests.queries import courses_of


class Ending(models.TextChoices):
    """How a request ended in the hands of one addressee; each ends in one of these ways."""

    IN_TIME = "in_time", pgettext_lazy("request", "answered in time")
    LATE = "late", pgettext_lazy("request", "answered late")
    UNDATED = "undated", _("answered, the day of receipt is not recorded")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    ELSEWHERE = "elsewhere", _("passed on, or pointed to a publication")
    SILENT = "silent", _("no answer within the term")
    RUNNING = "running", _("the term runs, or the day of receipt is not recorded")
    ENDED = "ended", pgettext_lazy("request", "finished by us")


_ENDINGS = {
    Way.REFUSED: Ending.REFUSED,
    Way.POINTED: Ending.ELSEWHERE,
    Way.PASSED_ON: Ending.ELSEWHERE,
    Way.SILENT: Ending.SILENT,
    Way.WAITING: Ending.RUNNING,
    Way.ENDED_BY_US: Ending.ENDED,
}
_ANSWERED = {False: Ending.IN_TIME, True: Ending.LATE, None: Ending.UNDATED}


def ending_of(course: Course) -> Ending:
    return _ANSWERED[course.is_late] if course.way in ANSWERS else _ENDINGS[course.way]


@dataclass(frozen=True)
class AskedFact:
    """A request in the hands of one addressee. `number`: 1 for the first of a request."""

    request: int
    number: int
    holder: int
    ending: Ending
    ordered_on: date

    @property
    def key(self) -> tuple[int, int]:
        return self.request, self.number


def asked_facts(organisation: Organisation, period: Period, on: date) -> list[AskedFact]:
    """Of requests whose letter bears a day of the period, sent by now; as of the day `on` (four queries)."""
    rows = InfoRequest.objects.of(organisation).live().filter(**period.days_within("ordered_on"))
    found: list[AskedFact] = []
    for request, course in courses_of(rows, on):
        number = found[-1].number + 1 if found and found[-1].request == request.pk else 1
        assert request.ordered_on is not None
        found.append(AskedFact(request.pk, number, course.holder, ending_of(course), request.ordered_on))
    return found


def holders_of(organisation: Organisation) -> dict[int, Holder]:
    return {holder.pk: holder for holder in Holder.objects.of(organisation)}


def requests_named(organisation: Organisation, numbers: set[int]) -> dict[int, InfoRequest]:
    rows = InfoRequest.objects.of(organisation).filter(pk__in=numbers).select_related("holder")
    return {row.pk: row for row in rows}
