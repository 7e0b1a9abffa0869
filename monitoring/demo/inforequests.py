"""A request for information of the demonstration: the full draft, asked for through e-Otinish today."""

from datetime import date, datetime

from accounts.models import User
from inforequests.actions.events import Happening, record_event
from inforequests.actions.issuing import issue_request
from inforequests.actions.requests import write_ready_request
from inforequests.states import Channel, EventKind, ReadyText
from projects.models import Dossier


def ask_for_full_draft(dossier: Dossier, asker: User, at: datetime, on: date) -> None:
    """The ready text, issued and sent; the answer is waited for."""
    asked = write_ready_request(dossier, ReadyText.FULL_DRAFT, actor=asker, at=at)
    assert asked is not None  # the drafts of the demonstration name their bodies
    issue_request(asked, seen=0, path=f"/requests/{asked.pk}/", actor=asker, at=at)
    sent = Happening(EventKind.SENT, on, channel=Channel.OTINISH)
    record_event(asked, sent, actor=asker, at=at)
