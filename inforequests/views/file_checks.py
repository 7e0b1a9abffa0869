"""What a file that came to us holds beside what one sees, and what is done about it before it goes public."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from common.notices import say
from inforequests import access
from inforequests.actions.file_checks import ask_check
from inforequests.actions.publication import accept_findings, add_cleaned
from inforequests.forms.answer import AcceptForm, CleanedForm
from inforequests.hidden import Unread
from inforequests.hidden_words import UNREAD, found_lines
from inforequests.models import EventFile, FileCheck
from inforequests.publications import checked_of
from inforequests.publishing import BY_EYE, keys_to_settle, needs_eyes
from inforequests.states import EventKind


@require_safe
@person_view
def file_check(request: HttpRequest, person: User, pk: int, file_pk: int) -> HttpResponse:
    """What was found and where; while the worker is at it the page asks again by itself."""
    return _page(request, person, access.event_file(person, pk, file_pk, Right.READ))


def _page(
    request: HttpRequest, person: User, file: EventFile, *, status: int = 200, **more: Any
) -> HttpResponse:
    row = FileCheck.objects.filter(file=file).prefetch_related("accepted").first()
    may_publish = may(membership_in(person, file.organisation_id), Right.PUBLISH_ANSWERS)
    may_settle = bool(may_publish and row and row.checked_at and file.event.kind == EventKind.ANSWERED)
    accepted = {one.key: one.reason for one in row.accepted.all()} if may_settle and row else {}
    open_keys = [key for key in _keys(file, row) if key not in accepted] if may_settle and row else []
    context = {
        "info_request": file.event.info_request,
        "file": file,
        "check": row,
        "lines": found_lines(row.findings, accepted) if row else [],
        "unread": UNREAD[Unread(row.unread)] if row and row.unread else "",
        "is_picture": file.content_type.startswith("image/"),
        "may_settle": may_settle,
        "by_eye": BY_EYE if BY_EYE in open_keys else "",
        "seen_by_eye": accepted.get(BY_EYE, ""),
        "accept_form": AcceptForm(keys=open_keys) if open_keys else None,
        "cleaned_form": CleanedForm() if may_settle else None,
        **more,
    }
    part = getattr(request, "htmx", False)
    page = "inforequests/_file_check.html" if part else "inforequests/file_check.html"
    return render(request, page, context, status=status)


def _keys(file: EventFile, row: FileCheck) -> list[str]:
    row.file = file
    checked = checked_of(row)
    return keys_to_settle(checked) if checked.findings or needs_eyes(checked) else []


@require_POST
@person_view
def file_check_ask(_request: HttpRequest, person: User, pk: int, file_pk: int) -> HttpResponse:
    file = access.event_file(person, pk, file_pk, Right.WRITE_REQUESTS)
    ask_check(file, actor=person, at=timezone.now())
    return redirect("inforequests:file-check", pk, file_pk)


@require_POST
@person_view
def file_check_accept(request: HttpRequest, person: User, pk: int, file_pk: int) -> HttpResponse:
    """Let through what was ticked, with the reason."""
    file = access.event_file(person, pk, file_pk, Right.PUBLISH_ANSWERS)
    row = FileCheck.objects.filter(file=file, checked_at__isnull=False).first()
    if row is None:
        return redirect("inforequests:file-check", pk, file_pk)
    row.file = file
    form = AcceptForm(request.POST, keys=_keys(file, row))
    if form.is_valid():
        data = form.cleaned_data
        try:
            number = accept_findings(
                row,
                data["keys"],
                data["reason"],
                is_nobodys=data["is_nobodys"],
                actor=person,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            text = ngettext("%(number)s finding settled.", "%(number)s findings settled.", number)
            say(request, text % {"number": number})
            return redirect("inforequests:file-check", pk, file_pk)
    return _page(request, person, file, status=422, accept_form=form)


@require_POST
@person_view
def file_check_cleaned(request: HttpRequest, person: User, pk: int, file_pk: int) -> HttpResponse:
    """A copy without what may not go public; it is looked through as well."""
    file = access.event_file(person, pk, file_pk, Right.PUBLISH_ANSWERS)
    form = CleanedForm(request.POST, request.FILES)
    if form.is_valid():
        came, name = form.cleaned_data["file"]
        try:
            copy = add_cleaned(file, came, name, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The copy is kept and is being looked through."))
            return redirect("inforequests:file-check", pk, copy.pk)
    return _page(request, person, file, status=422, cleaned_form=form)
