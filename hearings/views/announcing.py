"""The announcement: its texts and materials, publishing it, the poster."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import attempt, say
from correspondence.documents import Mode
from deadlines import queries as deadline_queries
from hearings import access, queries
from hearings.actions import announcing, documents, planning
from hearings.forms import AnnouncementForm, PosterForm


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def announcement_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing = access.hearing(person, pk, Right.ANNOUNCE_HEARINGS)
    data = request.POST if request.method == "POST" else None
    form = AnnouncementForm(data, hearing=hearing, pack=queries.pack_of(hearing))
    if data is not None and form.is_valid():
        try:
            announcing.change_announcement(hearing, form.texts, form.pack, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            say(request, _("The announcement is saved."))
            return redirect("hearings:hearing", pk)
    context = {"form": form, "hearing": hearing}
    return render(request, "hearings/announcement_edit.html", context, status=422 if form.errors else 200)


@require_POST
@person_view
def hearing_announce(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing, at = access.hearing(person, pk, Right.ANNOUNCE_HEARINGS), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: planning.announce_hearing(hearing, actor=person, on=on, at=at)):
        say(request, _("The hearing is announced; the invitations are on their way."))
    return redirect("hearings:hearing", pk)


@require_POST
@person_view
def poster_issue(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Ask for the poster; the worker makes it within seconds."""
    hearing = access.hearing(person, pk, Right.ISSUE_DOCUMENTS)
    form = PosterForm(request.POST)
    if form.is_valid():
        orders = []
        mode = Mode(form.cleaned_data["mode"])
        if attempt(
            request,
            lambda: orders.append(documents.issue_poster(hearing, mode, actor=person, at=timezone.now())),
        ):
            return redirect("correspondence:document-order", orders[0].pk)
    return redirect("hearings:hearing", pk)
