"""Which hearings and stakeholders a person may reach."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.access import Right, may, membership_in, reach, require
from accounts.models import User
from hearings.models import (
    AccessNeed,
    AgendaItem,
    CheckIn,
    Hearing,
    HearingQuerySet,
    Invitation,
    LetterProof,
    Minutes,
    MinutesComment,
    MinutesLetter,
    MinutesReader,
    PackFile,
    Proposal,
    Registration,
    Stakeholder,
    WrittenProposal,
)
from hearings.states import PUBLIC, MinutesState, ProposalState, RuleSet

# The screen of the room stays on while people leave.
SCREEN_AFTER = timedelta(hours=12)
_WHOLE = ("organisation", "dossier", "dossier__draft", "dossier__draft__body", "moderator", "secretary")


def hearings() -> HearingQuerySet:
    return Hearing.objects.select_related(*_WHOLE)


def public_hearing(code: str) -> Hearing:
    """What strangers may see of a hearing: the whole row, if it was announced; else Http404."""
    found = hearings().filter(code=code).public().first()
    if found is None:
        raise Http404
    return found


def hearing(user: User, pk: int, right: Right) -> Hearing:
    return reach(user, hearings(), right, pk=pk)


def pack_file(hearing: Hearing, kind: str, language: str) -> PackFile:
    """One file of a hearing that was reached already; else Http404."""
    rows = PackFile.objects.select_related("order", "organisation")
    found = rows.filter(hearing=hearing, kind=kind[:20], language=language[:2]).first()
    if found is None:
        raise Http404
    return found


def running(user: User, pk: int) -> Hearing:
    """A hearing into whose record the person may write: who runs hearings, and its moderator and secretary.

    Another member of the organisation: PermissionDenied; everybody else: Http404.
    """
    found = hearing(user, pk, Right.READ)
    if user.pk in (found.moderator_id, found.secretary_id):
        return found
    require(user, found.organisation_id, Right.RUN_HEARINGS)
    return found


def runs(user: User, found: Hearing) -> bool:
    membership = membership_in(user, found.organisation_id)
    is_named = membership is not None and user.pk in (found.moderator_id, found.secretary_id)
    return is_named or may(membership, Right.RUN_HEARINGS)


def check_in(user: User, hearing_pk: int, pk: int) -> CheckIn:
    """Somebody who came, for those who write the record."""
    found = running(user, hearing_pk)
    row = CheckIn.objects.filter(hearing=found, pk=pk).select_related("hearing__organisation").first()
    if row is None:
        raise Http404
    return row


def minutes_readable(user: User, pk: int) -> Hearing:
    """A closed hearing whose full minutes the person may read: who runs it or issues documents, and the named readers.

    Another member of the organisation: PermissionDenied; everybody else, and before the end of the hearing: Http404.
    """
    found = reach(user, hearings().select_related("written_minutes"), Right.READ, pk=pk)
    if found.closed_at is None:
        raise Http404
    membership = membership_in(user, found.organisation_id)
    if runs(user, found) or may(membership, Right.ISSUE_DOCUMENTS):
        return found
    if not MinutesReader.objects.filter(minutes__hearing=found, person=user).exists():
        raise PermissionDenied
    return found


def minutes_running(user: User, pk: int) -> Hearing:
    """As `running`, of a closed hearing."""
    found = running(user, pk)
    if found.closed_at is None:
        raise Http404
    return found


def minutes_hearing(user: User, pk: int, right: Right) -> Hearing:
    """A closed hearing with whose minutes the person may do what `right` says."""
    found = hearing(user, pk, right)
    if found.closed_at is None:
        raise Http404
    return found


def minutes_comment(user: User, hearing_pk: int, pk: int) -> MinutesComment:
    """A remark on the draft, for those who write the minutes."""
    found = minutes_running(user, hearing_pk)
    rows = MinutesComment.objects.select_related("minutes", "minutes__hearing")
    row = rows.filter(pk=pk, minutes__hearing=found).first()
    if row is None:
        raise Http404
    return row


def remark(user: User, hearing_pk: int, pk: int) -> Proposal:
    """A remark made at an environmental hearing, for those who write the minutes."""
    found = minutes_running(user, hearing_pk)
    row = Proposal.objects.filter(pk=pk, hearing=found, state=ProposalState.STANDING).first()
    if row is None or found.rule_set != RuleSet.ENVIRONMENT:
        raise Http404
    row.hearing = found
    return row


def minutes_letter(user: User, hearing_pk: int, pk: int, right: Right) -> MinutesLetter:
    rows = MinutesLetter.objects.select_related(
        "organisation",
        "order__issued",
        "reply_deadline",
        "reply_deadline__organisation",
        "minutes",
        "minutes__hearing",
        "minutes__hearing__organisation",
    )
    return reach(user, rows, right, pk=pk, minutes__hearing=hearing_pk)


def letter_proof(user: User, hearing_pk: int, letter_pk: int, pk: int, right: Right) -> LetterProof:
    rows = LetterProof.objects.select_related("organisation", "letter")
    return reach(user, rows, right, pk=pk, letter=letter_pk, letter__minutes__hearing=hearing_pk)


def public_minutes(code: str) -> Minutes:
    """The published minutes of a hearing; else Http404."""
    rows = Minutes.objects.select_related(
        "hearing", *(f"hearing__{name}" for name in _WHOLE), "order__issued"
    )
    found = rows.filter(
        hearing__code=code, state=MinutesState.PUBLISHED, organisation__is_active=True
    ).first()
    if found is None:
        raise Http404
    return found


def screen(code: str, at: datetime) -> Hearing:
    """The hearing whose screen this address opens: announced, going on, or closed not long ago; else Http404."""
    found = hearings().filter(screen_code=code, state__in=PUBLIC, organisation__is_active=True).first()
    if found is None or (found.closed_at is not None and found.closed_at + SCREEN_AFTER < at):
        raise Http404
    return found


def agenda_item(user: User, hearing_pk: int, pk: int, right: Right, *, removed: bool = False) -> AgendaItem:
    """An item of the hearing's agenda; with `removed` also one that was taken out and may come back."""
    rows = AgendaItem.objects.select_related("hearing", "organisation")
    if not removed:
        rows = rows.filter(removed_at__isnull=True)
    return reach(user, rows, right, pk=pk, hearing=hearing_pk)


