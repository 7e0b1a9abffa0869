"""The agenda of a hearing."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import attempt, say
from hearings import access
from hearings.actions import agenda as actions
from hearings.forms import ItemForm, item_of


def _back(pk: int) -> HttpResponse:
    return redirect(f"{reverse('hearings:hearing', args=[pk])}#agenda")


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def item_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing = access.hearing(person, pk, Right.PLAN_HEARINGS)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_item(hearing, form.cleaned_data, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _back(pk)
    context = {"form": form, "hearing": hearing}
    return render(request, "hearings/item_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def item_edit(request: HttpRequest, person: User, pk: int, item_pk: int) -> HttpResponse:
    item = access.agenda_item(person, pk, item_pk, Right.PLAN_HEARINGS)
    form = ItemForm(request.POST if request.method == "POST" else None, initial=item_of(item))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_item(item, form.cleaned_data, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _back(pk)
    context = {"form": form, "hearing": item.hearing, "item": item}
    return render(request, "hearings/item_edit.html", context, status=422 if form.errors else 200)


@require_POST
@person_view
def agenda_usual(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing = access.hearing(person, pk, Right.PLAN_HEARINGS)
    actions.take_usual_agenda(hearing, actor=person, at=timezone.now())
    return _back(pk)


@require_POST
@person_view
def item_move(request: HttpRequest, person: User, pk: int, item_pk: int) -> HttpResponse:
    item = access.agenda_item(person, pk, item_pk, Right.PLAN_HEARINGS)
    to = "up" if request.POST.get("to") == "up" else "down"
    actions.move_item(item, to, actor=person, at=timezone.now())
    return _back(pk)


@require_POST
@person_view
def item_remove(request: HttpRequest, person: User, pk: int, item_pk: int) -> HttpResponse:
    item = access.agenda_item(person, pk, item_pk, Right.PLAN_HEARINGS, removed=True)
    if attempt(request, lambda: actions.remove_item(item, actor=person, at=timezone.now())):
        say(request, _("The item is removed."), undo=reverse("hearings:item-restore", args=[pk, item_pk]))
    return _back(pk)


@require_POST
@person_view
def item_restore(request: HttpRequest, person: User, pk: int, item_pk: int) -> HttpResponse:
    item = access.agenda_item(person, pk, item_pk, Right.PLAN_HEARINGS, removed=True)
    actions.restore_item(item, actor=person, at=timezone.now())
    return _back(pk)
