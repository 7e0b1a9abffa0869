"""How a form's field is dressed: label above, hint under it, error beside, tied together in ARIA."""

from typing import Any

from django import forms
from django.forms import BoundField

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
# What the browser's own pickers understand; Django's date fields accept these forms in every language.
_PICKERS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, _GROUPS):
        return "group"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, (forms.CheckboxInput, *_GROUPS)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _attributes(bound: BoundField, described_by: str) -> dict[str, str | bool]:
    widget = bound.field.widget
    classes = [_css_class(widget), "is-invalid" if bound.errors else "", widget.attrs.get("class", "")]
    attributes: dict[str, str | bool] = {"class": " ".join(filter(None, classes))}
    if described_by:
        attributes["aria-describedby"] = described_by
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _with_picker(bound: BoundField) -> forms.Widget:
    """The browser's picker for a date or time; the plain line again when what was typed must be shown."""
    widget = bound.field.widget
    for plain, input_type, pattern in _PICKERS:
        if type(widget) is plain and not bound.errors:
            picker = plain(attrs=widget.attrs, format=pattern)
            picker.input_type = input_type
            return picker
    return widget


def anchor(bound: BoundField) -> str:
    """The id to jump to for mending this field: the first choice of a group, else the field itself."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, _GROUPS) else str(bound.auto_id)


def dressed(bound: BoundField, *, mark_optional: bool) -> dict[str, Any]:
    """The context of components/field.html for one field of a form."""
    kind = _kind(bound.field.widget)
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    described_by = " ".join(
        name for name, present in ((hint_id, bound.help_text), (error_id, bound.errors)) if present
    )
    attributes = _attributes(bound, described_by)
    if kind == "group":
        # A group is described once, on its fieldset; the choices take only their look.
        bound.field.widget.attrs["class"] = attributes["class"]
    return {
        "bound": bound,
        "kind": kind,
        "widget": bound.as_widget(widget=_with_picker(bound), attrs=attributes) if kind != "group" else "",
        "hint_id": hint_id,
        "error_id": error_id,
        "described_by": described_by,
        "optional": mark_optional and kind != "tick" and not bound.field.required,
    }
