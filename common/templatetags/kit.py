"""The words that templates of every app may use without loading anything."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common import dates, people, sheets
from common.fields import anchor, dressed
from common.icons import ICONS
from common.notices import undo_url

register = template.Library()

NARROW_SPACE = "\u202f"


@register.simple_tag
def field(bound: BoundField, *, optional: bool = True) -> SafeString:
    """One field of a form, whole. `optional=False` leaves out '(optional)': in filters everything is."""
    return render_to_string("components/field.html", dressed(bound, mark_optional=optional))


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """The summary above a form that was refused: every error, each with a link to its field.

    A field whose label says something only beside its neighbours has `said_alone`, the label for here.
    """
    if not form.errors:
        return SafeString("")
    fields = form.visible_fields()
    to_mend = [(anchor(bound), _alone(bound), error) for bound in fields for error in bound.errors]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    context = {"to_mend": to_mend, "general": [*form.non_field_errors(), *hidden]}
    return render_to_string("components/form_errors.html", context)


def _alone(bound: BoundField) -> Any:
    return getattr(bound.field, "said_alone", bound.label)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing beside a word; silent for screen readers. Names: common/icons.py."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no icon {name!r}: draw it in common/icons.py")
    return mark_safe(  # noqa: S308 - the drawings are ours
        '<svg class="q-icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        f"{ICONS[name]}</svg>"
    )


@register.simple_tag(takes_context=True)
def downloads(context: template.Context, path: str = "", *, swapped: bool = False) -> SafeString:
    """The list of this page, or of the page at `path`, as CSV and XLSX, with the filters that are on. `swapped`: in the
    answer to a script that renews only the rows, where the addresses in the head of the page are renewed along with them."""
    addresses = {kind: sheets.address(context["request"], kind, path=path) for kind in sheets.KINDS}
    return render_to_string("components/downloads.html", {**addresses, "swapped": swapped})


@register.filter
def may(membership: Any, right: str) -> bool:
    """`{% if request.membership|may:"triage" %}`: the same table that the gates ask."""
    return people.may(membership, right)


@register.filter
def day(on: date | None) -> SafeString | str:
    """'25 қараша, сәрсенбі', the year on hover."""
    return _dated(on, dates.day(on, _language(), today=timezone.localdate())) if on else ""


@register.filter
def whole_day(on: date | None) -> SafeString | str:
    """'2026 ж. 25 қараша': with its year, for what is read years later."""
    return _dated(on, dates.whole_day(on, _language())) if on else ""


@register.filter
def near_day(on: date | None) -> SafeString | str:
    """'ертең' with the exact date on hover; further away, the date itself."""
    return _dated(on, dates.relative(on, timezone.localdate(), _language())) if on else ""


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """'кеше 18:40', 'вчера, 18:40', the whole date on hover."""
    return _timed(at, dates.moment(at, _language(), today=timezone.localdate())) if at else ""


@register.filter
def ago(at: datetime | None) -> SafeString | str:
    """'12 минут бұрын', the exact moment on hover."""
    return _timed(at, dates.ago(timezone.now() - at, _language())) if at else ""


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """'29 880' with narrow spaces that do not break; the decimal sign is the reader's."""
    if value is None:
        return ""
    text = f"{value:,}".replace(",", NARROW_SPACE)
    return text if get_language() == "en" else text.replace(".", ",")


@register.filter
def undo(message: Message) -> str:
    return undo_url(message)


def _language() -> str:
    return (get_language() or "kk")[:2]


def _dated(on: date, text: str) -> SafeString:
    return _time(on.isoformat(), _whole(on), text)


def _timed(at: datetime, text: str) -> SafeString:
    local = timezone.localtime(at)
    return _time(local.isoformat(timespec="minutes"), f"{_whole(local.date())}, {local:%H:%M}", text)


def _whole(on: date) -> str:
    return dates.day(on, _language(), today=date.min)


def _time(machine: str, exact: str, text: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, exact, text)


@register.filter
def beside(left: Sequence[Any], right: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Two rows of the same length as pairs: the head of a column beside its cell."""
    return list(zip(left, right, strict=True))
