"""Who may do what: one table, asked by every gate and every template."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.states import Role
from accounts.visitors import View, signed_in

SESSION_KEY = "organisation"


class Right(StrEnum):
    READ = "read"  # everything the organisation has, but for what a right below guards
    TRIAGE = "triage"  # decide on drafts, open and close dossiers
    EDIT_DOSSIER = "edit_dossier"  # owner, priority, own dates
    BRING_DRAFTS = "bring_drafts"  # enter, paste or upload a draft
    EDIT_TOPICS = "edit_topics"
    EDIT_ROAD_MAP = "edit_road_map"  # the organisation's template of the road map
    CLOSE_DEADLINES = "close_deadlines"
    INVITE = "invite"  # invite, change roles, remove people
    EDIT_ORGANISATION = "edit_organisation"
    READ_OUTBOX = "read_outbox"  # the e-mails of everybody in the organisation
    READ_ACTIVITY = "read_activity"
    ISSUE_DOCUMENTS = "issue_documents"  # numbered documents on the organisation's letterhead
    EDIT_TEMPLATES = "edit_templates"  # the wording of the organisation's letters
    WRITE_AMENDMENTS = "write_amendments"  # rows, summary, comments, texts of the draft, sending to review
    REVIEW_AMENDMENTS = (
        "review_amendments"  # pass on or return, mend during the review; confirm the body's answers
    )
    APPROVE_AMENDMENTS = "approve_amendments"  # approve, open again, invite to a coalition
    PLAN_HEARINGS = "plan_hearings"  # date, agenda, stakeholders, checklist
    SEE_PARTICIPANTS = "see_participants"  # who registered for a hearing, and what they need
    ANNOUNCE_HEARINGS = "announce_hearings"  # publish, and what is published; letters to everybody invited
    RUN_HEARINGS = "run_hearings"  # the record of a hearing: attendance, speakers, proposals, votes
    APPROVE_MINUTES = "approve_minutes"  # of a hearing: from then on they are numbered and final
    WRITE_REQUESTS = "write_requests"  # requests for information, what came of them, the directory of bodies
    PUBLISH_ANSWERS = "publish_answers"  # answers to requests, for everybody to see
    FOLLOW_ACTS = "follow_acts"  # what an act promised and does in life, evidence of it, public councils
    COLLECT_EVIDENCE = "collect_evidence"  # surveys, calls of the hotline, cases as they were told
    SEE_CONTACTS = "see_contacts"  # who answered, called or told a case, and each single answer
    PUBLISH_EVIDENCE = "publish_evidence"  # open surveys, publish their results and cases
    PUBLISH_PAGE = "publish_page"  # the organisation's public page, and what stands on it


_EVERYBODY = frozenset(Role)
_WORKERS = _EVERYBODY - {Role.OBSERVER}
_LEADERS = frozenset({Role.COORDINATOR})
_CASE_WORKERS = frozenset({Role.COORDINATOR, Role.LAWYER})
_MODERATORS = frozenset({Role.COORDINATOR, Role.MODERATOR})

WHO_MAY: dict[Right, frozenset[Role]] = {
    Right.READ: _EVERYBODY,
    Right.TRIAGE: _CASE_WORKERS,
    Right.EDIT_DOSSIER: _CASE_WORKERS,
    Right.BRING_DRAFTS: _WORKERS,
    Right.EDIT_TOPICS: _CASE_WORKERS,
    Right.EDIT_ROAD_MAP: _LEADERS,
    Right.CLOSE_DEADLINES: _WORKERS,
    Right.INVITE: _LEADERS,
    Right.EDIT_ORGANISATION: _LEADERS,
    Right.READ_OUTBOX: _LEADERS,
    Right.READ_ACTIVITY: _CASE_WORKERS,
    Right.ISSUE_DOCUMENTS: _CASE_WORKERS,
    Right.EDIT_TEMPLATES: _LEADERS,
    Right.WRITE_AMENDMENTS: _WORKERS,
    Right.REVIEW_AMENDMENTS: _CASE_WORKERS,
    Right.APPROVE_AMENDMENTS: _LEADERS,
    Right.PLAN_HEARINGS: _CASE_WORKERS | _MODERATORS,
    Right.ANNOUNCE_HEARINGS: _MODERATORS,
    Right.SEE_PARTICIPANTS: _MODERATORS,
    Right.RUN_HEARINGS: _MODERATORS,
    Right.APPROVE_MINUTES: _LEADERS,
    Right.WRITE_REQUESTS: _WORKERS,
    Right.PUBLISH_ANSWERS: _LEADERS,
    Right.FOLLOW_ACTS: _WORKERS,
    Right.COLLECT_EVIDENCE: _WORKERS,
    Right.SEE_CONTACTS: _CASE_WORKERS,
    Right.PUBLISH_EVIDENCE: _LEADERS,
    Right.PUBLISH_PAGE: _LEADERS,
}

RIGHT_NAMES: dict[Right, Promise] = {
    Right.READ: _("See drafts, dossiers, deadlines and people"),
    Right.TRIAGE: _("Decide on drafts, open and close dossiers"),
    Right.EDIT_DOSSIER: _("Change the owner, the priority and the dates of a dossier"),
    Right.BRING_DRAFTS: _("Enter a draft, paste its address or upload its page"),
    Right.EDIT_TOPICS: _("Write watch topics"),
    Right.EDIT_ROAD_MAP: _("Change the organisation's template of the road map"),
    Right.CLOSE_DEADLINES: _("Mark a deadline as met"),
    Right.INVITE: _("Invite people, change their roles, remove them"),
    Right.EDIT_ORGANISATION: _("Change the organisation's card"),
    Right.READ_OUTBOX: _("See the e-mails sent to everybody in the organisation"),
    Right.READ_ACTIVITY: _("See who did what"),
    Right.ISSUE_DOCUMENTS: _("Issue numbered documents of the organisation"),
    Right.EDIT_TEMPLATES: _("Change the wording of the organisation's letters"),
    Right.WRITE_AMENDMENTS: _("Write amendments and send them to review"),
    Right.REVIEW_AMENDMENTS: _("Review amendments, return them with remarks, confirm the body's answers"),
    Right.APPROVE_AMENDMENTS: _("Approve amendments, open them again, invite to a coalition"),
    Right.PLAN_HEARINGS: _("Plan public hearings: the date, the agenda, whom to invite"),
    Right.SEE_PARTICIPANTS: _("See who registered for a hearing and what they need"),
    Right.ANNOUNCE_HEARINGS: _("Announce public hearings, move or cancel what is announced"),
    Right.RUN_HEARINGS: _("Run public hearings: write down who came, who spoke, what was proposed and voted"),
    Right.APPROVE_MINUTES: _("Approve the minutes of public hearings"),
    Right.WRITE_REQUESTS: _(
        "Write requests for information, record what came of them, keep the directory of bodies"
    ),
    Right.PUBLISH_ANSWERS: _("Publish answers to requests for information, withdraw them"),
    Right.FOLLOW_ACTS: _(
        "Follow adopted acts: what they promise, evidence, effect on groups, work with public councils"
    ),
    Right.COLLECT_EVIDENCE: _("Write surveys, take calls of the hotline, write down cases"),
    Right.SEE_CONTACTS: _("See who called or told a case, read and download single answers of surveys"),
    Right.PUBLISH_EVIDENCE: _("Open and close surveys, publish their results and cases"),
    Right.PUBLISH_PAGE: _("Open the organisation's public page, publish positions on it, take them back"),
}


def memberships(user: User) -> list[Membership]:
    """The person's current memberships, the oldest organisation first; asked for once a request."""
    known: list[Membership] | None = getattr(user, "_memberships", None)
    if known is None:
        known = list(
            Membership.objects.current()
            .filter(user=user)
            .select_related("organisation")
            .order_by("organisation_id")
        )
        user._memberships = known  # type: ignore[attr-defined]
    for membership in known:
        membership.user = user
    return known


