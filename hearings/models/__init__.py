from hearings.models.hearing import (
    TEXTS,
    AgendaItem,
    Hearing,
    HearingDate,
    HearingQuerySet,
    PackItem,
    RiskCheck,
)
from hearings.models.minutes import (
    LetterProof,
    Minutes,
    MinutesComment,
    MinutesLetter,
    MinutesReader,
    ProposalRow,
    PublicFile,
    RemarkAnswer,
)
from hearings.models.pack import PackArchive, PackFile
from hearings.models.record import CheckIn, Proposal, RecordEntry, Turn
from hearings.models.registration import AccessNeed, Consent, OwnLink, Registration
from hearings.models.retention import RetentionTerm
from hearings.models.stakeholders import Invitation, Stakeholder
from hearings.models.voting import NamedVote, Vote
from hearings.models.writing import WrittenConsent, WrittenLink, WrittenProposal

__all__ = [
    "TEXTS",
    "AccessNeed",
    "AgendaItem",
    "CheckIn",
    "Consent",
    "Hearing",
    "HearingDate",
    "HearingQuerySet",
    "Invitation",
    "LetterProof",
    "Minutes",
    "MinutesComment",
    "MinutesLetter",
    "MinutesReader",
    "NamedVote",
    "OwnLink",
    "PackArchive",
    "PackFile",
    "PackItem",
    "Proposal",
    "ProposalRow",
    "PublicFile",
    "RecordEntry",
    "Registration",
    "RetentionTerm",
    "RemarkAnswer",
    "RiskCheck",
    "Stakeholder",
    "Turn",
    "Vote",
    "WrittenConsent",
    "WrittenLink",
    "WrittenProposal",
]
