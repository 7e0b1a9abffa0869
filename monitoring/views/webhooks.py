"""Programs of the organisation that are told what happens: the list, one with its last messages, steps."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, member_view, person_view
from accounts.delicate import unconfirmed
from accounts.models import Membership, User
from common.notices import attempt, say
from monitoring import access
from monitoring.actions import webhooks as actions
from monitoring.forms.webhooks import WebhookForm
from monitoring.models import Webhook
from monitoring.webhook_states import WebhookEvent
from monitoring.webhooks.message import TOLERANCE_SECONDS
from monitoring.webhooks.words import last_messages


@require_safe
@member_view(Right.EDIT_ORGANISATION)
def webhook_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    rows = Webhook.objects.filter(organisation=membership.organisation, removed_at__isnull=True)
    programs = [(row, _labels(row)) for row in rows.order_by("-pk")]
    return render(request, "monitoring/webhook_list.html", {"programs": programs})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.EDIT_ORGANISATION)
def webhook_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The secret is shown in the answer to the step that makes it, and never again."""
    if first := unconfirmed(request, membership.user):
        return first
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row, secret = actions.add(
                membership.organisation, actor=membership.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            page = {"program": row, "secret": secret, "minutes": TOLERANCE_SECONDS // 60}
            return render(request, "monitoring/webhook_made.html", page)
    return render(request, "monitoring/webhook_add.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@person_view
def webhook(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.webhook(person, pk, Right.EDIT_ORGANISATION)
    page = {"program": row, "events": _labels(row), "told": last_messages(row)}
    return render(request, "monitoring/webhook.html", page)


@require_POST
@person_view
def webhook_test(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.webhook(person, pk, Right.EDIT_ORGANISATION)
    actions.test(row, at=timezone.now())
    say(request, _("A test is on its way. Look here again in a minute."))
    return redirect("monitoring:webhook", pk)


@require_POST
@person_view
def webhook_resume(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.webhook(person, pk, Right.EDIT_ORGANISATION)
    actions.resume(row, actor=person, at=timezone.now())
    say(request, _("Messages are sent again."))
    return redirect("monitoring:webhook", pk)


@require_POST
@person_view
def webhook_remove(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.webhook(person, pk, Right.EDIT_ORGANISATION)
    actions.remove(row, actor=person, at=timezone.now())
    say(request, _("The program is removed; nothing is sent to it any more."))
    return redirect("monitoring:webhook-list")


@require_POST
@person_view
def webhook_retry(request: HttpRequest, person: User, pk: int, delivery_pk: int) -> HttpResponse:
    message = access.webhook_delivery(person, pk, delivery_pk, Right.EDIT_ORGANISATION)
    if attempt(request, lambda: actions.send_again(message, at=timezone.now())):
        say(request, _("The message is sent again."))
    return redirect("monitoring:webhook", pk)


def _labels(row: Webhook) -> list[object]:
    return [WebhookEvent(event).label for event in row.events if event in WebhookEvent.values]
