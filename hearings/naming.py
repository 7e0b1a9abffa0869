"""Who may be named in which copy of the minutes, by the consents of this moment."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Value

from correspondence.documents import Text, same
from hearings.consent_texts import SENT_SINCE
from hearings.hidden_names import HiddenNames
from hearings.models import (
    CheckIn,
    Consent,
    Hearing,
    Proposal,
    WrittenConsent,
)
from hearings.models.record import InRecord
from hearings.states import Purpose

NOBODY = Text("аты-жөні көрсетілмейді", "имя не указывается")


@dataclass(frozen=True)
class Agreed:
    """What people agree to at this moment, by the id of their registration or of their proposal in writing.

    `sent`: to be named in the full copy; `public`: in the public one too; `unrecorded`: no longer to be recorded.
    """

    names: dict[int, str]
    sent: frozenset[int]
    public: frozenset[int]
    unrecorded: frozenset[int]

    def named(self, *, is_public: bool) -> frozenset[int]:
        return self.public if is_public else self.sent


@dataclass(frozen=True)
class Naming:
    """`is_public`: the copy that everybody may read; else the full one, for the body.

    Ex officio people are named in both. Of the others the full copy names those who agreed, by registering or by their
    signature on the list, to be written down; the public copy only those who agreed to that by itself.
    """

    came: tuple[CheckIn, ...]
    registered: Agreed  # whether they came or not
    written: Agreed
    is_public: bool

    def label(self, row: CheckIn) -> Text:
        """The name, or the place on the list of those who came."""
        return same(_said(row)) if self.names(row) else _participant(self.places[row.pk])

    def author(self, row: InRecord) -> Text:
        """Of a speech or a proposal: as `label`; who cannot be found on the list is not named."""
        if row.name and self.names(row):
            return same(_said(row))
        place = self.places.get(
            getattr(row, "check_in_id", None) or self._by_registration.get(row.registration_id or 0, 0)
        )
        return _participant(place) if place else NOBODY

    def names(self, row: InRecord) -> bool:
        if not row.name:
            return False
        there = self._came.get(getattr(row, "check_in_id", None) or 0)
        if row.is_official or (there is not None and there.is_official):
            return True
        if isinstance(row, Proposal) and row.pk in self.written.names:
            return row.pk in self.written.named(is_public=self.is_public)
        registration = row.registration_id or (there.registration_id if there is not None else None)
        if registration is not None:
            return registration in self.registered.named(is_public=self.is_public)
        listed = row if isinstance(row, CheckIn) else there
        if listed is None:
            return False
        return listed.may_be_named if self.is_public else listed.has_signed

    @property
    def unwilling(self) -> int:
        """Of those who came, how many have taken back that they may be recorded: the recording is not shown then."""
        return len({row.registration_id for row in self.came} & self.registered.unrecorded)

    @cached_property
    def places(self) -> dict[int | None, int]:
        return {row.pk: number for number, row in enumerate(self.came, 1)}

    @cached_property
    def _came(self) -> dict[int, CheckIn]:
        return {row.pk: row for row in self.came}

    @cached_property
    def _by_registration(self) -> dict[int, int]:
        return {row.registration_id: row.pk for row in self.came if row.registration_id is not None}

    def clean(self, text: str) -> str:
        """The words of people, without the names of those who came, registered or wrote and may not be named."""
        return self._hidden.clean(text)

    @cached_property
    def shown(self) -> set[str]:
        """The names of those who may be named in this copy."""
        shown = {row.name for row in self.came if self.names(row)}
        for people in (self.registered, self.written):
            agreed = people.named(is_public=self.is_public)
            shown |= {name for pk, name in people.names.items() if pk in agreed}
        return shown

    @cached_property
    def _hidden(self) -> HiddenNames:
        names = {row.name for row in self.came}
        names |= {*self.registered.names.values(), *self.written.names.values()}
        return HiddenNames(names, self.shown)


def _said(row: InRecord) -> str:
    return f"{row.name}, {row.represents}" if row.represents else row.name


def _participant(place: int) -> Text:
    return Text(f"№ {place} қатысушы", f"участник № {place}")


def naming_of(hearing: Hearing, *, is_public: bool) -> Naming:
    """Two queries. Whoever registered or wrote has agreed to something, so that their names come with their consents."""
    came = CheckIn.objects.filter(hearing=hearing).order_by("came_at", "pk")
    registering = Consent.objects.filter(registration__hearing=hearing)
    in_writing = WrittenConsent.objects.filter(written__hearing=hearing, written__proposal__isnull=False)
    said = ("purpose", "version", "withdrawn_at")
    consents = list(
        registering.values_list(Value(False), "registration", "registration__name", *said).union(
            in_writing.values_list(Value(True), "written__proposal", "written__proposal__name", *said),
            all=True,
        )
    )
    registered, written = (
        [row[1:] for row in consents if bool(row[0]) is is_written] for is_written in (False, True)
    )
    return Naming(tuple(came), _agreed(registered), _agreed(written), is_public)


def _agreed(consents: list[tuple[Any, ...]]) -> Agreed:
    """Who once took back that they take part is not named in public any more, unless they take part again."""
    names: dict[int, str] = {}
    standing: dict[str, set[int]] = {purpose: set() for purpose in Purpose}
    withdrawn: dict[str, set[int]] = {purpose: set() for purpose in Purpose}
    sent: set[int] = set()
    for pk, called, purpose, version, withdrawn_at in consents:
        if called:
            names[pk] = called
        (withdrawn if withdrawn_at else standing)[purpose].add(pk)
        if purpose == Purpose.TAKING_PART and not withdrawn_at and version >= SENT_SINCE:
            sent.add(pk)
    gone = {purpose: withdrawn[purpose] - standing[purpose] for purpose in Purpose}
    public = frozenset(standing[Purpose.NAMED] - gone[Purpose.TAKING_PART])
    return Agreed(names, frozenset(sent) | public, public, frozenset(gone[Purpose.RECORDED]))
