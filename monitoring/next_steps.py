"""The one thing to do next on a dossier: what its papers wait for, and until when."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Right
from amendments.queries.submission import Standing
from amendments.queries.table import Progress
from amendments.states import Recommendation, TableState
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from projects.models import Dossier


@dataclass(frozen=True)
class NextStep:
    """`url` and `verb` lead to the step, for who has `right` there; without `right`, for everybody. `is_posted`: the
    step is taken at once, not a page.
    """

    text: str
    deadline: Deadline | None = None
    url: str = ""
    verb: str = ""
    right: Right | None = None
    is_posted: bool = False


def next_step(
    dossier: Dossier,
    deadlines: list[Deadline],
    amendments: Progress,
    standing: Standing,
    *,
    is_decided: bool = False,
) -> NextStep | None:
    """An owner first; then what the assessment, the table or the submission waits for; else the nearest open date.

    `is_decided`: the draft was adopted or withdrawn, nothing is proposed to it any more.
    """
    if dossier.owner is None:
        return NextStep(
            _(
                "Choose the responsible person: nobody is reminded of this dossier's dates yet but the coordinators."
            )
        )
    open_ = sorted((d for d in deadlines if d.state == DeadlineState.OPEN), key=lambda d: (d.due_on, d.pk))
    nearest = open_[0] if open_ else None
    found = None if is_decided else _of_the_papers(dossier.pk, _running(dossier), amendments, standing)
    if found is not None:
        return found
    return NextStep(str(nearest.label), nearest) if nearest else None


def _running(dossier: Dossier) -> Deadline | None:
    """The end of the discussion, while it is still to be met."""
    deadline = dossier.discussion_deadline
    return deadline if deadline is not None and deadline.state == DeadlineState.OPEN else None


def _of_the_papers(
    pk: int, until: Deadline | None, amendments: Progress, standing: Standing
) -> NextStep | None:
    if standing.sent and not standing.kept:
        text = _("Keep a receipt of what was sent: a screenshot or a PDF.")
        return NextStep(text, None, reverse("amendments:submission", args=[pk]), _("What was sent"))
    if standing.sent or amendments.is_submitted:
        return None
    if amendments.state:
        return _of_the_table(pk, until, amendments)
    if not standing.version:
        text = _("Read the draft and say whether it is worth taking part.")
        url = reverse("amendments:assessment-edit", args=[pk])
        return NextStep(text, until, url, _("Assess the draft"), Right.WRITE_AMENDMENTS)
    if standing.recommendation == Recommendation.TAKE_PART:
        text = _("The assessment recommends to take part: write what you propose, norm by norm.")
        url = reverse("amendments:table-begin", args=[pk])
        return NextStep(text, until, url, _("Begin the table"), Right.WRITE_AMENDMENTS, is_posted=True)
    return None


def _of_the_table(pk: int, until: Deadline | None, amendments: Progress) -> NextStep:
    if amendments.state == TableState.APPROVED:
        text = _("The table is approved: send it and record where and when.")
        return NextStep(text, until, reverse("amendments:submission", args=[pk]), _("To the submission"))
    texts = {
        TableState.DRAFT: _("Write the amendments, check both languages and send the table to review."),
        TableState.RETURNED: _("Mend what the remarks name and send the table to review again."),
        TableState.EXPERT_REVIEW: _("The expert reads the table and passes it on to the lawyer."),
        TableState.LAWYER_REVIEW: _("The lawyer reads the table and passes it on to the head."),
        TableState.HEAD_REVIEW: _("The head approves the table, and it can be sent."),
    }
    url = reverse("amendments:table", args=[pk])
    return NextStep(texts[TableState(amendments.state)], until, url, _("Open the table"))
