"""The minutes: what is written beside the record, comments, approval, what follows; the paper is a page of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as account_queries
from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from common.notices import attempt, say
from correspondence.documents import Mode
from correspondence.documents.composed import compose
from correspondence.queries import issued_for
from correspondence.wording import issued_row, progress
from deadlines import queries as deadline_queries
from hearings import access, minutes_reading
from hearings.actions import minutes as actions
from hearings.forms_minutes import CommentForm, LetterForm, MinutesForm, ModeForm, RemarkForm, RoundForm
from hearings.minutes import minutes_document, record_of
from hearings.minutes_letter import usual_addressee
from hearings.models import Hearing, Minutes, Proposal, RemarkAnswer
from hearings.naming import naming_of
from hearings.states import FINAL, WRITABLE, LetterTo, MinutesState
from hearings.wording import language


def present(hearing: Hearing) -> Minutes:
    """The minutes as they are; of a hearing whose minutes nobody has begun, empty ones that are not saved."""
    found = minutes_reading.minutes_of(hearing)
    if found is None:
        return unwritten(hearing)
    found.hearing = hearing
    return found


def unwritten(hearing: Hearing) -> Minutes:
    return Minutes(hearing=hearing, organisation=hearing.organisation, version=0)


def paper_mode() -> Mode:
    return Mode.KAZAKH if language() == "kk" else Mode.RUSSIAN


def page(request: HttpRequest, hearing: Hearing, *, status: int = 200, **bound: Any) -> HttpResponse:
    """`bound` are forms that were refused."""
    person: User = request.user  # type: ignore[assignment]
    minutes, membership = present(hearing), membership_in(person, hearing.organisation_id)
    on = deadline_queries.day_of(timezone.now())
    is_final, runs = minutes.state in FINAL, access.runs(person, hearing)
    can_round, can_issue = (
        runs and minutes.state == MinutesState.DRAFT,
        may(membership, Right.ISSUE_DOCUMENTS),
    )
    preparing = minutes_reading.preparing(minutes)
    people = account_queries.people(hearing.organisation) if can_round else []
    can_approve = may(membership, Right.APPROVE_MINUTES) and not is_final
    context = {
        "hearing": hearing,
        "minutes": minutes,
        "is_final": is_final,
        "can_write": runs and minutes.state in WRITABLE,
        "can_round": can_round,
        "can_comment": minutes.state == MinutesState.COMMENTS,
        "can_approve": can_approve,
        "can_issue": can_issue and is_final,
        "can_publish": may(membership, Right.ANNOUNCE_HEARINGS)
        and minutes.state == MinutesState.APPROVED
        and minutes.issued is not None,
        "can_take": may(membership, Right.WRITE_AMENDMENTS) and is_final and hearing.dossier_id is not None,
        "has_untaken": getattr(minutes, "has_untaken", False),
        "lacking": actions.lacking(minutes, preparing, on) if can_approve and minutes.pk else [],
        "readers": preparing.readers,
        "comments": preparing.comments,
        "remarks": preparing.remarks,
        "letters": list(minutes_reading.letters_of(minutes)) if is_final else [],
        "progress": progress(minutes.order, 0)
        if minutes.order is not None and minutes.issued is None
        else None,
        "documents": [issued_row(row) for row in issued_for(hearing.organisation, actions.path_of(hearing))]
        if is_final
        else [],
        "unwilling": naming_of(hearing, is_public=True).unwilling if minutes.recording_url else 0,
        "round_form": bound.get("round_form") or RoundForm(people=people, initial={"until": on}),
        "comment_form": CommentForm(),
        "mode_form": ModeForm(),
        "letter_form": bound.get("letter_form") or LetterForm(),
        "usual": [(to.label, usual_addressee(hearing, to)) for to in LetterTo] if can_issue else [],
    }
    return render(request, "hearings/minutes.html", context, status=status)


@require_safe
@person_view
def minutes_page(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """How far the minutes are, and the next step."""
    return page(request, access.minutes_readable(person, pk))


@require_safe
@person_view
def minutes_paper(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The full minutes, or with `?copy=public` what strangers would see."""
    hearing = access.minutes_readable(person, pk)
    minutes = getattr(hearing, "written_minutes", None) or unwritten(hearing)
    record = record_of(hearing, minutes, is_public=request.GET.get("copy") == "public")
    context = {
        "hearing": hearing,
        "minutes": minutes,
        "paper": compose(minutes_document(record, paper_mode())),
        "is_public": record.naming.is_public,
        "can_comment": minutes.state == MinutesState.COMMENTS,
        "comment_form": CommentForm(),
    }
    return render(request, "hearings/minutes_paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def minutes_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing, at = access.minutes_running(person, pk), timezone.now()
    on = deadline_queries.day_of(at)
    minutes = present(hearing)
    deadline = minutes.publish_deadline
    initial = {name: getattr(minutes, name) for name in actions.TEXTS}
    initial |= {"version": minutes.version, "publish_on": deadline.due_on if deadline else None}
    form = MinutesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            texts = {name: said[name] for name in actions.TEXTS}
            seen = said["version"] or 0
            actions.write_minutes(hearing, texts, said["publish_on"], seen=seen, actor=person, on=on, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            say(request, _("The minutes are saved."))
            return redirect("hearings:minutes", pk)
    context = {"hearing": hearing, "form": form}
    return render(request, "hearings/minutes_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def remark_answer(request: HttpRequest, person: User, pk: int, proposal_pk: int) -> HttpResponse:
    remark: Proposal = access.remark(person, pk, proposal_pk)
    at = timezone.now()
    known = minutes_reading.answer_to(remark) or RemarkAnswer(proposal=remark)
    initial = {name: getattr(known, name) for name in ("answer_kk", "answer_ru", "is_settled")}
    form = RemarkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said, on = form.cleaned_data, deadline_queries.day_of(at)
        kk, ru, is_settled = said["answer_kk"], said["answer_ru"], said["is_settled"]
        if attempt(
            request,
            lambda: actions.answer_remark(remark, kk, ru, is_settled=is_settled, actor=person, on=on, at=at),
        ):
            say(request, _("The answer is saved."))
        return redirect("hearings:minutes", pk)
    context = {"hearing": remark.hearing, "remark": remark, "form": form}
    return render(request, "hearings/remark_answer.html", context, status=422 if form.errors else 200)


@require_POST
@person_view
def round_start(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing, at = access.minutes_running(person, pk), timezone.now()
    form = RoundForm(request.POST, people=account_queries.people(hearing.organisation))
    if form.is_valid():
        try:
            actions.start_round(
                hearing,
                form.chosen(),
                form.cleaned_data["until"],
                actor=person,
                on=deadline_queries.day_of(at),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None if not hasattr(refusal, "error_dict") else "until", refusal.messages)
        else:
            say(request, _("The draft is given to be read."))
            return redirect("hearings:minutes", pk)
    return page(request, hearing, status=422, round_form=form)


@require_POST
@person_view
def comment_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """A remark, or that there is none."""
    hearing, at = access.minutes_readable(person, pk), timezone.now()
    form = CommentForm(request.POST)
    if form.is_valid():
        text, on = form.cleaned_data["text"].strip(), deadline_queries.day_of(at)
        if attempt(request, lambda: actions.comment(hearing, text, actor=person, on=on, at=at)):
            say(request, _("Your answer is noted."))
    return redirect("hearings:minutes", pk)


@require_POST
@person_view
def comment_settle(request: HttpRequest, person: User, pk: int, comment_pk: int) -> HttpResponse:
    row, at = access.minutes_comment(person, pk, comment_pk), timezone.now()
    done, on = request.POST.get("done") == "yes", deadline_queries.day_of(at)
    attempt(request, lambda: actions.settle(row, is_settled=done, actor=person, on=on, at=at))
    return redirect("hearings:minutes", pk)


@require_POST
@person_view
def minutes_approve(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing, at = access.minutes_hearing(person, pk, Right.APPROVE_MINUTES), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: actions.approve(hearing, actor=person, on=on, at=at)):
        say(request, _("The minutes are approved; their number is on the way."))
    return redirect("hearings:minutes", pk)


@require_POST
@person_view
def minutes_issue(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The full copy in one language or in both, numbered."""
    hearing, form = access.minutes_hearing(person, pk, Right.ISSUE_DOCUMENTS), ModeForm(request.POST)
    if form.is_valid():
        orders, mode = [], Mode(form.cleaned_data["mode"])
        minutes, at = present(hearing), timezone.now()
        if attempt(request, lambda: orders.append(actions.issue_full(minutes, mode, actor=person, at=at))):
            return redirect("correspondence:document-order", orders[0].pk)
    return redirect("hearings:minutes", pk)


@require_POST
@person_view
def minutes_publish(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing, at = access.minutes_hearing(person, pk, Right.ANNOUNCE_HEARINGS), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: actions.publish(hearing, actor=person, on=on, at=at)):
        say(request, _("The public copy is open to everybody."))
    return redirect("hearings:minutes", pk)
