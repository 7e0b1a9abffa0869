"""The agenda as it really goes, and the queue of speakers.

Entries of a browser that had no connection arrive late. They begin and end things at the moments at which that happened:
what begins before something that is going on already lasted until that began.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils.translation import gettext as _

from hearings.actions.entries import Step, item_at, person_of, row_of
from hearings.models import AgendaItem, Turn
from hearings.models.record import SECONDS
from hearings.states import HearingState

MOST_SECONDS = 3 * 3600


def _item(step: Step) -> AgendaItem:
    rows = AgendaItem.objects.filter(hearing=step.hearing, removed_at__isnull=True)
    found = rows.filter(pk=step.facts["item"]).first()
    if found is None:
        raise ValidationError(_("What this entry is about is not in the record."), code="unknown")
    return found


def start_item(step: Step) -> None:
    """Go to an item of the agenda; the one that was going on ends with that. One that had ended goes on again."""
    item, at = _item(step), step.made_at
    if item.started_at is not None and item.ended_at is None:
        return
    going_on = AgendaItem.objects.filter(
        hearing=step.hearing, started_at__isnull=False, ended_at__isnull=True
    ).first()
    ended_at = _make_way(going_on, at) or _closing(step)
    AgendaItem.objects.filter(pk=item.pk).update(started_at=item.started_at or at, ended_at=ended_at)


def end_item(step: Step) -> None:
    item = _item(step)
    if item.started_at is None:
        raise ValidationError(_("This item has not begun."), code="not_begun")
    _end(item, step.made_at)


def _make_way(going_on: AgendaItem | Turn | None, at: datetime) -> datetime | None:
    """End what is going on at `at`; where it began later than that, say when whatever begins at `at` had ended."""
    if going_on is None or going_on.started_at is None:
        return None
    if going_on.started_at > at:
        return going_on.started_at
    type(going_on)._default_manager.filter(pk=going_on.pk).update(ended_at=at)
    return None


def _closing(step: Step) -> datetime | None:
    """What arrives after the hearing was closed has ended with it."""
    return step.hearing.closed_at if step.hearing.state == HearingState.HELD else None


def _end(row: AgendaItem | Turn, at: datetime) -> None:
    """The earliest of several ends is the end; nothing ends before it begins."""
    began = row.started_at or at
    if row.ended_at is None or began <= at < row.ended_at:
        type(row)._default_manager.filter(pk=row.pk).update(ended_at=max(began, at))


# --- Speakers ---------------------------------------------------------------------------------------------------------


def add_turn(step: Step) -> None:
    """Put somebody at the end of the queue."""
    facts = step.facts
    last = Turn.objects.filter(hearing=step.hearing).aggregate(last=Max("order"))["last"] or 0
    Turn.objects.create(
        hearing=step.hearing,
        organisation=step.hearing.organisation,
        entry_key=step.entry.entry_key,
        order=last + 1,
        item=item_at(step.hearing, step.made_at),
        limit_seconds=facts.get("limit_seconds") or SECONDS,
        language=facts.get("language", ""),
        **person_of(step),
    )


def start_turn(step: Step) -> None:
    """Give the floor; whoever was speaking has ended with that."""
    turn, at = row_of(step, Turn.objects.all(), "turn"), step.made_at
    if turn.started_at is not None:
        return
    speaking = Turn.objects.filter(
        hearing=step.hearing, started_at__isnull=False, ended_at__isnull=True
    ).first()
    ended_at = _make_way(speaking, at) or _closing(step)
    item = item_at(step.hearing, at)
    Turn.objects.filter(pk=turn.pk).update(
        started_at=at, ended_at=ended_at, dropped_at=None, item=item or turn.item
    )


def end_turn(step: Step) -> None:
    turn = row_of(step, Turn.objects.all(), "turn")
    if turn.started_at is None:
        raise ValidationError(_("This person has not begun to speak."), code="not_begun")
    _end(turn, step.made_at)


def put_back(step: Step) -> None:
    """The floor was given by a slip, or the person was taken out of the queue: they wait again in their place."""
    turn = row_of(step, Turn.objects.all(), "turn")
    if turn.thesis:
        raise ValidationError(_("What this person said is written down already."), code="spoken")
    Turn.objects.filter(pk=turn.pk).update(started_at=None, ended_at=None, dropped_at=None)


def move_turn(step: Step) -> None:
    """Change places with the one who waits before ('up') or after; at the end of the queue nothing happens."""
    turn, goes_up = row_of(step, Turn.objects.all(), "turn"), step.facts.get("to") == "up"
    rows = Turn.objects.filter(hearing=step.hearing, started_at__isnull=True, dropped_at__isnull=True)
    beyond = rows.filter(order__lt=turn.order) if goes_up else rows.filter(order__gt=turn.order)
    other = beyond.order_by("-order" if goes_up else "order").first()
    if other is None:
        return
    Turn.objects.filter(pk=turn.pk).update(order=other.order)
    Turn.objects.filter(pk=other.pk).update(order=turn.order)


def drop_turn(step: Step) -> None:
    """Take somebody out of the queue who does not speak after all. ValidationError: they have spoken."""
    turn = row_of(step, Turn.objects.all(), "turn")
    if turn.started_at is not None:
        raise ValidationError(_("This person has the floor or has spoken."), code="spoken")
    Turn.objects.filter(pk=turn.pk, dropped_at__isnull=True).update(dropped_at=step.made_at)


def write_turn(step: Step) -> None:
    """Write down in short what was said, over the text of version `seen`, and in which language.

    ValidationError: somebody has written another text since; both stand in the refusal.
    """
    facts, turn = step.facts, row_of(step, Turn.objects.all(), "turn")
    same = facts["thesis"] == turn.thesis and facts["language"] == turn.language
    if same:
        return
    if facts["seen"] != turn.version:
        message = _("Somebody wrote this down meanwhile: «%(text)s». Put the two together.") % {
            "text": turn.thesis
        }
        raise ValidationError(message, code="moved")
    Turn.objects.filter(pk=turn.pk).update(
        thesis=facts["thesis"], language=facts["language"], version=F("version") + 1
    )
