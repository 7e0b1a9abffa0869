"""What the pages of an act in life do alike: a form on a page of its own, and what an action refuses."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Dossier

Crumb = tuple[str, Any]


def bound(
    request: HttpRequest, form: type[forms.Form], initial: dict[str, Any], **options: Any
) -> forms.Form:
    """With what was posted, else with what it begins with."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **options)
    return form(initial=initial, **options)


def saved(form: forms.Form, save: Callable[[], object]) -> bool:
    """Whether the form was fit and `save` took it; what an action refuses stands on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def form_page(
    request: HttpRequest,
    form: forms.Form,
    heading: Any,
    *,
    crumbs: Sequence[Crumb],
    hint: Any = "",
    submit: Any = "",
) -> HttpResponse:
    """`crumbs`: addresses and names from the list down; the last one is where 'Cancel' leads."""
    context = {
        "form": form,
        "heading": heading,
        "crumbs": crumbs,
        "back": crumbs[-1][0],
        "hint": hint,
        "submit": submit or _("Save"),
        "has_file": form.is_multipart(),
    }
    return render(request, "monitoring/life_form.html", context, status=422 if form.is_bound else 200)


def dossier_crumbs(dossier: Dossier) -> list[Crumb]:
    title = str(dossier.draft)
    return [
        (reverse("monitoring:dossier", args=[dossier.pk]), f"{title[:80]}…" if len(title) > 80 else title),
        (reverse("monitoring:adoption", args=[dossier.pk]), _("After adoption")),
    ]


def promise_crumbs(dossier: Dossier) -> list[Crumb]:
    return [
        *dossier_crumbs(dossier)[:1],
        (reverse("monitoring:dossier-items", args=[dossier.pk]), _("Implementation")),
    ]
