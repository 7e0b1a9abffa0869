"""An organisation's own template: copied from the shipped one with the first change, put aside by going back to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from projects.models import TemplateTask
from projects.road_map.network import BrokenOrder, in_order
from projects.road_map.template import has_own_template, shipped_tasks, template_of, unplaced

MOST_TASKS = 40
EDITED = ("week", "label_kk", "label_ru", "days", "anchor", "part", "after", "role", "person")


class NoSuchTask(ValidationError):
    """The template has no task of this key (any more)."""


@transaction.atomic
def save_template_task(
    organisation: Organisation, key: str, fields: Mapping[str, Any], *, actor: User, at: datetime
) -> None:
    """Write a task of the template; `fields`: a value for each name in EDITED. Without a `key` it is a new one.

    The same new task twice is one. ValidationError: the tasks would wait for each other in a circle, or there would be too
    many.
    """
    tasks = _own(organisation)
    if any(_is_same(task, fields) and key in ("", task.key) for task in tasks):
        return
    task = _found(tasks, key) if key else _new(organisation, tasks)
    for name in EDITED:
        setattr(task, name, fields[name])
    task.after = [link for link in task.after if link["key"] != task.key]
    _require_order([*(one for one in tasks if one.key != task.key), task])
    task.save()
    _log(organisation, actor, at, task)


def _is_same(task: TemplateTask, fields: Mapping[str, Any]) -> bool:
    return all(getattr(task, name) == fields[name] for name in EDITED)


def _new(organisation: Organisation, tasks: list[TemplateTask]) -> TemplateTask:
    if len(tasks) >= MOST_TASKS:
        raise ValidationError(_("A template holds at most %(number)s tasks.") % {"number": MOST_TASKS})
    number = 1 + max((task.pk for task in tasks), default=0)
    last = max((task.place for task in tasks), default=0)
    return TemplateTask(organisation=organisation, key=f"task-{number}", place=last + 1)


@transaction.atomic
def move_template_task(organisation: Organisation, key: str, *, up: bool, actor: User, at: datetime) -> None:
    """One place up or down within its week; at the edge nothing happens."""
    tasks = _own(organisation)
    task = _found(tasks, key)
    row = [one for one in tasks if one.week == task.week]
    at_place = row.index(task)
    other = at_place - 1 if up else at_place + 1
    if not 0 <= other < len(row):
        return
    row[at_place], row[other] = row[other], row[at_place]
    for place, one in enumerate(row, start=min(one.place for one in row)):
        one.place = place
        one.save(update_fields=["place"])
    _log(organisation, actor, at, task)


@transaction.atomic
def switch_template_task(
    organisation: Organisation, key: str, *, is_on: bool, actor: User, at: datetime
) -> None:
    """Maps planned from now on have the task, or not."""
    task = _found(_own(organisation), key)
    if task.is_on == is_on:
        return
    task.is_on = is_on
    task.save(update_fields=["is_on"])
    _log(organisation, actor, at, task)


@transaction.atomic
def reset_template(organisation: Organisation, *, actor: User, at: datetime) -> bool:
    """Back to the shipped template; the own one is put aside, so that this can be undone. False: there was none."""
    _hold(organisation)
    own = TemplateTask.objects.filter(organisation=organisation)
    if not own.filter(is_shelved=False).exists():
        return False
    own.filter(is_shelved=True).delete()
    own.update(is_shelved=True)
    _log(organisation, actor, at, verb="road_map.template_reset")
    return True


@transaction.atomic
def restore_template(organisation: Organisation, *, actor: User, at: datetime) -> bool:
    """Undo of `reset_template`. False: nothing was put aside, or the template has been changed since."""
    _hold(organisation)
    own = TemplateTask.objects.filter(organisation=organisation)
    if own.filter(is_shelved=False).exists() or not own.filter(is_shelved=True).update(is_shelved=False):
        return False
    _log(organisation, actor, at, verb="road_map.template_restored")
    return True


def _hold(organisation: Organisation) -> None:
    """Whoever changes the template at the same moment waits."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def _own(organisation: Organisation) -> list[TemplateTask]:
    _hold(organisation)
    own = template_of(organisation)
    if not has_own_template(own):
        TemplateTask.objects.bulk_create(shipped_tasks(organisation))
        own = template_of(organisation)
    return own


def _found(tasks: list[TemplateTask], key: str) -> TemplateTask:
    task = next((one for one in tasks if one.key == key), None)
    if task is None:
        raise NoSuchTask(_("Somebody changed the template meanwhile: this task is not in it."), code="gone")
    return task


def _require_order(tasks: list[TemplateTask]) -> None:
    try:
        in_order([unplaced(task) for task in tasks])
    except BrokenOrder as broken:
        named = ", ".join(f"«{task.label}»" for task in tasks if task.key in broken.keys)
        message = _("These tasks wait for each other, so none could begin: %(tasks)s.") % {"tasks": named}
        raise ValidationError({"after_1": message}, code="circle") from broken


def _log(
    organisation: Organisation,
    actor: User,
    at: datetime,
    task: TemplateTask | None = None,
    verb: str = "road_map.template_changed",
) -> None:
    record(
        verb, actor=actor, organisation=organisation, obj=organisation, subject=task or organisation, at=at
    )
