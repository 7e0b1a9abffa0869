"""What an NGO proposes, by noun: assessment, text, table, library, coalition, submission, outcome, escalation."""

from amendments.models.assessment import RapidAssessment
from amendments.models.coalition import CoalitionInvitation, CoalitionMember
from amendments.models.escalation import Escalation, EscalationFile
from amendments.models.library import LibraryEntry
from amendments.models.outcome import Outcome
from amendments.models.outcome_page import AdoptedSource, OutcomeCandidate, OutcomePage, PageComment
from amendments.models.source import SourceText, TextElement
from amendments.models.submission import Receipt, Submission, SubmittedRow
from amendments.models.table import (
    CELLS,
    AmendmentRow,
    AmendmentTable,
    CellEdit,
    ReviewStep,
    RowComment,
)

__all__ = [
    "CELLS",
    "AdoptedSource",
    "AmendmentRow",
    "AmendmentTable",
    "CellEdit",
    "CoalitionInvitation",
    "CoalitionMember",
    "Escalation",
    "EscalationFile",
    "LibraryEntry",
    "Outcome",
    "OutcomeCandidate",
    "OutcomePage",
    "PageComment",
    "RapidAssessment",
    "Receipt",
    "ReviewStep",
    "RowComment",
    "SourceText",
    "Submission",
    "SubmittedRow",
    "TextElement",
]
