"""Planning a hearing: what about, when and where, by whom; calling it off and taking that back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from common import dates
from common.states import AlreadyMoved, IllegalMove, move_state
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.calendar import OutsideCalendar
from hearings.actions.announcing import announce, require_ready, tell_everybody
from hearings.actions.dates import drop_dates, settle_dates
from hearings.actions.log import log
from hearings.actions.road_map import note_cancelled, note_planned
from hearings.lead_time import Facts, Found, RuleBook
from hearings.models import TEXTS, Hearing
from hearings.states import BEGUN, HEARING_MOVES, HearingState, RuleSet
from hearings.wording import why_blocked
from projects.models import Dossier

PLANNED = (
    *(
        f"{name}_{language}"
        for name in ("title", "aim", "norms", "decisions", "place")
        for language in ("kk", "ru")
    ),
    *("rule_set", "format", "starts_at", "minutes", "online_url", "moderator", "secretary"),
    *("documents_on", "announced_on"),
)
# Of a change of any of these, everybody who was told of the hearing is told.
OF_NEWS = ("starts_at", "format", "place_kk", "place_ru", "online_url")
# A change of any of these is a change of the hearing's dates.
OF_DATES = ("rule_set", "starts_at", "minutes", "documents_on", "announced_on")
assert {"title", "place"} < set(TEXTS)


class Blocked(ValidationError):
    """The day of the hearing breaks a statutory time limit."""


def facts_of(hearing: Hearing) -> Facts:
    return Facts(
        RuleSet(hearing.rule_set),
        hearing.starts_on,
        hearing.ends_on,
        announced_on=hearing.announced_on,
        documents_on=hearing.documents_on,
    )


@transaction.atomic
def plan_hearing(
    organisation: Organisation,
    plan: Mapping[str, Any],
    *,
    dossier: Dossier | None,
    actor: User,
    on: date,
    at: datetime,
) -> Hearing:
    """A new hearing with its dates on the organisation's list. `plan`: a value for each name in PLANNED.

    `dossier`: the one whose draft is heard; None for a hearing that stands alone. Raises Blocked for a day that
    breaks a statutory time limit, with the reason and the earliest day; ValidationError for a moment that has passed.
    """
    hearing = Hearing(organisation=organisation, dossier=dossier, created_by=actor, created_at=at)
    for name in PLANNED:
        setattr(hearing, name, plan[name])
    if dossier is not None and dossier.draft.portal_id is not None:
        hearing.draft_url = dossier.draft.portal_address
    found = _checked(hearing, on=on, at=at)
    hearing.save()
    settle_dates(hearing, found, actor=actor, on=on, at=at)
    log(hearing, "hearing.planned", actor=actor, at=at)
    note_planned(hearing, actor=actor, at=at)
    return hearing


@transaction.atomic
def change_hearing(
    hearing: Hearing, plan: Mapping[str, Any], *, seen: int, actor: User, on: date, at: datetime
) -> None:
    """Write another plan over the one of version `seen`; where its day moves, the dates that follow move along.

    Raises AlreadyMoved when somebody has changed the hearing since; Blocked and ValidationError as `plan_hearing`.
    """
    old = {name: getattr(hearing, name) for name in PLANNED}
    changed = {name: plan[name] for name in PLANNED if plan[name] != old[name]}
    if plan["rule_set"] == RuleSet.ORDINARY:
        # Asked of environmental hearings only; when an ordinary one was announced, we know ourselves.
        changed = {
            name: value for name, value in changed.items() if name not in ("documents_on", "announced_on")
        }
    if not changed:
        return
    if hearing.state in BEGUN:
        raise ValidationError(_("The hearing has begun: its plan does not change any more."), code="begun")
    claim(hearing, seen=seen)
    for name, value in changed.items():
        setattr(hearing, name, value)
    if set(changed) & set(OF_DATES):
        found = _checked(hearing, on=on, at=at, is_moved="starts_at" in changed)
        settle_dates(hearing, found, actor=actor, on=on, at=at)
    hearing.save(update_fields=list(changed))
    if hearing.state == HearingState.ANNOUNCED:
        require_ready(hearing)
        _tell_of(hearing, old, changed, at=at)
    log(hearing, "hearing.changed", actor=actor, at=at)


def _tell_of(hearing: Hearing, old: Mapping[str, Any], changed: Mapping[str, Any], *, at: datetime) -> None:
    """Everybody is told once of another day or place; a mended text is nobody's news."""
    if not set(changed) & set(OF_NEWS):
        return
    Hearing.objects.filter(pk=hearing.pk).update(notice=F("notice") + 1)
    hearing.refresh_from_db(fields=["notice"])
    before = old["starts_at"] if "starts_at" in changed else None
    tell_everybody(hearing, "moved", at=at, before=before)


