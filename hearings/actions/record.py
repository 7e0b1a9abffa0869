"""The door to the record of a hearing: each entry once, one after the other, at the moment at which it was made.

Whoever writes holds the hearing's row first, by one update: on either database the others wait for the end of the
transaction. So two moderators at once lose nothing, numbers have no gaps, and an entry that arrives twice is one.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.states import AlreadyMoved, IllegalMove, move_state
from hearings.actions import attendance, proposals, speaking, voting
from hearings.actions.entries import Entry, Step, hold
from hearings.actions.log import log
from hearings.models import AgendaItem, Hearing, RecordEntry, Turn
from hearings.models.hearing import CODE_LETTERS
from hearings.states import HEARING_MOVES, EntryKind, HearingState
from projects.actions.road_map import record_fact
from projects.states import RoadMapFact

# An entry older than this was made by a clock that is wrong; it is taken as made this long ago.
OLDEST = timedelta(hours=24)
SCREEN_LETTERS = 10
# Before the hearing is opened people arrive and put their names down; after it is closed the record is put right.
BEFORE = frozenset(
    {
        *(EntryKind.OPEN, EntryKind.CHECK_IN, EntryKind.CHECK_IN_UNDO, EntryKind.LEFT),
        *(EntryKind.TURN_ADD, EntryKind.TURN_MOVE, EntryKind.TURN_DROP, EntryKind.TURN_BACK),
    }
)
AFTER = frozenset(
    {
        *(EntryKind.REOPEN, EntryKind.CHECK_IN, EntryKind.CHECK_IN_UNDO),
        *(EntryKind.TURN_WRITE, EntryKind.PROPOSAL_WRITE, EntryKind.PROPOSAL_STATE),
    }
)


@transaction.atomic
def write(hearing: Hearing, entry: Entry, *, actor: User, at: datetime) -> bool:
    """Put an entry into the record; False if it is there already.

    ValidationError: the entry cannot be, with a sentence that says why; IllegalMove: the hearing is not going on.
    """
    hold(hearing)
    if RecordEntry.objects.filter(hearing=hearing, entry_key=entry.entry_key).exists():
        return False
    if hearing.minutes_approved_at is not None:
        raise IllegalMove(
            _("The minutes are approved: the record does not change any more."), code="approved"
        )
    _require_time(hearing, entry)
    STEPS[entry.kind](Step(hearing, entry, actor, at))
    RecordEntry.objects.create(
        hearing=hearing,
        entry_key=entry.entry_key,
        kind=entry.kind,
        person=actor,
        made_at=entry.made_at,
        arrived_at=at,
    )
    return True


@transaction.atomic
def write_list(hearing: Hearing, entries: Sequence[Entry], *, actor: User, at: datetime) -> int:
    """Enter the list on paper, all of it or nothing; returns how many lines were not there yet."""
    written = sum(write(hearing, entry, actor=actor, at=at) for entry in entries)
    if written:
        log(hearing, "record.list_entered", actor=actor, at=at, count=written)
    return written


def _require_time(hearing: Hearing, entry: Entry) -> None:
    """What was made while the hearing was going on is taken whenever it arrives."""
    state, kind = hearing.state, entry.kind
    if state == HearingState.OPEN and kind not in (EntryKind.OPEN, EntryKind.REOPEN):
        return
    if state == HearingState.ANNOUNCED and kind in BEFORE:
        return
    if state == HearingState.HELD and hearing.closed_at is not None:
        arrived_late = entry.made_at <= hearing.closed_at and kind not in (EntryKind.OPEN, EntryKind.CLOSE)
        if kind in AFTER or arrived_late:
            return
    if (state, kind) in _DONE:
        return
    message = {
        HearingState.ANNOUNCED: _("The hearing has not been opened yet."),
        HearingState.HELD: _("The hearing is closed: open the record again to write into it."),
        HearingState.OPEN: _("The hearing is open already."),
    }.get(HearingState(state), _("This hearing is not announced."))
    raise IllegalMove(message, code="illegal_move")


# Two moderators press the same button: for the second it is done.
_DONE = {
    (HearingState.OPEN, EntryKind.OPEN),
    (HearingState.OPEN, EntryKind.REOPEN),
    (HearingState.HELD, EntryKind.CLOSE),
}


# --- Opening and closing ----------------------------------------------------------------------------------------------


def _open(step: Step) -> None:
    hearing = step.hearing
    if hearing.state == HearingState.OPEN:
        return
    if timezone.localdate(step.made_at) < hearing.starts_on:
        raise ValidationError(_("The hearing has not taken place yet."), code="early")
    _move(hearing, HearingState.OPEN, opened_at=step.made_at)
    log(hearing, "hearing.opened", actor=step.actor, at=step.at)
    record_fact(hearing.dossier, RoadMapFact.HEARING_BEGUN, at=step.at, actor=step.actor)


def _close(step: Step) -> None:
    """Close the hearing; what was going on ends with it. With `keep_end` one that was opened again to put its record right
    keeps the end that it had.
    """
    hearing, at = step.hearing, step.made_at
    if hearing.state == HearingState.HELD:
        return
    if hearing.votes.filter(closed_at__isnull=True, dropped_at__isnull=True).exists():
        raise ValidationError(_("Another vote is going on: close it first."), code="going_on")
    for rows in (AgendaItem.objects.filter(hearing=hearing), Turn.objects.filter(hearing=hearing)):
        going_on = rows.filter(started_at__isnull=False, ended_at__isnull=True)
        going_on.filter(started_at__lte=at).update(ended_at=at)
        going_on.update(ended_at=F("started_at"))
    kept = hearing.closed_at if step.facts.get("keep_end") else None
    _move(hearing, HearingState.HELD, closed_at=kept or max(at, hearing.opened_at or at))
    log(hearing, "hearing.closed", actor=step.actor, at=step.at)
    record_fact(hearing.dossier, RoadMapFact.HEARING_HELD, at=step.at, actor=step.actor)


def _reopen(step: Step) -> None:
    hearing = step.hearing
    if hearing.state == HearingState.OPEN:
        return
    _move(hearing, HearingState.OPEN)
    log(hearing, "hearing.reopened", actor=step.actor, at=step.at)


def _move(hearing: Hearing, to: HearingState, **moments: datetime | None) -> None:
    try:
        move_state(hearing, HEARING_MOVES, to, **moments)
    except AlreadyMoved as faster:
        raise ValidationError(faster.messages, code="moved") from faster


STEPS: dict[EntryKind, Callable[[Step], None]] = {
    EntryKind.OPEN: _open,
    EntryKind.CLOSE: _close,
    EntryKind.REOPEN: _reopen,
    EntryKind.ITEM_START: speaking.start_item,
    EntryKind.ITEM_END: speaking.end_item,
    EntryKind.CHECK_IN: attendance.check_in,
    EntryKind.CHECK_IN_UNDO: attendance.undo_check_in,
    EntryKind.LEFT: attendance.note_leaving,
    EntryKind.TURN_ADD: speaking.add_turn,
    EntryKind.TURN_START: speaking.start_turn,
    EntryKind.TURN_END: speaking.end_turn,
    EntryKind.TURN_BACK: speaking.put_back,
    EntryKind.TURN_MOVE: speaking.move_turn,
    EntryKind.TURN_DROP: speaking.drop_turn,
    EntryKind.TURN_WRITE: speaking.write_turn,
    EntryKind.PROPOSAL_ADD: proposals.add_proposal,
    EntryKind.PROPOSAL_WRITE: proposals.write_proposal,
    EntryKind.PROPOSAL_STATE: proposals.set_proposal,
    EntryKind.VOTE_DECLARE: voting.declare_vote,
    EntryKind.VOTE_CAST: voting.cast_vote,
    EntryKind.VOTE_CLOSE: voting.close_vote,
    EntryKind.VOTE_DROP: voting.drop_vote,
}


# --- The screen of the room -------------------------------------------------------------------------------------------


@transaction.atomic
def make_screen_link(hearing: Hearing, *, actor: User, at: datetime) -> str:
    """A new address of the screen of the room, for a laptop where nobody signs in; the one before is dead."""
    code = "".join(secrets.choice(CODE_LETTERS) for _place in range(SCREEN_LETTERS))
    Hearing.objects.filter(pk=hearing.pk).update(screen_code=code)
    log(hearing, "record.screen_linked", actor=actor, at=at)
    return code
