"""What follows the minutes: letters and their replies, proposals into the amendment table."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import attempt, say
from correspondence.documents import Mode, Text
from deadlines import queries as deadline_queries
from hearings import access
from hearings.actions import follow_up as actions
from hearings.actions.letter_proofs import register_letter
from hearings.forms_minutes import DispatchForm, LetterForm, RegisteredForm, ReplyForm
from hearings.models import MinutesLetter
from hearings.states import LetterTo
from hearings.views.minutes import page
from hearings.views.pack import guarded


@require_POST
@person_view
def proposals_take(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing, at = access.minutes_hearing(person, pk, Right.WRITE_AMENDMENTS), timezone.now()
    on, counts = deadline_queries.day_of(at), []
    if attempt(request, lambda: counts.append(actions.to_amendments(hearing, actor=person, on=on, at=at))):
        rows = ngettext(
            "%(count)s row is added to the table.", "%(count)s rows are added to the table.", counts[0]
        )
        say(request, rows % {"count": counts[0]})
    return redirect("hearings:minutes", pk)


@require_POST
@person_view
def letter_write(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing, at = access.minutes_hearing(person, pk, Right.ISSUE_DOCUMENTS), timezone.now()
    form = LetterForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.write_letter(
                hearing,
                LetterTo(said["to"]),
                Text(said["addressee_kk"], said["addressee_ru"]),
                Mode(said["mode"]),
                actor=person,
                on=deadline_queries.day_of(at),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("hearings:minutes-letter-page", pk, row.pk)
    return page(request, hearing, status=422, letter_form=form)


@require_safe
@person_view
def letter(request: HttpRequest, person: User, pk: int, letter_pk: int) -> HttpResponse:
    return _page(request, access.minutes_letter(person, pk, letter_pk, Right.ISSUE_DOCUMENTS))


def _page(
    request: HttpRequest,
    row: MinutesLetter,
    *,
    dispatch: DispatchForm | None = None,
    reply: ReplyForm | None = None,
    registered: RegisteredForm | None = None,
) -> HttpResponse:
    today = {"sent_on": deadline_queries.day_of(timezone.now())}
    context = {
        "hearing": row.minutes.hearing,
        "letter": row,
        "dispatch_form": dispatch or DispatchForm(initial=today),
        "registered_form": registered or RegisteredForm(),
        "proofs": row.proofs.select_related("added_by").order_by("pk"),
        "reply_form": reply or ReplyForm(initial={"replied_on": today["sent_on"]}),
    }
    bad = bool(dispatch or reply or registered)
    return render(request, "hearings/minutes_letter.html", context, status=422 if bad else 200)


@require_POST
@person_view
def letter_sent(request: HttpRequest, person: User, pk: int, letter_pk: int) -> HttpResponse:
    row = access.minutes_letter(person, pk, letter_pk, Right.ISSUE_DOCUMENTS)
    form, at = DispatchForm(request.POST, request.FILES), timezone.now()
    if form.is_valid():
        try:
            proof = form.cleaned_data.pop("proof")
            sent, on = actions.Dispatch(**form.cleaned_data), deadline_queries.day_of(at)
            actions.record_dispatch(row, sent, actor=person, on=on, at=at, proof=proof)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The sending is recorded; the clock of the reply runs."))
            return redirect("hearings:minutes-letter-page", pk, letter_pk)
    return _page(request, row, dispatch=form)


@require_POST
@person_view
def letter_registered(request: HttpRequest, person: User, pk: int, letter_pk: int) -> HttpResponse:
    row = access.minutes_letter(person, pk, letter_pk, Right.ISSUE_DOCUMENTS)
    form, at = RegisteredForm(request.POST, request.FILES), timezone.now()
    if form.is_valid():
        said, on = form.cleaned_data, deadline_queries.day_of(at)
        number, day, proof = said["incoming_number"], said["registered_on"], said["proof"]
        try:
            register_letter(row, number, day, actor=person, on=on, at=at, proof=proof)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("It is written down."))
            return redirect("hearings:minutes-letter-page", pk, letter_pk)
    return _page(request, row, registered=form)


@require_safe
@person_view
def letter_proof(
    _request: HttpRequest, person: User, pk: int, letter_pk: int, proof_pk: int
) -> HttpResponseBase:
    row = access.letter_proof(person, pk, letter_pk, proof_pk, Right.ISSUE_DOCUMENTS)
    try:
        response = FileResponse(row.file.open("rb"), content_type=row.content_type)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return guarded(response, row.file_name)


@require_POST
@person_view
def letter_reply(request: HttpRequest, person: User, pk: int, letter_pk: int) -> HttpResponse:
    row = access.minutes_letter(person, pk, letter_pk, Right.ISSUE_DOCUMENTS)
    form, at = ReplyForm(request.POST), timezone.now()
    if form.is_valid():
        said, on = form.cleaned_data, deadline_queries.day_of(at)
        try:
            actions.record_reply(row, said["replied_on"], said["reply"], actor=person, on=on, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The reply is recorded."))
            return redirect("hearings:minutes-letter-page", pk, letter_pk)
    return _page(request, row, reply=form)
