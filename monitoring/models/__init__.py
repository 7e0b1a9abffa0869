from monitoring.models.cases import Case
from monitoring.models.hotline import Call, CallCategory
from monitoring.models.loops import Loop
from monitoring.models.people import EvidenceConsent, EvidenceContact
from monitoring.models.surveys import Question, Survey, SurveyAnswer

__all__ = [
    "Call",
    "CallCategory",
    "Case",
    "EvidenceConsent",
    "EvidenceContact",
    "Loop",
    "Question",
    "Survey",
    "SurveyAnswer",
]
