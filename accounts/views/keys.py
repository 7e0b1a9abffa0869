"""The access keys of programs: a person makes them for themselves, in one organisation."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, keys, queries
from accounts.access import Right, member_view, person_view
from accounts.delicate import unconfirmed
from accounts.forms_keys import KeyForm
from accounts.models import AccessKey, Membership, User
from accounts.states import Scope
from accounts.views.moves import posted
from common.notices import say


@never_cache
@require_safe
@member_view(Right.READ)
def key_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    at = timezone.now()
    rows = [
        (key, [Scope(scope).label for scope in key.scopes], key.expires_at is not None and key.expires_at <= at)
        for key in queries.keys_of(membership)
    ]
    page = {"keys": rows, "asks_a_minute": keys.ASKS_A_MINUTE}
    return render(request, "accounts/key_list.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.READ)
def key_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The secret is shown in the answer to the step that makes the key, and never again."""
    if first := unconfirmed(request, membership.user):
        return first
    at = timezone.now()
    form = KeyForm(posted(request), on=timezone.localdate(at))
    if form.is_valid():
        data = form.cleaned_data
        scopes = [Scope(scope) for scope in data["scopes"]]
        try:
            key, secret = actions.make_key(
                membership, name=data["name"], scopes=scopes, expires_at=_end_of(data["until"]), at=at
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            page = {"key": key, "secret": secret, "site": settings.SITE_URL}
            return render(request, "accounts/key_made.html", page)
    return render(request, "accounts/key_add.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@person_view
def key_revoke(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    rows = AccessKey.objects.select_related("membership__user", "membership__organisation")
    key = rows.filter(membership__user=person, pk=pk).first()
    if key is None:
        raise Http404
    actions.revoke_key(key, at=timezone.now())
    say(request, _("The key “%(name)s” is revoked.") % {"name": key.name})
    return redirect("accounts:key-list")


def _end_of(day: date | None) -> datetime | None:
    """The midnight of Kazakhstan at which the day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) if day else None
