"""The documents made of a table: those issued, and asking for another."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import Right, may, membership_in, person_view, require
from accounts.models import User
from amendments import access
from amendments.actions.documents import issue_document
from amendments.forms.documents import IssueForm
from amendments.states import FROZEN
from correspondence.documents import Mode
from correspondence.queries import issued_for
from correspondence.wording import issued_row


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def documents(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Of an approved table: choose what, and in which language; the worker makes it."""
    table = access.table(person, pk, Right.READ)
    path = reverse("amendments:documents", args=[pk])
    form = IssueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(person, table.organisation_id, Right.ISSUE_DOCUMENTS)
        if form.is_valid():
            kind, mode = form.cleaned_data["kind"], Mode(form.cleaned_data["mode"])
            try:
                order = issue_document(table, kind, mode, path=path, actor=person, at=timezone.now())
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return redirect("correspondence:document-order", order.pk)
    context = {
        "dossier": table.dossier,
        "table": table,
        "form": form,
        "is_approved": table.state in FROZEN,
        "may_issue": may(membership_in(person, table.organisation_id), Right.ISSUE_DOCUMENTS),
        "rows": [issued_row(document) for document in issued_for(table.organisation, path)],
    }
    return render(request, "amendments/documents.html", context, status=422 if form.errors else 200)