def need(user: User, hearing_pk: int, pk: int, right: Right) -> AccessNeed:
    rows = AccessNeed.objects.select_related(
        "owner", "registration", "registration__hearing", "registration__hearing__organisation"
    )
    return reach(user, rows, right, pk=pk, registration__hearing=hearing_pk)


def own_registration(pk: int, token_hash: str) -> Registration:
    """The registration that a secret link opened in this browser; else Http404."""
    rows = Registration.objects.select_related(
        "hearing", "hearing__organisation", "hearing__moderator", "organisation"
    )
    found = rows.filter(pk=pk, links__token_hash=token_hash).first() if token_hash else None
    if found is None or not found.organisation.is_active:
        raise Http404
    return found


def own_written(pk: int, token_hash: str) -> WrittenProposal:
    """The written proposal that a secret link opened in this browser; else Http404."""
    rows = WrittenProposal.objects.select_related(
        "hearing", "hearing__organisation", "hearing__moderator", "organisation", "proposal"
    )
    found = rows.filter(pk=pk, links__token_hash=token_hash).first() if token_hash else None
    if found is None or not found.organisation.is_active:
        raise Http404
    return found


def stakeholder(user: User, pk: int, right: Right) -> Stakeholder:
    return reach(user, Stakeholder.objects.select_related("organisation"), right, pk=pk)


def invitation(user: User, hearing_pk: int, pk: int, right: Right) -> Invitation:
    rows = Invitation.objects.select_related("hearing", "stakeholder", "organisation")
    return reach(user, rows, right, pk=pk, hearing=hearing_pk)
