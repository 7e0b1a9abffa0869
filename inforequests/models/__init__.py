from inforequests.models.answer import Fact, FactQuerySet, ItemVerdict, ItemVerdictQuerySet
from inforequests.models.batch import BatchLine, RequestBatch
from inforequests.models.dispatch import Dispatch
from inforequests.models.event import EventFile, RequestClock, RequestEvent, RequestEventQuerySet
from inforequests.models.file_check import FileCheck
from inforequests.models.holder import Holder, HolderQuerySet
from inforequests.models.incoming import IncomingMail, IncomingMailQuerySet, Mailbox
from inforequests.models.letter import RequestLetter
from inforequests.models.publication import AcceptedFinding, Publication, PublicationQuerySet
from inforequests.models.request import InfoRequest, InfoRequestQuerySet, RequestItem

__all__ = [
    "AcceptedFinding",
    "BatchLine",
    "Dispatch",
    "EventFile",
    "Fact",
    "FactQuerySet",
    "FileCheck",
    "Holder",
    "HolderQuerySet",
    "IncomingMail",
    "IncomingMailQuerySet",
    "InfoRequest",
    "InfoRequestQuerySet",
    "ItemVerdict",
    "ItemVerdictQuerySet",
    "Publication",
    "PublicationQuerySet",
    "RequestBatch",
    "Mailbox",
    "RequestClock",
    "RequestEvent",
    "RequestEventQuerySet",
    "RequestItem",
    "RequestLetter",
]
