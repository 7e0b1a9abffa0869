"""Every move of a proposal in the record that the table allows, and every one that it does not."""

from itertools import product

import pytest

from accounts.models import Organisation
from common.states import IllegalMove, move_state
from hearings.models import Proposal
from hearings.states import PROPOSAL_MOVES, ProposalState
from tests.factories.hearings import ProposalFactory


@pytest.mark.parametrize(("before", "after"), list(product(ProposalState, repeat=2)))
def test_proposal_moves_as_the_table_says(ashyq_orta: Organisation, before: str, after: str) -> None:
    proposal = ProposalFactory(hearing__organisation=ashyq_orta, state=before)
    if after in PROPOSAL_MOVES[before]:
        move_state(proposal, PROPOSAL_MOVES, after)
        assert Proposal.objects.get().state == after
    else:
        with pytest.raises(IllegalMove):
            move_state(proposal, PROPOSAL_MOVES, after)
