"""Pages of legalacts.egov.kz read into plain values. Pure: no network, no database, no clock."""

from projects.portal.address import ADDRESS_REASONS, NotADraftAddress, portal_id_from_address
from projects.portal.cards import CARD_REASONS, ListCard
from projects.portal.comments import PortalComment, PortalReply
from projects.portal.comments_page import (
    CHANNELS,
    COMMENT_REASONS,
    CommentsPage,
    NotACommentsPage,
    parse_comments_page,
    parse_outcome_page,
)
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
from projects.portal.report_page import (
    REPORT_REASONS,
    NotAReportPage,
    ReportPage,
    parse_report_page,
)
from projects.portal.report_table import ReportRow

__all__ = [
    "ADDRESS_REASONS",
    "CARD_REASONS",
    "CHANNELS",
    "COMMENT_REASONS",
    "DRAFT_REASONS",
    "LIST_REASONS",
    "REPORT_REASONS",
    "CommentsPage",
    "DraftPage",
    "ListCard",
    "ListPage",
    "MergedCard",
    "NotACommentsPage",
    "NotADraftAddress",
    "NotADraftPage",
    "NotAListPage",
    "NotAReportPage",
    "PortalComment",
    "PortalReply",
    "RejectedCard",
    "ReportPage",
    "ReportRow",
    "merge_cards",
    "parse_comments_page",
    "parse_draft_page",
    "parse_list",
    "parse_outcome_page",
    "parse_report_page",
    "portal_id_from_address",
]
