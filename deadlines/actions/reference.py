"""The calendar and the rules of law: loaded from the reviewed files, changed by the operator."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.actions import record
from accounts.models import User
from deadlines import reference
from deadlines.models import CalendarException, CalendarYear, Reviewed, TimeLimit

TIME_LIMIT_FIELDS = (
    *("quantity", "unit", "direction", "roll_over", "valid_to", "confidence", "checked_on"),
    *(
        f"{name}_{language}"
        for name in ("name", "start_event", "law", "article", "note")
        for language in ("kk", "ru")
    ),
)


def record_reference_change(row: models.Model, verb: str, *, actor: User, at: datetime) -> None:
    """Log that the operator changed a year, a date or a rule. Call it inside the transaction of the change."""
    record(verb, actor=actor, organisation=None, obj=row, subject=row, at=at)


def is_own_exception(row: CalendarException) -> bool:
    """Whether the date was entered here and does not stand in the reviewed file, which would bring it back."""
    return row.on not in {exception.on for exception in reference.load_calendar().exceptions}


@transaction.atomic
def load_rules_and_calendar() -> None:
    """Bring the tables to what the reviewed files say; rows that an administrator edited stay as they are."""
    calendar = reference.load_calendar()
    for year in calendar.years:
        fields = {"certainty": year.certainty, "source": year.source, "checked_on": year.checked_on}
        _load(CalendarYear, {"year": year.year}, fields)
    for row in calendar.exceptions:
        fields = {
            name: getattr(row, name)
            for name in ("kind", "reason_kk", "reason_ru", "order", "certainty", "checked_on")
        }
        _load(CalendarException, {"on": row.on}, fields)
    for limit in reference.load_time_limits():
        fields = {name: getattr(limit, name) for name in TIME_LIMIT_FIELDS}
        _load(TimeLimit, {"code": limit.code, "valid_from": limit.valid_from}, fields)


def _load(model: type[Reviewed], key: dict[str, Any], fields: dict[str, Any]) -> None:
    if not model._default_manager.filter(**key, is_edited=True).exists():
        model._default_manager.update_or_create(**key, defaults=fields)
