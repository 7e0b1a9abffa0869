from django.urls import path

from amendments.views import (
    adoption,
    assessment,
    coalition,
    documents,
    escalation,
    escalation_sending,
    library,
    outcome_rows,
    outcomes,
    review,
    rows,
    submission,
    table,
    text,
)

app_name = "amendments"
# `pk` is the dossier's everywhere below /dossiers/.
BASE = "dossiers/<int:pk>/amendments/"
ROW = BASE + "rows/<int:row_pk>/"

table_urls = [
    path(BASE, table.table, name="table"),
    path(BASE + "begin/", table.table_begin, name="table-begin"),
    path(BASE + "summary/", table.summary_edit, name="summary-edit"),
    path(BASE + "summary/cells/<slug:cell>/", table.summary_cell, name="summary-cell"),
    path(BASE + "summary/check/<slug:language>/", table.summary_check, name="summary-check"),
    path(BASE + "rows/add/", rows.row_add, name="row-add"),
    path(ROW, rows.row, name="row"),
    path(ROW + "edit/", rows.row_edit, name="row-edit"),
    path(ROW + "cells/<slug:cell>/", rows.row_cell, name="row-cell"),
    path(ROW + "check/<slug:language>/", rows.row_check, name="row-check"),
    path(ROW + "duplicate/", rows.row_duplicate, name="row-duplicate"),
    path(ROW + "move/", rows.row_move, name="row-move"),
    path(ROW + "remove/", rows.row_remove, name="row-remove"),
    path(ROW + "restore/", rows.row_restore, name="row-restore"),
    path(ROW + "text/<slug:language>/", rows.row_take_text, name="row-take-text"),
    path(ROW + "comments/", rows.comment_add, name="comment-add"),
    path(ROW + "comments/<int:comment_pk>/settle/", rows.comment_settle, name="comment-settle"),
]

review_urls = [
    path(BASE + "send/", review.table_send, name="table-send"),
    path(BASE + "pass/", review.table_pass, name="table-pass"),
    path(BASE + "return/", review.table_return, name="table-return"),
    path(BASE + "approve/", review.table_approve, name="table-approve"),
    path(BASE + "reopen/", review.table_reopen, name="table-reopen"),
]

library_urls = [
    path("library/", library.entry_list, name="library"),
    path("library/<int:entry_pk>/remove/", library.library_remove, name="library-remove"),
    path(ROW + "library/", library.library_search, name="library-search"),
]

ELEMENT = BASE + "text/<int:source_pk>/elements/<int:element_pk>/"
text_urls = [
    path(BASE + "text/", text.text_page, name="text"),
    path(BASE + "text/bring/", text.text_bring, name="text-bring"),
    path(BASE + "text/<int:source_pk>/difference/", text.text_difference, name="text-difference"),
    path(ELEMENT, text.element_edit, name="element-edit"),
    path(ELEMENT + "join/", text.element_join, name="element-join"),
    path(ELEMENT + "row/", text.element_row, name="element-row"),
]

coalition_urls = [
    path(BASE + "coalition/", coalition.coalition_page, name="coalition"),
    path(BASE + "coalition/<int:invitation_pk>/revoke/", coalition.coalition_revoke, name="coalition-revoke"),
    path("coalition/open/<str:secret>/", coalition.coalition_open, name="coalition-open"),
    path("coalition/<int:pk>/", coalition.coalition_seat, name="coalition-seat"),
    path("coalition/<int:pk>/withdraw/", coalition.coalition_withdraw, name="coalition-withdraw"),
]

document_urls = [path(BASE + "documents/", documents.documents, name="documents")]

ASSESSMENT = "dossiers/<int:pk>/assessment/"
VERSION = ASSESSMENT + "<int:number>/"
assessment_urls = [
    path(ASSESSMENT, assessment.assessment, name="assessment"),
    path(ASSESSMENT + "edit/", assessment.assessment_edit, name="assessment-edit"),
    path(VERSION, assessment.assessment, name="assessment-version"),
    path(VERSION + "difference/", assessment.assessment_difference, name="assessment-difference"),
    path(VERSION + "print/", assessment.assessment_print, name="assessment-print"),
    path(VERSION + "issue/", assessment.assessment_issue, name="assessment-issue"),
]

SENT = BASE + "submission/<int:submission_pk>/"
submission_urls = [
    path(BASE + "submission/", submission.submission, name="submission"),
    path(BASE + "submission/record/", submission.submission_record, name="submission-record"),
    path(SENT, submission.submission_sent, name="submission-sent"),
    path(SENT + "numbers/", submission.submission_numbers, name="submission-numbers"),
    path(SENT + "report-day/", submission.submission_report_day, name="submission-report-day"),
    path(SENT + "receipts/", submission.receipt_add, name="receipt-add"),
    path(SENT + "receipts/<int:receipt_pk>/", submission.receipt_file, name="receipt-file"),
]

OUTCOMES = BASE + "outcomes/"
OUTCOME_ROW = OUTCOMES + "rows/<int:row_pk>/"
outcome_urls = [
    path(OUTCOMES, outcomes.outcomes, name="outcomes"),
    path(OUTCOMES + "undo/", outcomes.outcome_undo, name="outcome-undo"),
    path(OUTCOMES + "pages/bring/", outcomes.outcome_page_bring, name="outcome-page-bring"),
    path(OUTCOMES + "pages/<int:page_pk>/", outcomes.outcome_page, name="outcome-page"),
    path(OUTCOMES + "confirm/", outcome_rows.outcomes_confirm, name="outcomes-confirm"),
    path(OUTCOME_ROW, outcome_rows.outcome_row, name="outcome-row"),
    path(OUTCOME_ROW + "reject/", outcome_rows.outcome_reject, name="outcome-reject"),
    path(OUTCOME_ROW + "adoption/", adoption.adoption_correct, name="adoption-correct"),
    path(OUTCOMES + "adopted/", adoption.adopted, name="adopted"),
]

LETTER = BASE + "escalation/<int:escalation_pk>/"
escalation_urls = [
    path(BASE + "escalation/", escalation.escalation, name="escalation"),
    path(LETTER, escalation.escalation_letter, name="escalation-letter"),
    path(LETTER + "preview/", escalation.escalation_preview, name="escalation-preview"),
    path(LETTER + "rewrite/", escalation.escalation_rewrite, name="escalation-rewrite"),
    path(LETTER + "withdraw/", escalation.escalation_withdraw, name="escalation-withdraw"),
    path(LETTER + "restore/", escalation.escalation_restore, name="escalation-restore"),
    path(LETTER + "send/", escalation_sending.escalation_send, name="escalation-send"),
    path(LETTER + "register/", escalation_sending.escalation_register, name="escalation-register"),
    path(LETTER + "reply-day/", escalation_sending.escalation_reply_day, name="escalation-reply-day"),
    path(LETTER + "reply/", escalation_sending.escalation_reply, name="escalation-reply"),
    path(LETTER + "reply/undo/", escalation_sending.escalation_reply_undo, name="escalation-reply-undo"),
    path(LETTER + "files/<int:file_pk>/", escalation_sending.escalation_file, name="escalation-file"),
]

urlpatterns = [
    *outcome_urls,
    *escalation_urls,
    *assessment_urls,
    *submission_urls,
    *document_urls,
    *table_urls,
    *review_urls,
    *library_urls,
    *text_urls,
    *coalition_urls,
]