@transaction.atomic
def announce_hearing(hearing: Hearing, *, actor: User, on: date, at: datetime) -> None:
    """Check the day once more and publish the hearing. Blocked: its day has come too near for the law; NotReady: a
    text is missing in one of the languages.
    """
    if hearing.rule_set == RuleSet.ORDINARY and hearing.announced_on is None:
        hearing.announced_on = on
    found = _checked(hearing, on=on, at=at)
    announce(hearing, found, actor=actor, on=on, at=at)


def claim(hearing: Hearing, *, seen: int) -> None:
    """Take the next version of the hearing for this change; AlreadyMoved if `seen` is not the present one."""
    standing = Hearing.objects.standing().filter(pk=hearing.pk, version=seen)
    if not standing.update(version=F("version") + 1):
        message = _(
            "Somebody changed this hearing while you were writing. Look at the new state and try again."
        )
        raise AlreadyMoved(message, code="moved")
    hearing.version = seen + 1


def _checked(hearing: Hearing, *, on: date, at: datetime, is_moved: bool = True) -> list[Found]:
    days = deadline_queries.calendar()
    if is_moved and hearing.starts_at <= at:
        raise ValidationError({"starts_at": _("This moment has passed: choose a later one.")})
    if not deadline_queries.in_calendar(days, hearing.starts_on):
        years = {"first": days.start_year, "last": days.end_year - 1}
        raise ValidationError({"starts_at": _("The calendar holds the years %(first)s–%(last)s.") % years})
    book = RuleBook(RuleSet(hearing.rule_set), on, days)
    try:
        found = book.check(facts_of(hearing))
    except OutsideCalendar as beyond:
        raise ValidationError(
            {"starts_at": _("The working-day calendar does not reach this day.")}
        ) from beyond
    if broken := [one for one in found if one.blocks]:
        said = [why_blocked(one, on) for one in broken]
        if earliest := book.earliest(facts_of(hearing)):
            day = dates.day(earliest, (get_language() or "kk")[:2], today=on)
            said.append(_("The earliest possible day: %(day)s.") % {"day": day})
        raise Blocked({"starts_at": said})
    return found


@transaction.atomic
def cancel_hearing(hearing: Hearing, *, reason: Words, actor: User, at: datetime) -> None:
    """The hearing does not take place; of an announced one everybody is told, and the reason is published.

    ValidationError: the reason of an announced one is missing in a language. IllegalMove, AlreadyMoved: it was called
    off before.
    """
    is_public = hearing.announced_at is not None
    if is_public and not (reason.kk and reason.ru):
        empty = "reason_kk" if not reason.kk else "reason_ru"
        raise ValidationError({empty: _("The reason is published: give it in Kazakh and in Russian.")})
    facts = {
        "cancel_reason_kk": reason.kk,
        "cancel_reason_ru": reason.ru,
        "cancelled_at": at,
        "notice": hearing.notice + is_public,
    }
    move_state(hearing, HEARING_MOVES, HearingState.CANCELLED, **facts)
    drop_dates(hearing, actor=actor, at=at)
    if is_public:
        tell_everybody(hearing, "cancelled", at=at)
    log(hearing, "hearing.cancelled", actor=actor, at=at, reason=reason.kk or reason.ru)
    note_cancelled(hearing, actor=actor, at=at)


@transaction.atomic
def restore_hearing(hearing: Hearing, *, actor: User, on: date, at: datetime) -> None:
    """Take the calling-off back: the hearing is planned again, its dates are computed anew.

    IllegalMove: people have been told that it does not take place. Blocked: meanwhile its day has come too near for the law.
    """
    if hearing.state != HearingState.CANCELLED or hearing.announced_at is not None:
        raise IllegalMove(_("This step is not possible in the present state."), code="illegal_move")
    found = _checked(hearing, on=on, at=at)
    move_state(hearing, HEARING_MOVES, HearingState.PLANNED, cancelled_at=None)
    settle_dates(hearing, found, actor=actor, on=on, at=at)
    log(hearing, "hearing.restored", actor=actor, at=at)
    note_planned(hearing, actor=actor, at=at)
