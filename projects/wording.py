"""Discussion windows and what the portal changed, in the words of a screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from common import dates
from deadlines import queries as deadline_queries
from deadlines.calendar import WorkingCalendar, compute
from deadlines.models import TimeLimit
from deadlines.wording import UNVERIFIED, Due, due_on_day, explain, language, law_of, stated
from projects.models import DiscussionWindow, DraftAct, Snapshot
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
    """A discussion window beside the law: the portal's date, the statutory minimum, and whether it is
    kept.
    """

    window: DiscussionWindow
    due: Due | None
    statutory: Statutory | None
    shortfall: Shortfall | None

    @property
    def is_kept(self) -> bool:
        return bool(self.window.ends_on and self.statutory and not self.window.is_short)


def due_of_discussion(ends_on: date, *, on: date, days: WorkingCalendar) -> Due:
    """The countdown to the end of a discussion. One that has ended is over; nobody here is late for it."""
    lines = stated(ends_on, on)
    if ends_on >= on:
        return due_on_day(ends_on, on=on, days=days, lines=lines)
    over = _("the discussion is over")
    exact = dates.day(ends_on, language(), today=on)
    return Due("", over, exact, "calm", over, _("How this date was found"), lines)


def window_card(window: DiscussionWindow | None, on: date, days: WorkingCalendar) -> WindowCard | None:
    """What the screen says of a window on the day `on`; None without a window. Reads the window's
    `time_limit`.
    """
    if window is None:
        return None
    due = None
    if window.ends_on:
        due = due_of_discussion(window.ends_on, on=on, days=days)
    return WindowCard(window, due, _statutory(window, on, days), shortfall(window, days))


def _statutory(window: DiscussionWindow, on: date, days: WorkingCalendar) -> Statutory | None:
    limit = window.time_limit
    if (
        limit is None
        or window.starts_on is None
        or window.statutory_ends_on is None
        or limit.quantity is None
    ):
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
            ngettext(
                "Portal: %(now)s comment (was %(before)s).",
                "Portal: %(now)s comments (were %(before)s).",
                now,
            )
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


FLAGS = {
    "encoding_doubtful": gettext_lazy(
        "Some letters may be wrong: the page was not in a clean encoding. Check the title on the portal."
    ),
    "date_unreadable": gettext_lazy(
        "A date on the portal's card could not be read. Check the dates on the portal."
    ),
    "date_far_future": gettext_lazy("A date lies more than a year ahead. Check it on the portal."),
    "ends_before_created": gettext_lazy(
        "By the portal's dates the discussion ends before it begins. Check them on the portal."
    ),
    "created_in_future": gettext_lazy("The portal says that the draft is posted on a day that has not come."),
    "title_cut": gettext_lazy("The title was too long to be kept whole."),
    "cut_short": gettext_lazy("The page broke off before its end, so something may be missing."),
}


def flags_in_words(draft: DraftAct) -> list[str]:
    """What is odd about the draft as it was read, in sentences; oddities that a person need not know are left
    out.
    """
    return [str(FLAGS[flag]) for flag in draft.flags if flag in FLAGS]


def _day(iso: str | None, on: date) -> str:
    language = (get_language() or "kk")[:2]
    return dates.day(date.fromisoformat(iso), language, today=on) if iso else "—"


FAILURES = {
    "interrupted": gettext_lazy("The check was interrupted before it ended."),
    "crashed": gettext_lazy("Our own program failed on the answer. It is written in the log."),
    "robots_disallowed": gettext_lazy("The site's robots.txt asks machines not to read this address."),
    "robots_unavailable": gettext_lazy("The site's robots.txt could not be read, so nothing may be fetched."),
    "crawl_delay": gettext_lazy("The site asks machines to wait longer between pages."),
    "too_large": gettext_lazy("The answer is too large."),
    "timeout": gettext_lazy("The site did not answer in time."),
    "connection": gettext_lazy("There is no connection to the site."),
    "tls": gettext_lazy("The site's certificate cannot be trusted."),
    "http_status": gettext_lazy("The site answered with an error."),
    "too_many_redirects": gettext_lazy("The site sends us from one address to another."),
    "private_address": gettext_lazy("The address leads into a private network."),
    "host_not_allowed": gettext_lazy("The site sends us to another host, which is not allowed."),
    "scheme_not_allowed": gettext_lazy("Only https addresses are read."),
    "bad_address": gettext_lazy("This is not an address."),
    "bad_encoding": gettext_lazy("The answer is packed in a way that cannot be read."),
    "page_login_page": gettext_lazy("The site showed its log-in page instead of the list."),
    "page_no_drafts": gettext_lazy("The first page of the list was empty, which it never is."),
    "page_wrong_language": gettext_lazy("The site answered in another language than it was asked for."),
}


def failure_in_words(code: str) -> str:
    """Why a poll failed, for the operator; '' for an empty code."""
    if not code:
        return ""
    if code in FAILURES:
        return str(FAILURES[code])
    if code.startswith("page_"):
        return _("What came was not the list of drafts.")
    if code.startswith("feed_"):
        return _("What came was not a feed that can be read.")
    return code


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
        if (
            lines
            and lines[-1].latest.taken_at == snapshot.taken_at
            and lines[-1].latest.kind == snapshot.kind
        ):
            lines[-1].snapshots.append(snapshot)
        else:
            lines.append(Seen([snapshot], change_in_words(snapshot, on=on)))
    return lines
