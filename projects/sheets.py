"""The lists of drafts, of topics and sources, and the tasks of a road map, for a spreadsheet."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.sheets import Sheet
from projects.models import DraftAct, TopicMatch, TriageItem, WatchTopic
from projects.queries import SourceHealth
from projects.road_map.wording import TaskRow
from projects.states import TaskState
from projects.wording import failure_in_words

_DRAFT = (_("Title in Kazakh"), _("Title in Russian"), _("State body"), _("Type of act"))


def _draft(row: DraftAct) -> tuple[object, ...]:
    return row.title_kk, row.title_ru, row.body_label, row.act_type


def _topics(matches: list[TopicMatch]) -> str:
    said = ((match.topic.name, ", ".join(match.words)) for match in matches)
    return "; ".join(f"{name}: {words}" if words else name for name, words in said)


def _source(row: SourceHealth) -> tuple[object, ...]:
    source = row.source
    return (
        *(source.name, source.address, source.last_success_at, source.failures_in_row),
        *(failure_in_words(source.last_failure), source.next_poll_at, row.new_today),
    )


def _task(row: TaskRow) -> tuple[object, ...]:
    task = row.task
    return (
        *(task.week, task.label_kk, task.label_ru, row.owner, task.starts_on, task.due_on),
        *(TaskState(row.state).label, row.note),
    )


DRAFTS: Sheet[DraftAct] = Sheet(
    "drafts",
    (
        *(*_DRAFT, _("Category"), _("State"), _("Posted"), _("Discussion until"), _("Comments on the portal")),
        *(_("Gone from the portal"), _("Link")),
    ),
    lambda row: (
        *(*_draft(row), row.category, row.get_portal_state_display(), row.created_on, row.ends_on),
        *(row.comments, row.gone_since, row.portal_address),
    ),
)
TRIAGE: Sheet[tuple[TriageItem, list[TopicMatch]]] = Sheet(
    "triage",
    (*_DRAFT, _("Discussion until"), _("Topics")),
    lambda row: (*_draft(row[0].draft), row[0].ends_on, _topics(row[1])),
)
MATCHES: Sheet[TopicMatch] = Sheet(
    "topic",
    (*_DRAFT, _("Words"), _("Posted"), _("Discussion until")),
    lambda row: (*_draft(row.draft), ", ".join(row.words), row.draft.listed_on, row.draft.ends_on),
)
TOPICS: Sheet[WatchTopic] = Sheet(
    "topics",
    (_("Title"), _("Words"), _("But not"), _("State"), _("Drafts")),
    lambda row: (
        *(row.name, "; ".join(row.words.splitlines()), "; ".join(row.excluded.splitlines())),
        *(pgettext_lazy("topic", "on") if row.is_active else _("off"), row.matched),  # type: ignore[attr-defined]
    ),
)
SOURCES: Sheet[SourceHealth] = Sheet(
    "sources",
    (
        *(_("Source"), _("Link"), _("Last successful check"), _("Failures in a row"), _("Cause")),
        *(_("Next check"), _("New drafts in a day")),
    ),
    _source,
)
ROAD_MAP: Sheet[TaskRow] = Sheet(
    "road-map",
    (
        *(_("Week"), _("Task in Kazakh"), _("Task in Russian"), _("Responsible"), _("Begins"), _("Last day")),
        *(_("State"), _("Note")),
    ),
    _task,
)
