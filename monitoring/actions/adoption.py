"""What became of a draft, its official publication, and when it takes force."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.states import move_state
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.calendar import Computation, compute
from deadlines.models import TimeLimit
from monitoring.actions.dates import Wanted, drop, meet, settle
from monitoring.actions.log import faster, is_changed, log, not_in_future
from monitoring.models import Fate, InForce
from monitoring.states import FATE_MOVES, FateState, ForceRule
from projects.actions.discussion import about
from projects.models import Dossier

PUBLICATION = "act.official_publication"
FACTS: dict[str, tuple[str, ...]] = {
    FateState.ADOPTED: (
        *("adopted_on", "number", "act_type", "name_kk", "name_ru", "registered_on", "link_kk", "link_ru"),
    ),
    FateState.WITHDRAWN: ("withdrawn_on", "withdrawn_reason"),
    FateState.STALLED: ("stalled_on", "stalled_reason"),
}
PUBLISHED = ("published_on", "published_in", "published_note", "link_kk", "link_ru")
FORCE = ("label_kk", "label_ru", "rule", "stated_on", "source")
TAKES_FORCE = Words("Актінің қолданысқа енгізілгенін тексеру", "Проверить введение акта в действие")
FIND_PUBLICATION = Words("Актінің ресми жарияланғанын тексеру", "Проверить официальное опубликование акта")


@transaction.atomic
def record_fate(
    dossier: Dossier, state: str, values: Mapping[str, Any], *, seen: int, actor: User, on: date, at: datetime
) -> Fate:
    """The draft was adopted, withdrawn or has stalled; the same state again corrects what was written.

    `values`: the fields of FACTS; `seen`: the version on the writer's screen, 0 where nothing was known. Raises
    AlreadyMoved, IllegalMove, or ValidationError for days that do not fit.
    """
    day = values[f"{state}_on"]
    not_in_future(day, on, f"{state}_on")
    not_in_future(values.get("registered_on"), on, "registered_on")
    if values.get("registered_on") and values["registered_on"] < day:
        raise ValidationError({"registered_on": _("An act is registered after it was adopted.")})
    fate = _claimed(dossier, seen, actor=actor, at=at)
    if fate.published_on and state == FateState.ADOPTED and fate.published_on < day:
        raise ValidationError({"adopted_on": _("The act was published before: correct that day first.")})
    facts = {name: values[name] for name in FACTS[state] if name in values}
    if fate.state == state:
        Fate.objects.filter(pk=fate.pk).update(**facts)
        verb = "fate.corrected"
    else:
        move_state(fate, FATE_MOVES, state, before=fate.state, **facts)
        verb = "fate.recorded"
    fate.refresh_from_db()
    fate.dossier = dossier
    if state == FateState.ADOPTED:
        InForce.objects.get_or_create(fate=fate, is_whole=True, defaults={"organisation": fate.organisation})
    follow(fate, actor=actor, on=on, at=at)
    log(fate, verb, actor=actor, at=at, obj=dossier, state=state, day=day.isoformat())
    return fate


def _claimed(dossier: Dossier, seen: int, *, actor: User, at: datetime) -> Fate:
    """The row of the dossier, held until the end of the transaction by whoever saw its latest version."""
    fate, _new = Fate.objects.get_or_create(dossier=dossier, defaults={"organisation": dossier.organisation})
    mine = Fate.objects.filter(pk=fate.pk, version=seen)
    if not mine.update(version=F("version") + 1, recorded_by=actor, recorded_at=at):
        raise faster()
    found = Fate.objects.select_related("organisation", "publication_deadline").get(pk=fate.pk)
    found.dossier = dossier
    return found


@transaction.atomic
def take_back_fate(fate: Fate, *, actor: User, on: date, at: datetime) -> None:
    """What was recorded was a mistake: the draft is where it was before, dates of the adopted act are dropped."""
    state = fate.state
    move_state(fate, FATE_MOVES, fate.before, before=FateState.UNKNOWN, version=fate.version + 1)
    follow(fate, actor=actor, on=on, at=at)
    log(fate, "fate.taken_back", actor=actor, at=at, obj=fate.dossier, state=state)


@transaction.atomic
def record_publication(
    dossier: Dossier, values: Mapping[str, Any], *, seen: int, actor: User, on: date, at: datetime
) -> Fate:
    """The first official publication, or its correction: every day that is counted from it follows.

    `values`: the fields of PUBLISHED. Raises AlreadyMoved, or ValidationError if the act is not adopted.
    """
    not_in_future(values["published_on"], on, "published_on")
    fate = _claimed(dossier, seen, actor=actor, at=at)
    if not fate.is_adopted:
        raise ValidationError(_("Record first that the act was adopted."), code="not_adopted")
    if fate.adopted_on and values["published_on"] < fate.adopted_on:
        raise ValidationError({"published_on": _("An act is published after it was adopted.")})
    for name in PUBLISHED:
        setattr(fate, name, values[name])
    fate.save(update_fields=PUBLISHED)
    follow(fate, actor=actor, on=on, at=at)
    log(fate, "fate.published", actor=actor, at=at, obj=dossier, day=fate.published_on.isoformat())  # type: ignore[union-attr]
    return fate


@transaction.atomic
def save_force(
    fate: Fate, row: InForce | None, values: Mapping[str, Any], *, actor: User, on: date, at: datetime
) -> InForce:
    """When the whole act or a provision takes force: by which rule, or the day that the act names, with its `source`."""
    Fate.objects.select_for_update(of=("self",)).get(pk=fate.pk)
    if not fate.is_adopted:
        raise ValidationError(_("Record first that the act was adopted."), code="not_adopted")
    facts = {name: values[name] for name in FORCE if name in values}
    if facts["rule"] != ForceRule.STATED:
        facts["stated_on"] = None
    if row is None:
        row = InForce.objects.filter(fate=fate, removed_at__isnull=True, is_whole=False, **facts).first()
    row = row or InForce(organisation=fate.organisation, fate=fate)
    if not is_changed(row, facts):
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    _follow_force(fate, row, actor=actor, on=on, at=at)
    log(row, "force.saved", actor=actor, at=at, obj=fate.dossier)
    return row


def check_force(row: InForce, *, actor: User, at: datetime) -> None:
    """Somebody has looked: the norm is in force, nobody is reminded any more."""
    with transaction.atomic():
        meet(row.deadline, actor=actor, at=at)
        log(row, "force.checked", actor=actor, at=at, obj=row.fate.dossier)


# --- Its dates ------------------------------------------------------------------------------------------------


def follow(fate: Fate, *, actor: User, on: date, at: datetime) -> None:
    """Bring the days of force and the clock of the publication in line with the facts."""
    _follow_publication(fate, actor=actor, on=on, at=at)
    rows = InForce.objects.filter(fate=fate, removed_at__isnull=True)
    for row in rows.select_related("deadline", "organisation"):
        _follow_force(fate, row, actor=actor, on=on, at=at)


def _follow_publication(fate: Fate, *, actor: User, on: date, at: datetime) -> None:
    """Within thirty calendar days of the day of legal force, registration or adoption (art. 37(3), 42(1))."""
    known, start_on = fate.publication_deadline, fate.registered_on or fate.adopted_on
    if fate.is_adopted and fate.published_on:
        meet(known, actor=actor, at=at)
        return
    limit = _limit(PUBLICATION, start_on)
    wanted = None
    if fate.is_adopted and limit is not None:
        wanted = _wanted(fate, "act.publication", FIND_PUBLICATION, limit=limit, start_on=start_on)
    fate.publication_deadline = settle(
        known, wanted, organisation=fate.organisation, dossier=fate.dossier, actor=actor, on=on, at=at
    )
    fate.save(update_fields=["publication_deadline"])


def _follow_force(fate: Fate, row: InForce, *, actor: User, on: date, at: datetime) -> None:
    row.force_on, row.time_limit, counted = day_of_force(fate, row.rule, row.stated_on)
    row.explanation = counted.to_json() if counted else {}
    if row.force_on is None or row.force_on < on:  # what is in force already needs no reminder
        drop(row.deadline, actor=actor, at=at)
    else:
        row.deadline = settle(
            row.deadline, _force_wanted(fate, row), organisation=fate.organisation, dossier=fate.dossier,
            actor=actor, on=on, at=at,
        )  # fmt: skip
    row.save(update_fields=["force_on", "time_limit", "explanation", "deadline"])


def day_of_force(
    fate: Fate, rule: str, stated_on: date | None
) -> tuple[date | None, TimeLimit | None, Computation | None]:
    """The day, the rule of law that counted it and how; no day while what it is counted from is not known."""
    if not fate.is_adopted:
        return None, None, None
    if rule == ForceRule.STATED:
        return stated_on, None, None
    start_on = fate.adopted_on if rule == ForceRule.COURT else fate.published_on
    limit = _limit(rule, start_on)
    if limit is None or start_on is None:
        return None, limit, None
    counted = compute(deadline_queries.rule_of(limit), start_on, deadline_queries.calendar())
    return counted.due_on, limit, counted


def _limit(code: str, day: date | None) -> TimeLimit | None:
    """The rule of that day; None where the table does not have it, or no number in it."""
    found = deadline_queries.time_limits([code]).on(code, day) if day else None
    return found if found is not None and found.quantity is not None else None


def _force_wanted(fate: Fate, row: InForce) -> Wanted:
    name = Words(row.label_kk or row.label_ru, row.label_ru or row.label_kk)
    label = TAKES_FORCE
    if not row.is_whole:
        label = Words(f"{TAKES_FORCE.kk}: {name.kk}", f"{TAKES_FORCE.ru}: {name.ru}")
    if row.rule == ForceRule.STATED:
        because = Words(
            f"Бұл күн актінің өзінде көрсетілген: {row.source}.",
            f"Этот день назван в самом акте: {row.source}.",
        )
        return _wanted(fate, "act.in_force", label, due_on=row.stated_on, because=because)
    start_on = fate.adopted_on if row.rule == ForceRule.COURT else fate.published_on
    return _wanted(fate, "act.in_force", label, limit=row.time_limit, start_on=start_on)


def _wanted(fate: Fate, kind: str, label: Words, **day: Any) -> Wanted:
    path = f"/dossiers/{fate.dossier_id}/adoption/"
    return Wanted(kind, label, about(fate.dossier), path, fate.dossier.owner, **day)
