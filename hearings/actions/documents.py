"""Documents issued of a hearing."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from correspondence.actions import request_document
from correspondence.documents import Mode
from correspondence.models import DocumentOrder
from hearings.models import Hearing
from hearings.poster import poster
from hearings.states import DocumentKind, HearingState


@transaction.atomic
def issue_poster(hearing: Hearing, mode: Mode, *, actor: User, at: datetime) -> DocumentOrder:
    """Ask for the poster of an announced hearing. Asked for again while nothing has changed, the same one is returned.

    ValidationError: the hearing is not announced, or is cancelled.
    """
    if hearing.state != HearingState.ANNOUNCED:
        raise ValidationError(_("A poster is made of an announced hearing."), code="not_announced")
    return request_document(
        hearing.organisation,
        kind=DocumentKind.POSTER,
        description=poster(hearing, mode),
        actor=actor,
        at=at,
        key=f"hearing:{hearing.pk}:poster:{hearing.version}:{mode}",
        path=hearing.path,
    )
