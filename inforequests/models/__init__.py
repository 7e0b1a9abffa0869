from inforequests.models.dispatch import Dispatch
from inforequests.models.event import EventFile, RequestClock, RequestEvent, RequestEventQuerySet
from inforequests.models.file_check import FileCheck
from inforequests.models.holder import Holder, HolderQuerySet
from inforequests.models.incoming import IncomingMail, IncomingMailQuerySet, Mailbox
from inforequests.models.letter import RequestLetter
from inforequests.models.request import InfoRequest, InfoRequestQuerySet, RequestItem

__all__ = [
    "Dispatch",
    "EventFile",
    "FileCheck",
    "Holder",
    "HolderQuerySet",
    "IncomingMail",
    "IncomingMailQuerySet",
    "InfoRequest",
    "InfoRequestQuerySet",
    "Mailbox",
    "RequestClock",
    "RequestEvent",
    "RequestEventQuerySet",
    "RequestItem",
    "RequestLetter",
]