def organisation_ids(user: User) -> list[int]:
    return [membership.organisation_id for membership in memberships(user)]


def current_membership(user: User, chosen_organisation_id: object) -> Membership | None:
    """The membership in the organisation chosen, else the first one, else None."""
    mine = memberships(user)
    chosen = [membership for membership in mine if membership.organisation_id == chosen_organisation_id]
    return (chosen or mine or [None])[0]  # type: ignore[list-item]


def only_as(membership: Membership) -> User:
    """The person as a program with their key acts for them: a member of this one organisation and of no other."""
    user = membership.user
    user._memberships = [membership]  # type: ignore[attr-defined]
    return user


def membership_in(user: User, organisation_id: int) -> Membership | None:
    return next((m for m in memberships(user) if m.organisation_id == organisation_id), None)


def may(membership: Membership | None, right: Right) -> bool:
    return membership is not None and Role(membership.role) in WHO_MAY[right]


def require(user: User, organisation_id: int, right: Right) -> Membership:
    """The membership that gives `right` in the organisation; outsider: Http404, member: PermissionDenied."""
    membership = membership_in(user, organisation_id)
    if membership is None:
        raise Http404
    if not may(membership, right):
        raise PermissionDenied
    return membership


Row = TypeVar("Row", bound=models.Model)


def reach(user: User, queryset: models.QuerySet[Row], right: Right, **lookup: Any) -> Row:
    """The one row of an organisation's table that `lookup` names, if the person has `right` there.

    A row of another organisation does not exist for this person: Http404. One that may be seen but not used
    in this way: PermissionDenied. The row's class must have `organisation`.
    """
    row = queryset.filter(organisation__in=organisation_ids(user), **lookup).first()
    if row is None:
        raise Http404
    require(user, row.organisation_id, right)  # type: ignore[attr-defined]
    return row


def member_view(right: Right) -> Callable[[View], View]:
    """A page of the current organisation that asks `right` there; the view gets `membership` second.

    A person without any organisation is told so (403); a visitor is sent to the log-in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @signed_in
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            membership: Membership | None = request.membership  # type: ignore[attr-defined]
            if membership is None or not may(membership, right):
                raise PermissionDenied
            return view(request, membership, *args, **kwargs)

        return gated

    return decorate


def person_view(view: View) -> View:
    """A page for whoever has signed in; the view gets the person second."""

    @wraps(view)
    @signed_in
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, request.user, *args, **kwargs)

    return gated


def operator_view(view: View) -> View:
    """A page for the operator of the portal; for anybody else it does not exist."""

    @wraps(view)
    @signed_in
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return gated
