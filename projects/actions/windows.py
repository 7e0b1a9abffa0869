"""Discussion windows: the portal's end date is the date of record, the statutory minimum is computed beside
it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from deadlines import queries as deadline_queries
from deadlines.calendar import due_date
from deadlines.models import TimeLimit
from projects.actions import discussion, road_map
from projects.models import DiscussionWindow, Dossier, DraftAct, TriageItem
from projects.states import ActLevel

RULE_OF_LEVEL = {
    ActLevel.BYLAW: "discussion.bylaw",
    ActLevel.LAW: "discussion.law",
    ActLevel.CONSULTATIVE: "discussion.law",
}


class StatutoryMinimum:
    """Computes the shortest lawful discussion for many drafts: rules and calendar are read once."""

    def __init__(self) -> None:
        self._rules = deadline_queries.time_limits(RULE_OF_LEVEL.values())
        self._calendar = deadline_queries.calendar()
        self._found: dict[tuple[str, date], tuple[TimeLimit | None, date | None]] = {}

    def of(self, draft: DraftAct) -> tuple[TimeLimit | None, date | None]:
        """The rule for this draft and the end it gives; None where there is none, or the day is not known."""
        code = RULE_OF_LEVEL.get(ActLevel(draft.act_type.level)) if draft.act_type else None
        if code is None or draft.created_on is None:
            return None, None
        key = (code, draft.created_on)
        if key not in self._found:
            self._found[key] = self._computed(*key)
        return self._found[key]

    def _computed(self, code: str, start: date) -> tuple[TimeLimit | None, date | None]:
        limit = self._rules.on(code, start)
        if limit is None or limit.quantity is None or not deadline_queries.in_calendar(self._calendar, start):
            return limit, None
        return limit, due_date(deadline_queries.rule_of(limit), start, self._calendar)


def open_first(drafts: Sequence[DraftAct], *, at: datetime) -> None:
    """Window number 1 of newly stored drafts."""
    minimum = StatutoryMinimum()
    DiscussionWindow.objects.bulk_create(
        [_window(draft, 1, minimum, at) for draft in drafts], batch_size=500, ignore_conflicts=True
    )


def _window(draft: DraftAct, number: int, minimum: StatutoryMinimum, at: datetime) -> DiscussionWindow:
    limit, statutory = minimum.of(draft)
    return DiscussionWindow(
        draft=draft,
        number=number,
        starts_on=draft.created_on,
        ends_on=draft.ends_on,
        time_limit=limit,
        statutory_ends_on=statutory,
        first_seen_at=at,
    )


def follow_portal(draft: DraftAct, *, at: datetime, on: date, number: int | None = None) -> list[int]:
    """The portal changed the dates of `draft`: move its window, or open the next one.

    While a discussion runs, a new end date moves it. After its end, or with a later start, it is a new
    discussion, which comes back to triage. `number` is the version that the portal names, where it does.
    Returns the draft's id in a list if a window was opened, else an empty list.
    """
    current = draft.windows.order_by("-number").first()
    if current is None:
        open_first([draft], at=at)
        return []
    ended = current.ends_on is not None and current.ends_on < on
    restarted = bool(draft.created_on and current.starts_on and draft.created_on > current.starts_on)
    still_running = draft.ends_on is not None and draft.ends_on >= on
    if (number or 0) > current.number or ((ended or restarted) and still_running):
        opened = _window(draft, max(number or 0, current.number + 1), StatutoryMinimum(), at)
        opened.save()
        move_discussion_deadlines(draft, opened, at=at, on=on)
        return [draft.pk]
    _move(current, draft, at=at, on=on)
    return []


def _move(window: DiscussionWindow, draft: DraftAct, *, at: datetime, on: date) -> None:
    limit, statutory = StatutoryMinimum().of(draft)
    window.starts_on, window.ends_on = draft.created_on, draft.ends_on
    window.time_limit, window.statutory_ends_on = limit, statutory
    window.save(update_fields=["starts_on", "ends_on", "time_limit", "statutory_ends_on"])
    TriageItem.objects.filter(window=window).update(ends_on=window.ends_on)
    move_discussion_deadlines(draft, window, at=at, on=on)


def move_discussion_deadlines(draft: DraftAct, window: DiscussionWindow, *, at: datetime, on: date) -> None:
    """Every organisation with an open dossier on the draft gets the new date, and the road map that follows from it; those
    responsible are told once.
    """
    for dossier in (
        Dossier.objects.open().filter(draft=draft).select_related("organisation", "owner", "draft")
    ):
        discussion.follow_window(dossier, window, on=on, at=at)
        road_map.follow_window(dossier, window, on=on, at=at)


def ask_again(draft_ids: Iterable[int], *, at: datetime) -> None:
    """A new window of a known draft: every organisation that had been asked about the draft, or has a dossier
    on it, is asked once more."""
    for draft in DraftAct.objects.filter(pk__in=list(draft_ids)):
        window = draft.windows.order_by("-number").first()
        asked = TriageItem.objects.filter(draft=draft).values_list("organisation_id", flat=True)
        with_dossier = Dossier.objects.filter(draft=draft).values_list("organisation_id", flat=True)
        TriageItem.objects.bulk_create(
            [
                TriageItem(
                    organisation_id=pk, draft=draft, window=window, ends_on=draft.ends_on, created_at=at
                )
                for pk in sorted({*asked, *with_dossier})
            ],
            ignore_conflicts=True,
        )
