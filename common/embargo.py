"""An embargo: `embargo_until`, the first day on which strangers see what is published; without one they see it at once."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def over(on: date) -> Q:
    """Rows whose embargo is over on the day `on`, or that have none."""
    return Q(embargo_until__isnull=True) | Q(embargo_until__lte=on)


def holds(embargo_until: date | None, on: date) -> bool:
    """Whether nothing is seen yet on the day `on`."""
    return embargo_until is not None and on < embargo_until


def require_to_come(embargo_until: date | None, on: date) -> None:
    """ValidationError: the embargo would be over on the day `on`, on which it is laid."""
    if embargo_until is not None and not holds(embargo_until, on):
        message = _("An embargo ends on a day to come. Leave the field empty to publish at once.")
        raise ValidationError({"embargo_until": message}, code="past")
