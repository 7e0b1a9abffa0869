"""Planning the road map of a dossier, and planning it anew when the discussion, the calendar or a person wants it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Membership, User
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.calendar import OutsideCalendar
from deadlines.states import DeadlineState
from projects import queries_road_map as queries
from projects.actions.road_map.facts import close_by_fact, known_facts
from projects.actions.road_map.placing import Change, hold_map, place, tell_changes
from projects.models import DiscussionWindow, Dossier, RoadMap, TemplateTask
from projects.road_map.planning import calendar_mark
from projects.road_map.template import task_from, template_of
from projects.states import DossierState, RoadMapDirection, RoadMapFact, RoadMapPart, TaskState


def end_of(window: DiscussionWindow | None) -> date | None:
    """The last day of a discussion: the portal's, else the shortest that the law allows."""
    return None if window is None else window.ends_on or window.statutory_ends_on


@transaction.atomic
def plan_road_map(
    dossier: Dossier,
    *,
    direction: RoadMapDirection,
    starts_on: date | None = None,
    actor: User,
    on: date,
    at: datetime,
) -> RoadMap:
    """Plan the dossier's road map, or what is open of it anew: backwards from the end of the discussion, or forwards from
    `starts_on` (today if it is not said). Two people at once plan the same one.

    ValidationError: the dossier is closed; backwards, but no end is known; or the calendar does not reach so far.
    """
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("organisation", "draft", "owner")
        .get(pk=dossier.pk)
    )
    window = dossier.draft.windows.order_by("-number").first()
    _require(dossier, direction, end_of(window))
    facts = {
        "direction": direction,
        "starts_on": starts_on if direction == RoadMapDirection.FORWARDS else None,
        "window": window,
        "ends_on": end_of(window),
        "planned_by": actor,
        "planned_at": at,
    }
    road_map, is_new = RoadMap.objects.get_or_create(
        dossier=dossier,
        defaults={"organisation": dossier.organisation, "first_on": on, "last_on": on, **facts},
    )
    if is_new:
        _fill(dossier, road_map, at=at)
    else:
        for name, value in facts.items():
            setattr(road_map, name, value)
    changes = place(dossier, road_map, actor=actor, on=on, at=at, reason="person")
    if changes and not is_new:
        tell_changes(dossier, road_map, changes, actor=actor, on=on, at=at, reason="person", old_ends_on=None)
    if changes or is_new:
        _log(dossier, "road_map.planned" if is_new else "road_map.replanned", actor, at, changes)
    return road_map


def _require(dossier: Dossier, direction: RoadMapDirection, ends_on: date | None) -> None:
    if dossier.state != DossierState.OPEN:
        raise ValidationError(_("This dossier is closed."), code="closed")
    if direction == RoadMapDirection.BACKWARDS and ends_on is None:
        message = _("No end of the discussion is known: choose the day from which to plan forwards.")
        raise ValidationError({"starts_on": message}, code="no_end")


def _fill(dossier: Dossier, road_map: RoadMap, *, at: datetime) -> None:
    """The tasks of the template, given to people; what has happened already is closed."""
    members = list(account_queries.members(dossier.organisation))
    rows = [row for row in template_of(dossier.organisation) if row.is_on]
    for row in rows:
        task = task_from(row)
        task.road_map, task.responsible = road_map, _owner(row, dossier, members)
        task.state = TaskState.RESERVE if row.part == RoadMapPart.PLAN_B else TaskState.OPEN
        task.save()
    happened = known_facts(dossier)
    for task in queries.tasks_of(dossier):
        if task.fact in happened:
            moment, person = happened[RoadMapFact(task.fact)]
            close_by_fact(task, road_map, dossier, RoadMapFact(task.fact), at=min(moment, at), actor=person)


def _owner(row: TemplateTask, dossier: Dossier, members: list[Membership]) -> User | None:
    """The person whom the template names, else the dossier's owner if the role fits, else the first who has it."""
    if any(member.user_id == row.person_id for member in members):
        return row.person
    fitting = [member.user for member in members if member.role == row.role]
    if not fitting or dossier.owner in fitting:
        return dossier.owner
    return fitting[0]


def _replan(
    dossier: Dossier,
    road_map: RoadMap,
    *,
    on: date,
    at: datetime,
    reason: str,
    old_ends_on: date | None,
) -> list[Change]:
    changes = place(dossier, road_map, actor=None, on=on, at=at, reason=reason)
    if changes:
        tell_changes(
            dossier, road_map, changes, actor=None, on=on, at=at, reason=reason, old_ends_on=old_ends_on
        )
        _log(dossier, "road_map.replanned", None, at, changes)
    return changes


def _log(dossier: Dossier, verb: str, actor: User | None, at: datetime, changes: list[Change]) -> None:
    record(
        verb,
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=dossier.draft,
        at=at,
        details={"number": len(changes)},
    )


@transaction.atomic
def follow_window(dossier: Dossier, window: DiscussionWindow, *, on: date, at: datetime) -> None:
    """The discussion has another end: open tasks that no person has moved are planned anew, their people told once.

    A new discussion concerns the map as soon as its end is the dossier's own deadline.
    """
    road_map = hold_map(dossier)
    if road_map is None or dossier.state != DossierState.OPEN:
        return
    deadline = dossier.discussion_deadline
    joined = deadline is not None and deadline.state == DeadlineState.OPEN
    ends_on, old = end_of(window), road_map.ends_on
    if (road_map.window_id != window.pk and not joined) or ends_on in (None, old):
        return
    road_map.window, road_map.ends_on = window, ends_on
    try:
        with transaction.atomic():
            _replan(dossier, road_map, on=on, at=at, reason="portal", old_ends_on=old)
    except (
        ValidationError
    ):  # a day beyond the calendar: the portal's own date is kept, people see what does not fit
        road_map.save(update_fields=["window", "ends_on"])


def follow_calendar(on: date, at: datetime) -> int:
    """Plan anew the maps on whose days the calendar has changed since; returns how many."""
    days, found = deadline_queries.calendar(), 0
    maps = RoadMap.objects.filter(dossier__state=DossierState.OPEN, last_on__gte=on)
    for road_map in maps.select_related("dossier__organisation", "dossier__draft", "dossier__owner"):
        try:
            mark = calendar_mark(days, road_map.first_on, road_map.last_on)
        except OutsideCalendar:
            continue
        if mark != road_map.calendar_mark:
            found += _follow_calendar(road_map.dossier, mark, on=on, at=at)
    return found


@transaction.atomic
def _follow_calendar(dossier: Dossier, mark: str, *, on: date, at: datetime) -> bool:
    road_map = hold_map(dossier)
    if road_map is None or road_map.calendar_mark == mark:
        return False
    try:
        with transaction.atomic():
            _replan(dossier, road_map, on=on, at=at, reason="calendar", old_ends_on=None)
    except ValidationError:
        RoadMap.objects.filter(pk=road_map.pk).update(calendar_mark=mark)
        return False
    return True


def drop_dates(dossier: Dossier, *, actor: User, at: datetime) -> None:
    """The dossier is closed: nobody is reminded of its tasks any more."""
    for task in queries.tasks_of(dossier):
        if task.is_open and task.deadline is not None:
            deadline_actions.close_deadline(task.deadline, actor=actor, at=at, done=False)


def restore_dates(dossier: Dossier, *, actor: User, on: date, at: datetime) -> None:
    """The dossier is open again: what was open of its map is planned from today."""
    road_map = hold_map(dossier)
    if road_map is not None:
        place(dossier, road_map, actor=actor, on=on, at=at, reason="person")
