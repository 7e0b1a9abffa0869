"""Where a person is signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, queries
from accounts.access import person_view
from accounts.forms_factors import SessionForm
from accounts.models import User
from common.notices import say


@never_cache
@require_safe
@person_view
def session_list(request: HttpRequest, person: User) -> HttpResponse:
    rows = queries.open_sessions(person, timezone.now())
    marked = [(row, row.session_key == request.session.session_key) for row in rows]
    page = {"sessions": sorted(marked, key=lambda pair: not pair[1])}
    return render(request, "accounts/session_list.html", page)


@require_POST
@person_view
def session_end(request: HttpRequest, person: User) -> HttpResponse:
    """End one of the others; the one here ends by signing out."""
    form = SessionForm(request.POST)
    rows = queries.open_sessions(person, timezone.now())
    wanted = form.cleaned_data["session"] if form.is_valid() else ""
    row = next((row for row in rows if row.mark == wanted), None)
    if row is None or row.session_key == request.session.session_key:
        raise Http404
    actions.end_session(row, actor=person, at=timezone.now())
    say(request, _("The device is signed out."))
    return redirect("accounts:session-list")


@require_POST
@person_view
def session_end_others(request: HttpRequest, person: User) -> HttpResponse:
    count = actions.end_other_sessions(person, keep=request.session.session_key or "", at=timezone.now())
    told = ngettext("%(count)s other device is signed out.", "%(count)s other devices are signed out.", count)
    say(request, told % {"count": count})
    return redirect("accounts:session-list")
