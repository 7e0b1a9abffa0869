"""Cases: written down with the person's consent, copied without the person, published, and taken down at a word."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.secret_links import hash_of, new_secret
from common.erasures import note_erasure
from common.states import AlreadyMoved, IllegalMove, move_state
from monitoring import keeping as terms
from monitoring.actions.contacts import Given, forget_contact, keep_contact, standing_purposes
from monitoring.actions.evidence_log import log
from monitoring.case_findings import Found, found_in, hash_of_copy
from monitoring.evidence_states import CASE_MOVES, CaseSource, CaseState, Keeping, Purpose
from monitoring.models import Call, Case, EvidenceContact
from monitoring.models.cases import TOLD
from projects.models import Dossier

FACTS = ("source", "happened_on", "region", *TOLD)
COPY = ("copy_title_kk", "copy_title_ru", "copy_kk", "copy_ru")


@transaction.atomic
def write_case(
    organisation: Organisation,
    facts: Mapping[str, Any],
    given: Given,
    *,
    dossier: Dossier | None,
    actor: User,
    on: date,
    at: datetime,
    call: Call | None = None,
) -> Case:
    """A new case. `facts`: a value for each name in FACTS. `call`: what it is made of, whose contact data it takes along.

    ValidationError: the person has not agreed that the story is kept; or a case was made of this call already.
    """
    if Purpose.KEEP not in given.purposes:
        raise ValidationError({"keep": _("Without this consent we may not keep the story.")})
    if call is not None:
        given = _taken_along(call, given, on)
    contact = keep_contact(organisation, given, keeping=Keeping.CASE, secret=new_secret(), on=on)
    case = Case(organisation=organisation, dossier=dossier, contact=contact, created_by=actor, created_at=at)
    for name in FACTS:
        setattr(case, name, facts[name])
    case.kept_until = terms.last_on(Keeping.STORY, on)
    case.save()
    if call is not None:
        Call.objects.filter(pk=call.pk).update(case=case)
    log(case, "case.written", actor=actor, at=at)
    return case


def _taken_along(call: Call, given: Given, on: date) -> Given:
    if not Call.objects.filter(pk=call.pk, case__isnull=True).update(version=F("version") + 1):
        raise AlreadyMoved(_("A case was made of this call already."), code="moved")
    contact = call.contact
    if contact is None or given.says_who or not contact.is_there:
        return given
    moved = Given(given.purposes, given.shown_in, given.way, contact.name, contact.phone, contact.email)
    forget_contact(contact, on=on)
    return moved


@transaction.atomic
def change_case(case: Case, facts: Mapping[str, Any], *, seen: int, actor: User, at: datetime) -> None:
    """Write what was told over version `seen`. AlreadyMoved: somebody has changed it since. IllegalMove: it is erased."""
    changed = {name: facts[name] for name in FACTS if facts[name] != getattr(case, name)}
    if changed:
        _claim(case, seen, **changed)
        log(case, "case.changed", actor=actor, at=at)


@transaction.atomic
def write_copy(case: Case, texts: Mapping[str, str], *, seen: int, actor: User, at: datetime) -> None:
    """Write the copy without the person. A published one comes down: what changes has to be looked at again.

    `texts`: a value for each name in COPY. AlreadyMoved, IllegalMove: as `change_case`.
    """
    changed = {name: texts[name] for name in COPY if texts[name] != getattr(case, name)}
    if not changed:
        return
    _claim(case, seen, **changed, settled_hash="")
    if case.state == CaseState.PUBLISHED:
        take_down(case, actor=actor, at=at)
    log(case, "case.copy_written", actor=actor, at=at)


def _claim(case: Case, seen: int, **changed: Any) -> None:
    if case.state == CaseState.ERASED:
        raise IllegalMove(_("This case was erased."), code="erased")
    rows = Case.objects.filter(pk=case.pk, version=seen).exclude(state=CaseState.ERASED)
    if not rows.update(version=F("version") + 1, **changed):
        message = _(
            "Somebody changed this while you were writing. Their words are shown; yours are kept below."
        )
        raise AlreadyMoved(message, code="moved")
    case.refresh_from_db()


def copy_of(case: Case) -> list[str]:
    return [getattr(case, name) for name in COPY]


def signs_in(case: Case) -> list[Found]:
    """What in the copy may say who the person is."""
    return found_in(copy_of(case), [case.contact.name])


def is_settled(case: Case, found: list[Found]) -> bool:
    return not found or case.settled_hash == hash_of_copy(copy_of(case))


@transaction.atomic
def settle_signs(case: Case, *, actor: User, at: datetime) -> None:
    """A person has looked at everything the machine pointed at in this very copy, and none of it says who it is about.

    ValidationError: something is left in it that always does.
    """
    if any(one.is_certain for one in signs_in(case)):
        raise ValidationError(
            _("The name, a telephone or a number of the person is still in the copy: take it out.")
        )
    Case.objects.filter(pk=case.pk, version=case.version).update(settled_hash=hash_of_copy(copy_of(case)))
    log(case, "case.signs_settled", actor=actor, at=at)


def lacking(case: Case, purposes: set[str], found: list[Found]) -> list[str]:
    """What stands between the case and the public, in sentences."""
    lines = []
    if Purpose.PUBLISH not in purposes:
        lines.append(_("The person has not agreed to publication."))
    if not (case.copy_title_kk and case.copy_kk):
        lines.append(_("The copy is missing in Kazakh."))
    if not (case.copy_title_ru and case.copy_ru):
        lines.append(_("The copy is missing in Russian."))
    if any(one.is_certain for one in found):
        lines.append(_("The copy still says who the person is."))
    elif not is_settled(case, found):
        lines.append(_("Nobody has looked at what the machine found in the copy."))
    return lines


@transaction.atomic
def publish_case(case: Case, *, actor: User, at: datetime) -> None:
    """Show the copy to everybody. ValidationError: something stands between, see `lacking`."""
    _hold(case)
    if lines := lacking(case, standing_purposes(case.contact), signs_in(case)):
        raise ValidationError(lines, code="not_ready")
    move_state(case, CASE_MOVES, CaseState.PUBLISHED, published_at=at)
    log(case, "case.published", actor=actor, at=at)


@transaction.atomic
def take_down(case: Case, *, actor: User | None, at: datetime) -> None:
    move_state(case, CASE_MOVES, CaseState.KEPT, published_at=None)
    log(case, "case.taken_down", actor=actor, at=at)


def _hold(case: Case) -> None:
    """Keep everybody else from the case and its consents until the transaction ends, and see it as it is now."""
    Case.objects.filter(pk=case.pk).update(version=F("version"))
    case.refresh_from_db()


@transaction.atomic
def withdraw_consent(case: Case, purpose: Purpose, *, actor: User | None, on: date, at: datetime) -> None:
    """The person does not agree any more; it takes effect at once. Twice is once.

    To publication: the page comes down. To being contacted: the contact data are erased. To keeping: all of it is erased.
    """
    _hold(case)
    standing = case.contact.consents.filter(purpose=purpose, withdrawn_on__isnull=True)
    if not standing.update(withdrawn_on=on):
        return
    log(case, "case.consent_withdrawn", actor=actor, at=at, purpose=purpose.value)
    note_erasure(f"case/{purpose.value}", case.pk, at=at)
    if purpose == Purpose.KEEP:
        _erase(case, actor=actor, on=on, at=at)
    elif purpose == Purpose.CONTACT:
        forget_contact(case.contact, on=on)
    elif purpose == Purpose.PUBLISH and case.state == CaseState.PUBLISHED:
        take_down(case, actor=actor, at=at)


def _erase(case: Case, *, actor: User | None, on: date, at: datetime) -> None:
    """Of the case nothing is left but that there was one."""
    empty = {**dict.fromkeys((*TOLD, *COPY, "region", "settled_hash"), ""), "happened_on": None}
    move_state(case, CASE_MOVES, CaseState.ERASED, **empty, published_at=None)
    case.contact.consents.filter(withdrawn_on__isnull=True).update(withdrawn_on=on)
    forget_contact(case.contact, on=on)
    call = Call.objects.filter(case=case).select_related("contact").first()
    if call is not None and call.contact is not None:
        forget_contact(call.contact, on=on)
    Call.objects.filter(case=case).update(asked="—", answered="", region="", version=F("version") + 1)
    log(case, "case.erased", actor=actor, at=at)


@transaction.atomic
def erase_by_person(contact: EvidenceContact, *, on: date, at: datetime) -> None:
    """What the person asks for on their own page: of a case all of it goes, else the contact data with their consents."""
    if hasattr(contact, "case"):
        withdraw_consent(contact.case, Purpose.KEEP, actor=None, on=on, at=at)
        return
    contact.consents.filter(withdrawn_on__isnull=True).update(withdrawn_on=on)
    forget_contact(contact, on=on)
    note_erasure("contact", contact.pk, at=at)


@transaction.atomic
def new_own_link(contact: EvidenceContact, *, actor: User, at: datetime) -> str:
    """The secret of a new address by which the person sees and erases what we keep; the earlier one stops to work.

    ValidationError: it was erased.
    """
    secret = new_secret()
    standing = EvidenceContact.objects.filter(pk=contact.pk, erased_on__isnull=True)
    if not standing.update(token_hash=hash_of(secret)):
        raise ValidationError(_("The data of this person were erased."), code="erased")
    log(contact.case, "case.link_made", actor=actor, at=at)
    return secret


def from_call(call: Call) -> dict[str, Any]:
    """What the form of a case made of this call begins with."""
    return {
        "source": CaseSource.CALL,
        "region": call.region,
        "story": call.asked,
        "happened_on": call.called_at.date().replace(day=1),
    }
