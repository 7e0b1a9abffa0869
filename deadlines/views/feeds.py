"""Calendar programs: making and revoking secret addresses, and what they read."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, member_view, person_view
from accounts.models import Membership, User
from common.notices import say
from deadlines import access, actions, ical, queries
from deadlines.forms import FeedForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.READ)
def feeds(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The person's addresses; a new one is shown in the answer to its making, and never again."""
    form, at, made = FeedForm(request.POST or None), timezone.now(), ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = actions.create_feed(
                membership.user,
                membership.organisation,
                only_mine=form.cleaned_data["scope"] == "mine",
                at=at,
            )
            made = settings.SITE_URL + reverse("deadlines:feed", args=[secret])
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        "form": FeedForm() if made else form,
        "feeds": list(queries.feeds_of(membership.user, membership.organisation, at)),
        "made": made,
    }
    return render(request, "deadlines/feeds.html", context, status=422 if form.errors else 200)


@require_POST
@person_view
def feed_revoke(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    actions.revoke_feed(access.own_feed(person, pk), actor=person, at=timezone.now())
    say(request, _("The address is revoked; calendar programs that used it read nothing any more."))
    return redirect("deadlines:feeds")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program reads; the secret in the address is the whole log-in."""
    at = timezone.now()
    row = access.feed_by_secret(secret, at)
    actions.note_feed_use(row, queries.day_of(at))
    response = HttpResponse(
        ical.feed(row, queries.feed_deadlines(row), at=at), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Disposition"] = 'inline; filename="qatysu.ics"'
    return response
