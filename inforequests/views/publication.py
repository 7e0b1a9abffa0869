"""Making an answer public: what is shown, what keeps it back, publishing and withdrawing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import attempt, say, warn
from inforequests import access
from inforequests.actions import publication as actions
from inforequests.actions.evaluation import ANSWERED
from inforequests.answers import facts_of, last_answer
from inforequests.forms.answer import PublicationForm, PublishForm, proposed
from inforequests.models import InfoRequest, Publication
from inforequests.publications import lacking_of, publication_of, standings_of
from inforequests.states import PublicationState


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def publication(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """What of the answer strangers are to see, and what is still lacking."""
    row = access.info_request(person, pk, Right.PUBLISH_ANSWERS)
    if last_answer(row) is None or row.state not in ANSWERED:
        warn(request, _("No answer is recorded: there is nothing to publish."))
        return redirect("inforequests:request", pk)
    known = publication_of(row)
    if request.method != "POST":
        form = PublicationForm(info_request=row, initial=proposed(row, known))
        return render(request, "inforequests/publication.html", _page(row, known, form))
    form = PublicationForm(request.POST, info_request=row)
    if form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            actions.choose(row, form.chosen, seen=seen, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved. The chosen files are looked through for hidden data."))
            return redirect("inforequests:publication", pk)
    return render(request, "inforequests/publication.html", _page(row, known, form), status=422)


def _page(row: InfoRequest, known: Publication | None, form: PublicationForm) -> dict[str, Any]:
    chosen = {file.pk for file in known.files.all()} if known else set()
    standings = standings_of(row)
    is_public = known is not None and known.state == PublicationState.PUBLISHED
    return {
        "info_request": row,
        "dossier": row.dossier,
        "publication": known,
        "form": form,
        "has_facts": facts_of(row).exists(),
        "standings": [(standing, standing.file.pk in chosen) for standing in standings],
        "lacks": lacking_of(known, standings) if known and not is_public else [],
        "publish_form": PublishForm(initial={"seen": known.version}) if known else None,
    }


@require_POST
@person_view
def publication_publish(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.publication(person, pk, Right.PUBLISH_ANSWERS)
    form = PublishForm(request.POST)
    if not form.is_valid():
        warn(request, " ".join(str(message) for messages in form.errors.values() for message in messages))
        return redirect("inforequests:publication", pk)
    wish = {name: form.cleaned_data[name] for name in ("seen", "embargo_until")}
    if attempt(request, lambda: actions.publish(row, **wish, actor=person, at=timezone.now())):
        undo = reverse("inforequests:publication-withdraw", args=[pk])
        if row.is_awaited:
            say(request, _("The answer will be seen from the day you chose."), undo=undo)
        else:
            say(request, _("The answer is open to everybody."), undo=undo)
    return redirect("inforequests:publication", pk)


@require_POST
@person_view
def publication_withdraw(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.publication(person, pk, Right.PUBLISH_ANSWERS)
    if attempt(request, lambda: actions.withdraw(row, actor=person, at=timezone.now())):
        say(request, _("Withdrawn: nobody outside sees it any more."))
    return redirect("inforequests:publication", pk)
