"""The coordinator's side of the public page: its words, its switch, what stands on it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as account_actions
from accounts.access import Right, may, member_view, person_view
from accounts.actions.public_page import lacking_on_page
from accounts.models import Membership, User
from common.keyset import page
from common.notices import attempt, say
from deadlines import queries as deadline_queries
from inforequests.hidden_words import KINDS
from inforequests.publishing import NEVER, personal_in
from monitoring.models import Position
from monitoring.public import about, access, actions, queries
from monitoring.public.forms import PageForm, PositionForm, page_of
from monitoring.public.showing import organisation_shown, position_shown
from monitoring.states import PositionState

DESK = "monitoring:page-desk"


@require_safe
@member_view(Right.READ)
def page_desk(request: HttpRequest, membership: Membership) -> HttpResponse:
    organisation, on = membership.organisation, deadline_queries.day_of(timezone.now())
    tables = queries.sent_tables().filter(organisation=organisation)
    found = page(tables, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    positions, latest = queries.positions_of(found.rows), queries.latest_of(found.rows)
    context = {
        "organisation": organisation,
        "lacking": lacking_on_page(organisation),
        "can_publish": may(membership, Right.PUBLISH_PAGE),
        "page": found,
        "lines": [
            {
                "table": table,
                "position": (position := positions.get(table.pk)),
                "is_published": position is not None and position.state == PositionState.PUBLISHED,
                "is_awaited": position is not None and position.is_awaited(on),
                "has_newer": position is not None and position.submission_id != latest.get(table.pk),
            }
            for table in found.rows
        ],
        "surveys": list(queries.surveys_to_list(organisation)[:50]),
    }
    return render(request, "monitoring/public/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.PUBLISH_PAGE)
def page_edit(request: HttpRequest, membership: Membership) -> HttpResponse:
    organisation = membership.organisation
    form = PageForm(request.POST if request.method == "POST" else None, initial=page_of(organisation))
    if form.is_bound and form.is_valid():
        try:
            account_actions.save_public_page(
                organisation, **form.cleaned_data, actor=membership.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved."))
            return redirect(DESK)
    context = {"form": form, "organisation": organisation, "pair": (form["about_kk"], form["about_ru"])}
    return render(request, "monitoring/public/page_edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_view(Right.PUBLISH_PAGE)
def page_open(request: HttpRequest, membership: Membership) -> HttpResponse:
    who, at = membership.user, timezone.now()
    if attempt(request, lambda: actions.open_page(membership.organisation, actor=who, at=at)):
        say(request, _("The page is open to everybody."))
    return redirect(DESK)


@require_POST
@member_view(Right.PUBLISH_PAGE)
def page_close(request: HttpRequest, membership: Membership) -> HttpResponse:
    who, at = membership.user, timezone.now()
    if attempt(request, lambda: actions.close_page(membership.organisation, actor=who, at=at)):
        say(request, _("The page is closed: nobody outside finds it any more."))
    return redirect(DESK)


@require_safe
@member_view(Right.READ)
def page_preview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The page as strangers will see it."""
    organisation = membership.organisation
    if not organisation.slug:
        raise Http404
    context = {
        **organisation_shown(organisation, timezone.now()),
        "about": about.of_organisation(organisation, with_picture=False),
        "is_preview": True,
    }
    return render(request, "monitoring/public/organisation.html", context)


# --- Positions --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def position_publish(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """What strangers will see, and the step that shows it to them."""
    table = access.table(person, pk, Right.PUBLISH_PAGE)
    submission, at = queries.latest_submission(table), timezone.now()
    if submission is None:
        raise Http404
    position = queries.positions_of([table]).get(table.pk)
    form = PositionForm(
        request.POST if request.method == "POST" else None,
        issued=list(queries.issued_tables(table)[:20]),
        initial=_first_shown(position, submission.pk),
    )
    if form.is_bound and form.is_valid():
        try:
            published = actions.publish_position(
                table,
                seen=form.cleaned_data["submission"],
                embargo_until=form.embargo,
                documents=form.chosen,
                actor=person,
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _tell(request, published)
            return redirect(DESK)
    shown = Position(organisation=table.organisation, table=table, submission=submission, published_at=at)
    context: dict[str, Any] = {
        **position_shown(shown),
        "table": table,
        "form": form,
        "published": position if position and position.state == PositionState.PUBLISHED else None,
        "newer_answers": queries.newer_answers(position) if position else 0,
        "found": [
            {"kind": KINDS[kind], "excerpt": excerpt, "never": kind in NEVER}
            for _name, kind, excerpt in personal_in(actions.texts_of(submission))
        ],
    }
    return render(
        request, "monitoring/public/position_publish.html", context, status=422 if form.errors else 200
    )


def _first_shown(position: Position | None, submission: int) -> dict[str, Any]:
    if position is None:
        return {"submission": submission}
    documents = [str(pk) for pk in position.documents.values_list("pk", flat=True)]
    return {"submission": submission, "embargo_until": position.embargo_until, "documents": documents}


def _tell(request: HttpRequest, position: Position) -> None:
    if not position.organisation.is_public:
        say(request, _("The position is kept for the page, which is still closed."))
    elif position.embargo_until is not None:
        say(request, _("The position will be seen from the day you chose."))
    else:
        say(request, _("The position is published."))


@require_POST
@person_view
def position_withdraw(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    position = access.position(person, pk, Right.PUBLISH_PAGE)
    if attempt(request, lambda: actions.withdraw_position(position, actor=person, at=timezone.now())):
        say(request, _("The position is taken back: nobody outside sees it any more."))
    return redirect(DESK)


@require_POST
@person_view
def survey_listing(request: HttpRequest, person: User, pk: int, whether: str) -> HttpResponse:
    """`whether`: 'on' puts the survey on public lists, 'off' takes it off."""
    survey = access.survey(person, pk, Right.PUBLISH_PAGE)
    if whether not in ("on", "off"):
        raise Http404
    is_listed, at = whether == "on", timezone.now()
    if attempt(request, lambda: actions.list_survey(survey, is_listed=is_listed, actor=person, at=at)):
        say(request, _("The survey stands on the lists.") if is_listed else _("The survey is off the lists."))
    return redirect(DESK)
