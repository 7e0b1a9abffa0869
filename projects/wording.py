"""Discussion windows and what the portal changed, in the words of a screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common import dates
from deadlines import queries as deadline_queries
from deadlines.calendar import WorkingCalendar, compute
from deadlines.models import TimeLimit
from deadlines.wording import UNVERIFIED, Due, due_on_day, explain, law_of, stated
from projects.models import DiscussionWindow, Snapshot
from projects.queries import Shortfall, shortfall
from projects.states import PortalState


@dataclass(frozen=True)
class Statutory:
    """The shortest lawful end of a discussion, explained as components/explain.html wants it."""

    ends_on: date
    limit: TimeLimit
    title: str
    lines: list[str]
    law: str
    caveat: str

    @property
    def is_unverified(self) -> bool:
        return self.limit.confidence in UNVERIFIED


@dataclass(frozen=True)
class WindowCard:
    """A discussion window beside the law: the portal's date, the statutory minimum, and whether it is kept."""

    window: DiscussionWindow
    due: Due | None
    statutory: Statutory | None
    shortfall: Shortfall | None

    @property
    def is_kept(self) -> bool:
        return bool(self.window.ends_on and self.statutory and not self.window.is_short)


def window_card(window: DiscussionWindow | None, on: date, days: WorkingCalendar) -> WindowCard | None:
    """What the screen says of a window on the day `on`; None without a window. Reads the window's `time_limit`."""
    if window is None:
        return None
    due = None
    if window.ends_on:
        due = due_on_day(window.ends_on, on=on, days=days, lines=stated(window.ends_on, on))
    return WindowCard(window, due, _statutory(window, on, days), shortfall(window))


def _statutory(window: DiscussionWindow, on: date, days: WorkingCalendar) -> Statutory | None:
    limit = window.time_limit
    if limit is None or window.starts_on is None or window.statutory_ends_on is None or limit.quantity is None:
        return None
    computation = compute(deadline_queries.rule_of(limit), window.starts_on, days)
    ends_on = window.statutory_ends_on
    countdown = due_on_day(ends_on, on=on, days=days, limit=limit, provisional=computation.provisional)
    title = _("How the shortest lawful term was counted")
    return Statutory(ends_on, limit, title, explain(computation, on), law_of(limit), countdown.caveat)


def change_in_words(snapshot: Snapshot, *, on: date) -> str:
    """What the portal changed, in sentences; '' where nothing a person looks for changed."""
    changes = snapshot.changes
    said = []
    if "comments" in changes:
        before, now = changes["comments"][0] or 0, changes["comments"][1] or 0
        said.append(
            ngettext("Portal: %(now)s comment (was %(before)s).", "Portal: %(now)s comments (were %(before)s).", now)
            % {"before": before, "now": now}
        )
    if "ends_on" in changes:
        day = _day(changes["ends_on"][1], on)
        said.append(_("Portal: the discussion now ends on %(day)s.") % {"day": day})
    if "title_kk" in changes or "title_ru" in changes:
        said.append(_("Portal: the title changed."))
    if "portal_state" in changes:
        state = changes["portal_state"][1]
        name = PortalState(state).label if state in PortalState.values else "—"
        said.append(_("Portal: the state is now «%(state)s».") % {"state": name})
    return " ".join(said)


def _day(iso: str | None, on: date) -> str:
    language = (get_language() or "kk")[:2]
    return dates.day(date.fromisoformat(iso), language, today=on) if iso else "—"


@dataclass(frozen=True)
class Seen:
    """A line of a draft's history: the snapshots that were taken at one moment, and what had changed."""

    snapshots: list[Snapshot]
    text: str

    @property
    def latest(self) -> Snapshot:
        return self.snapshots[0]


def history_in_words(snapshots: Iterable[Snapshot], *, on: date) -> list[Seen]:
    """Snapshots (latest first) as lines: what one poll saw in two languages is one line."""
    lines: list[Seen] = []
    for snapshot in snapshots:
        if lines and lines[-1].latest.taken_at == snapshot.taken_at and lines[-1].latest.kind == snapshot.kind:
            lines[-1].snapshots.append(snapshot)
        else:
            lines.append(Seen([snapshot], change_in_words(snapshot, on=on)))
    return lines
