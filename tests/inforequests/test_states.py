"""Every move between two states of a request, allowed or not."""

import pytest

from common.states import IllegalMove, move_state
from inforequests.models import InfoRequest
from inforequests.states import REQUEST_MOVES, RequestState
from tests.factories import InfoRequestFactory

PAIRS = [(before, to) for before in RequestState for to in RequestState if before != to]
ALLOWED = {
    ("draft", "issued"),
    ("draft", "removed"),
    ("removed", "draft"),
    ("issued", "sent"),
    ("issued", "closed"),
    ("sent", "closed"),
    ("sent", "issued"),
    ("closed", "sent"),
    ("closed", "issued"),
}


@pytest.mark.parametrize(("before", "to"), PAIRS)
def test_request_moves_only_as_the_table_says(db: None, before: str, to: str) -> None:
    row = InfoRequestFactory(
        state=RequestState.ISSUED
    )  # its letter is there, as a constraint wants of an issued one
    InfoRequest.objects.update(state=before)
    row.refresh_from_db()
    if (before, to) in ALLOWED:
        move_state(row, REQUEST_MOVES, to)
        assert InfoRequest.objects.get(pk=row.pk).state == to
    else:
        with pytest.raises(IllegalMove):
            move_state(row, REQUEST_MOVES, to)
        assert InfoRequest.objects.get(pk=row.pk).state == before
