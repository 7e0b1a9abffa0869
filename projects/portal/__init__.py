"""Pages of legalacts.egov.kz read into plain values. Pure: no network, no database, no clock."""

from projects.portal.address import ADDRESS_REASONS, NotADraftAddress, portal_id_from_address
from projects.portal.cards import CARD_REASONS, ListCard
from projects.portal.draft_page import DRAFT_REASONS, DraftPage, NotADraftPage, parse_draft_page
from projects.portal.list_page import (
    LIST_REASONS,
    ListPage,
    MergedCard,
    NotAListPage,
    RejectedCard,
    merge_cards,
    parse_list,
)

__all__ = [
    "ADDRESS_REASONS",
    "CARD_REASONS",
    "DRAFT_REASONS",
    "LIST_REASONS",
    "DraftPage",
    "ListCard",
    "ListPage",
    "MergedCard",
    "NotADraftAddress",
    "NotADraftPage",
    "NotAListPage",
    "RejectedCard",
    "merge_cards",
    "parse_draft_page",
    "parse_list",
    "portal_id_from_address",
]
