"""What a file that came to us holds beside what one sees."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, person_view
from accounts.models import User
from inforequests import access
from inforequests.actions.file_checks import ask_check
from inforequests.hidden import Unread
from inforequests.hidden_words import UNREAD, found_lines
from inforequests.models import FileCheck


@require_safe
@person_view
def file_check(request: HttpRequest, person: User, pk: int, file_pk: int) -> HttpResponse:
    """What was found and where; while the worker is at it the page asks again by itself."""
    file = access.event_file(person, pk, file_pk, Right.READ)
    row = FileCheck.objects.filter(file=file).first()
    context = {
        "info_request": file.event.info_request,
        "file": file,
        "check": row,
        "lines": found_lines(row.findings) if row else [],
        "unread": UNREAD[Unread(row.unread)] if row and row.unread else "",
        "is_picture": file.content_type.startswith("image/"),
    }
    part = getattr(request, "htmx", False)
    page = "inforequests/_file_check.html" if part else "inforequests/file_check.html"
    return render(request, page, context)


@require_POST
@person_view
def file_check_ask(_request: HttpRequest, person: User, pk: int, file_pk: int) -> HttpResponse:
    file = access.event_file(person, pk, file_pk, Right.WRITE_REQUESTS)
    ask_check(file, actor=person, at=timezone.now())
    return redirect("inforequests:file-check", pk, file_pk)
