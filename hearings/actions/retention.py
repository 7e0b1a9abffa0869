"""Erasing the data of those who took part when their term is over, but for what another standing consent needs.

`plan` says what is due, and `erase_due` does exactly that: a dry run is the plan alone. Neither names a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record
from accounts.models import Organisation, User
from common.states import move_state
from correspondence.actions import forget_emails
from deadlines import queries as deadline_queries
from hearings.actions.attendance import forget_registration
from hearings.actions.log import log
from hearings.actions.words import forget_in_words
from hearings.actions.writing import forget_author, letters_of
from hearings.models import (
    AccessNeed,
    CheckIn,
    Consent,
    Hearing,
    OwnLink,
    Proposal,
    Registration,
    RetentionTerm,
    Turn,
    WrittenConsent,
    WrittenLink,
    WrittenProposal,
)
from hearings.states import (
    REGISTRATION_MOVES,
    WRITTEN_MOVES,
    Purpose,
    RegistrationState,
    Term,
    WrittenState,
)
from hearings.terms import TermBook

REGISTRATION, WRITTEN, NEEDS, RECORD = "registration", "written", "needs", "record"
# What stands by itself after the term: to be named in the public copy, to be written to later.
LASTING = (Purpose.NAMED, Purpose.CONTACTED)


@dataclass(frozen=True)
class Due:
    """Something whose last day was `last_on`. `what`: one of REGISTRATION, WRITTEN, NEEDS, RECORD; `pk`: of the row, or of
    the hearing for its record. `keeps`: the purposes for which a part stays.
    """

    hearing: Hearing
    what: str
    pk: int
    term: Term
    last_on: date
    keeps: tuple[Purpose, ...] = ()

    def __str__(self) -> str:
        kept = f", keeps {' '.join(self.keeps)}" if self.keeps else ""
        return (
            f"hearing {self.hearing.pk}: {self.what} {self.pk}, {self.term.value} until {self.last_on}{kept}"
        )


def plan(at: datetime) -> list[Due]:
    """Everything whose term is over at this moment, hearing by hearing."""
    on = deadline_queries.day_of(at)
    book = TermBook(on)
    return [due for hearing in _hearings() for due in _of_hearing(hearing, book, on)]


def erase_due(at: datetime) -> list[Due]:
    """Erase what is due; returns what was erased. What a letter is being sent to waits for the next time."""
    done: list[Due] = []
    for due in plan(at):
        if _erase(due, at):
            done.append(due)
    for hearing in {due.hearing.pk: due.hearing for due in done}.values():
        count = sum(due.hearing.pk == hearing.pk for due in done)
        log(hearing, "retention.erased", actor=None, at=at, count=count)
    return done


def _hearings() -> QuerySet[Hearing]:
    """Those of which data of people are left."""
    of = OuterRef("pk")
    left = (
        Registration.objects.filter(hearing=of).exclude(state=RegistrationState.ERASED),
        WrittenProposal.objects.filter(hearing=of).exclude(state=WrittenState.ERASED),
        *(rows.filter(hearing=of) for rows in _named()),
    )
    any_left = Q()
    for rows in left:
        any_left |= Q(Exists(rows))
    return Hearing.objects.filter(any_left).select_related("organisation").order_by("pk")


_NAMED = Q(is_official=False, registration__isnull=True) & ~Q(name="", represents="")


def _named() -> "tuple[QuerySet[Turn], QuerySet[Proposal], QuerySet[CheckIn]]":
    """Rows of the record that name somebody who neither registered nor wrote, did not come ex officio, and did not agree on
    the paper list to be named.
    """
    return (
        Turn.objects.filter(_NAMED).exclude(check_in__may_be_named=True),
        Proposal.objects.filter(_NAMED, written__isnull=True).exclude(check_in__may_be_named=True),
        CheckIn.objects.filter(_NAMED, may_be_named=False),
    )


def _of_hearing(hearing: Hearing, book: TermBook, on: date) -> Iterator[Due]:
    keeping, needs = book.of_hearing(hearing), book.needs_of(hearing)
    is_over = on > keeping.last_on
    if on > needs.last_on:
        for pk in _pks(AccessNeed.objects.filter(registration__hearing=hearing)):
            yield Due(hearing, NEEDS, pk, Term.NEEDS, needs.last_on)
    for row in _registrations(hearing):
        unconfirmed = row.confirmed_at is None and row.state not in (
            RegistrationState.SEATED,
            RegistrationState.WAITING,
        )
        yield from _due_of(hearing, REGISTRATION, row, row.registered_at, unconfirmed, is_over, book, on)
    for written in _written(hearing):
        yield from _due_of(
            hearing, WRITTEN, written, written.sent_at, written.confirmed_at is None, is_over, book, on
        )
    if is_over and any(rows.filter(hearing=hearing).exists() for rows in _named()):
        yield Due(hearing, RECORD, hearing.pk, keeping.term, keeping.last_on)


def _pks(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _registrations(hearing: Hearing) -> list[Registration]:
    rows = Registration.objects.filter(hearing=hearing).exclude(state=RegistrationState.ERASED)
    return list(rows.prefetch_related("consents").order_by("pk"))


def _written(hearing: Hearing) -> list[WrittenProposal]:
    rows = WrittenProposal.objects.filter(hearing=hearing).exclude(state=WrittenState.ERASED)
    return list(rows.prefetch_related("consents").order_by("pk"))


def _due_of(
    hearing: Hearing,
    what: str,
    row: "Registration | WrittenProposal",
    came_at: datetime,
    is_unconfirmed: bool,
    is_over: bool,
    book: TermBook,
    on: date,
) -> Iterator[Due]:
    if is_unconfirmed:
        last = book.last_on(hearing.organisation_id, Term.UNCONFIRMED, timezone.localdate(came_at))
        if on > last:
            yield Due(hearing, what, row.pk, Term.UNCONFIRMED, last)
            return
    if not is_over:
        return
    consents: list[Consent | WrittenConsent] = list(row.consents.all())
    keeps = tuple(
        purpose
        for purpose in LASTING
        if any(one.purpose == purpose and one.withdrawn_at is None for one in consents)
    )
    is_changed = {one.purpose for one in consents} != set(keeps) or any(one.withdrawn_at for one in consents)
    if row.minimised_at is None or is_changed:
        keeping = book.of_hearing(hearing)
        yield Due(hearing, what, row.pk, keeping.term, keeping.last_on, keeps)


# --- Doing it -----------------------------------------------------------------------------------------------------


@transaction.atomic
def _erase(due: Due, at: datetime) -> bool:
    Hearing.objects.filter(pk=due.hearing.pk).update(entries_made=F("entries_made") + 1)
    if due.what == NEEDS:
        return bool(AccessNeed.objects.filter(pk=due.pk).delete()[0])
    if due.what == RECORD:
        return _forget_named(due.hearing)
    if due.what == WRITTEN:
        return _minimise_written(WrittenProposal.objects.select_related("hearing").get(pk=due.pk), due, at)
    return _minimise(Registration.objects.select_related("hearing").get(pk=due.pk), due, at)


def _forget_named(hearing: Hearing) -> bool:
    turns, proposals, check_ins = (_pks(rows.filter(hearing=hearing)) for rows in _named())
    names: set[str] = set()
    for rows, pks in zip(_named(), (turns, proposals, check_ins), strict=True):
        names |= set(rows.filter(pk__in=pks).values_list("name", flat=True))
    Turn.objects.filter(pk__in=turns).update(name="", represents="")
    Proposal.objects.filter(pk__in=proposals).update(name="", represents="")
    CheckIn.objects.filter(pk__in=check_ins).update(name="", represents="")
    forget_in_words(hearing, names)
    return bool(turns or proposals or check_ins)


def _minimise(row: Registration, due: Due, at: datetime) -> bool:
    if row.email and not forget_emails(f"hearing:{due.hearing.pk}:", row.email):
        return False
    row.needs.all().delete()
    row.consents.exclude(purpose__in=due.keeps, withdrawn_at__isnull=True).delete()
    if Purpose.NAMED not in due.keeps:
        forget_registration(row)
    if not due.keeps:
        OwnLink.objects.filter(registration=row).delete()
        move_state(row, REGISTRATION_MOVES, RegistrationState.ERASED, **_emptied(due), minimised_at=at)
    else:
        Registration.objects.filter(pk=row.pk).update(**_emptied(due), minimised_at=at)
    return True


def _minimise_written(row: WrittenProposal, due: Due, at: datetime) -> bool:
    if row.email and not forget_emails(letters_of(row), row.email):
        return False
    row.consents.exclude(purpose__in=due.keeps, withdrawn_at__isnull=True).delete()
    if Purpose.NAMED not in due.keeps:
        forget_author(row, keeps_words=row.state == WrittenState.CONFIRMED)
    facts = {**_emptied(due), "norm": "", "text": "", "minimised_at": at}
    if not due.keeps:
        WrittenLink.objects.filter(written=row).delete()
        move_state(row, WRITTEN_MOVES, WrittenState.ERASED, **facts)
    else:
        WrittenProposal.objects.filter(pk=row.pk).update(**facts)
    return True


def _emptied(due: Due) -> dict[str, str]:
    """The columns that none of the standing purposes needs: to name needs the name and whom it speaks for, to write to
    needs the name and the address.
    """
    needed = set()
    if Purpose.NAMED in due.keeps:
        needed |= {"name", "represents"}
    if Purpose.CONTACTED in due.keeps:
        needed |= {"name", "email"}
    return {column: "" for column in ("name", "represents", "email") if column not in needed}


# --- The organisation's own terms ---------------------------------------------------------------------------------


@transaction.atomic
def set_term(
    organisation: Organisation, term: Term, days: int | None, *, actor: User, on: date, at: datetime
) -> None:
    """Keep data shorter than the reference data say, or None: as they say. ValidationError: it would be longer."""
    longest = TermBook(on).rules[term].quantity
    if days is not None and not 1 <= days <= longest:
        message = _("The term can only be made shorter: from 1 to %(most)s days.") % {"most": longest}
        raise ValidationError({term.name.lower(): message})
    rows = RetentionTerm.objects.filter(organisation=organisation, term=term)
    known = rows.values_list("days", flat=True).first()
    if days == known:
        return
    if days is None:
        rows.delete()
    else:
        facts = {"days": days, "set_at": at}
        RetentionTerm.objects.update_or_create(organisation=organisation, term=term, defaults=facts)
    record(
        "retention.term_set",
        actor=actor,
        organisation=organisation,
        subject=organisation,
        obj=organisation,
        at=at,
        details={"term": term.value, "days": days or longest},
    )
