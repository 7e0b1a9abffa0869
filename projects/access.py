"""Which drafts, topics, questions and dossiers a person may reach."""

from collections.abc import Collection

from django.db.models import Subquery
from django.http import Http404

from accounts.access import Right, organisation_ids, reach
from accounts.models import User
from projects.models import Dossier, DraftAct, RoadMapTask, Snapshot, TriageItem, WatchTopic


def draft(user: User, pk: int) -> DraftAct:
    """A draft that the state published or one of the person's organisations brought in; else Http404."""
    rows = DraftAct.objects.visible_to(organisation_ids(user)).select_related(
        "body", "act_type", "category", "source"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def snapshot(user: User, draft_pk: int, pk: int) -> Snapshot:
    """A snapshot of a draft that may be seen; another organisation's own file does not exist here."""
    found = Snapshot.objects.filter(pk=pk, draft=draft(user, draft_pk)).first()
    if found is None or found.organisation_id not in {None, *organisation_ids(user)}:
        raise Http404
    return found


def topic(user: User, pk: int, right: Right) -> WatchTopic:
    return reach(user, WatchTopic.objects.select_related("organisation"), right, pk=pk)


def triage_item(user: User, pk: int, right: Right) -> TriageItem:
    return reach(user, TriageItem.objects.select_related("organisation", "draft", "window"), right, pk=pk)


def dossier(user: User, pk: int, right: Right, **columns: Subquery) -> Dossier:
    """A dossier with its draft and the end of the discussion. `columns`: what an app above wants read along."""
    rows = Dossier.objects.select_related(
        *("organisation", "owner", "draft", "draft__body", "draft__act_type", "draft__category"),
        *("discussion_deadline", "discussion_deadline__responsible", "discussion_deadline__time_limit"),
    )
    return reach(user, rows.annotate(**columns), right, pk=pk)


def road_map_task(user: User, pk: int, right: Right) -> RoadMapTask:
    """A task of a road map with its dossier and its place on the list of deadlines."""
    rows = RoadMapTask.objects.select_related(
        *("organisation", "responsible", "closed_by"),
        *("road_map__dossier__organisation", "road_map__dossier__draft", "road_map__dossier__owner"),
        *("deadline__responsible", "deadline__time_limit", "deadline__organisation"),
    )
    return reach(user, rows, right, pk=pk)


def require_part(part: str, parts: Collection[str]) -> None:
    """Http404 for a part of the road map that there is not."""
    if part not in parts:
        raise Http404
