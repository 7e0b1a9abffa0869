"""Until when proposals are taken in writing: the hearing's beginning, or the last day that the Ecological Code sets."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from deadlines import queries as deadline_queries
from deadlines.calendar import OutsideCalendar
from hearings.lead_time import Facts, RuleBook
from hearings.models import Hearing
from hearings.states import HearingState, RuleSet

REMARKS = "hearing.environment.remarks"


def closes_at(hearing: Hearing, on: date) -> datetime:
    """The moment from which no proposal is taken in writing. `on`: the day whose law counts."""
    if hearing.rule_set != RuleSet.ENVIRONMENT:
        return hearing.starts_at
    book = RuleBook(RuleSet.ENVIRONMENT, on, deadline_queries.calendar())
    try:
        found = book.check(Facts(RuleSet.ENVIRONMENT, hearing.starts_on, hearing.ends_on))
    except OutsideCalendar:
        return hearing.starts_at
    last = next(one.due_on for one in found if one.step.code == REMARKS)
    return timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))


def is_open(hearing: Hearing, at: datetime) -> bool:
    return hearing.state == HearingState.ANNOUNCED and at < closes_at(hearing, deadline_queries.day_of(at))
