"""Reads of rapid assessments."""

from amendments.models import RapidAssessment
from projects.models import DiscussionWindow, Dossier


def versions(dossier: Dossier) -> list[RapidAssessment]:
    """Every saved version of the dossier's assessment with who saved it, the latest first."""
    rows = RapidAssessment.objects.filter(dossier=dossier).select_related("saved_by")
    return list(rows.order_by("-number"))


def latest(dossier: Dossier) -> RapidAssessment | None:
    return (
        RapidAssessment.objects.filter(dossier=dossier).select_related("saved_by").order_by("-number").first()
    )


def version(dossier: Dossier, number: int) -> RapidAssessment | None:
    return RapidAssessment.objects.filter(dossier=dossier, number=number).first()


def current_window(dossier: Dossier) -> DiscussionWindow | None:
    """The latest discussion of the draft, with the rule of its shortest term."""
    return dossier.draft.windows.select_related("time_limit").order_by("-number").first()
