import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Right, may, member_view, membership_in, organisation_ids
from accounts.models import Membership
from common.notices import say
from common.sheets import sheet_file
from common.sheets import wanted as wanted_file
from correspondence.queries import notices_of
from correspondence.wording import told
from deadlines import queries as deadline_queries
from deadlines.wording import Due
from projects import access, queries
from projects.actions import bring, topics
from projects.forms import DraftFilterForm, JoinForm, TypedDraftForm, UploadForm
from projects.models import DraftAct
from projects.portal import NotADraftPage, parse_draft_page
from projects.sheets import DRAFTS
from projects.states import SnapshotKind
from projects.wording import due_of_discussion, flags_in_words, history_in_words, window_card


@require_safe
@member_view(Right.READ)
def draft_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Drafts by filters, words and order, all of them in the address."""
    on = timezone.localdate()
    form = DraftFilterForm(request.GET or None)
    wanted = form.wanted() if form.is_bound else queries.DraftFilter()
    if kind := wanted_file(request):
        rows = queries.drafts_in_order([membership.organisation_id], wanted, on)
        return sheet_file(DRAFTS, rows, kind)
    found = queries.drafts_page(
        [membership.organisation_id],
        wanted,
        on=on,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        last="last" in request.GET,
    )
    context = {
        "form": form,
        "page": found,
        "rows": _with_due(found.rows, on),
        "wanted": wanted,
        "chips": _chips(request, form),
    }
    context["is_narrow"] = form.is_bound and form.is_narrow
    template = "projects/_draft_rows.html" if request.htmx else "projects/draft_list.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _with_due(drafts: Iterable[DraftAct], on: date) -> list[tuple[DraftAct, Due | None]]:
    days = deadline_queries.calendar()
    return [
        (
            row,
            due_of_discussion(row.ends_on, on=on, days=days) if row.ends_on else None,
        )
        for row in drafts
    ]


def _chips(request: HttpRequest, form: DraftFilterForm) -> list[dict[str, str]]:
    """The filters that are on, each with the address of the list without it."""
    chips = []
    for name, text in form.in_words() if form.is_bound else ():
        rest = request.GET.copy()
        for gone in (name, "after", "before", "last"):
            rest.pop(gone, None)
        chips.append({"text": text, "url": f"{request.path}?{rest.urlencode()}" if rest else request.path})
    return chips


@require_safe
@member_view(Right.READ)
def draft(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """One draft: its dates and why, what was seen of it and when, what the organisation makes of it."""
    row = access.draft(request.user, pk)  # type: ignore[arg-type]
    on = timezone.localdate()
    organisation = row.organisation or membership.organisation
    windows = list(row.windows.select_related("time_limit").order_by("-number"))
    history = queries.history(row, organisation_ids(request.user))  # type: ignore[arg-type]
    days = deadline_queries.calendar()
    context = {
        "draft": row,
        "flags": flags_in_words(row),
        "cards": [window_card(window, on, days) for window in windows],
        "history": history_in_words(history, on=on),
        "matches": queries.matches_of(row, organisation),
        "dossier": queries.dossier_of(row, organisation),
        "decision": queries.decision_on(row, organisation),
        "page": _page_content(history),
        "may_join": may(membership_in(request.user, organisation.pk), Right.TRIAGE),  # type: ignore[arg-type]
        "join_form": JoinForm(organisation=organisation, initial={"owner": request.user.pk, "priority": 2}),
    }
    context["card"] = context["cards"][0] if windows else None
    return render(request, "projects/draft_page.html", context)


@require_safe
@member_view(Right.READ)
def draft_told(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Whom of the organisation we told that a topic found the draft, and whether it arrived."""
    row = access.draft(request.user, pk)  # type: ignore[arg-type]
    organisation = row.organisation or membership.organisation
    threads = [topics.thread_of(window) for window in row.windows.all()]
    context = {
        "notices": told(notices_of(organisation, *threads), timezone.localdate()),
        "subject": row.title,
        "back_url": reverse("projects:draft", args=[pk]),
        "back_name": _("Draft"),
    }
    template = "correspondence/_notices.html" if request.htmx else "correspondence/told.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _page_content(history: list[Any]) -> Any:
    """What the latest saved page of the draft says: the six rows of the by-law form, the attachments."""
    latest = next((snap for snap in history if snap.kind == SnapshotKind.PAGE), None)
    if latest is None:
        return None
    try:
        return parse_draft_page(zlib.decompress(latest.body), latest.language)
    except NotADraftPage:
        return None


@require_safe
@member_view(Right.READ)
def snapshot(request: HttpRequest, _membership: Membership, pk: int, snapshot_pk: int) -> HttpResponse:
    """The bytes as they were seen, to keep as evidence: always a download, never shown as a page of ours."""
    seen = access.snapshot(request.user, pk, snapshot_pk)  # type: ignore[arg-type]
    name = f"{pk}-{seen.pk}-{seen.sha256[:12]}.html.txt"
    response = HttpResponse(zlib.decompress(seen.body), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.BRING_DRAFTS)
def draft_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    """By hand, or by the portal's address."""
    form = TypedDraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        at = timezone.now()
        row = bring.bring_typed(
            organisation=membership.organisation,
            actor=request.user,  # type: ignore[arg-type]
            portal_id=data.pop("address"),
            at=at,
            on=deadline_queries.day_of(at),
            **data,
        )
        say(request, _("The draft is here."))
        return redirect("projects:draft", row.pk)
    context = {"form": form, "upload_form": UploadForm()}
    return render(request, "projects/draft_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.BRING_DRAFTS)
def draft_upload(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Pages that a person saved from the portal."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "projects/draft_upload.html", {"form": UploadForm()})
    at = timezone.now()
    if form.is_valid():
        try:
            brought = bring.bring_pages(
                form.cleaned_data["pages"],
                organisation=membership.organisation,
                actor=request.user,  # type: ignore[arg-type]
                at=at,
                on=deadline_queries.day_of(at),
            )
        except ValidationError as refusal:
            form.add_error("pages", refusal)
        else:
            say(request, _upload_in_words(brought))
            if len(brought.drafts) == 1:
                return redirect("projects:draft", brought.drafts[0].pk)
            rows = _with_due(brought.drafts, timezone.localdate(at))
            return render(request, "projects/draft_brought.html", {"rows": rows, "form": UploadForm()})
    return render(request, "projects/draft_upload.html", {"form": form}, status=422)


def _upload_in_words(brought: bring.Brought) -> str:
    said = [ngettext("%(count)s new draft.", "%(count)s new drafts.", brought.new) % {"count": brought.new}]
    if brought.changed:
        said.append(
            ngettext("%(count)s changed.", "%(count)s changed.", brought.changed) % {"count": brought.changed}
        )
    if brought.known:
        said.append(
            ngettext("%(count)s known already.", "%(count)s known already.", brought.known)
            % {"count": brought.known}
        )
    if brought.unreadable_cards:
        unread = brought.unreadable_cards
        said.append(
            ngettext("%(count)s card could not be read.", "%(count)s cards could not be read.", unread)
            % {"count": unread}
        )
    return " ".join(said)
