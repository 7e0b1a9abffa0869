from django.urls import path

from inforequests.views import (
    answers,
    batch_addressees,
    batches,
    directory,
    events,
    file_checks,
    followup,
    incoming,
    public_answers,
    publication,
    requests,
    statistics,
)

app_name = "inforequests"
REQUEST = "requests/<int:pk>/"
BATCH = "requests/batches/<int:pk>/"

urlpatterns = [
    path("requests/", requests.request_list, name="request-list"),
    path("requests/new/", requests.request_compose, name="request-compose"),
    path("requests/statistics/", statistics.statistics, name="statistics"),
    path("requests/statistics/export/", statistics.statistics_export, name="statistics-export"),
    path("requests/statistics/picture/", statistics.statistics_picture, name="statistics-picture"),
    path("requests/mail/", incoming.quarantine, name="quarantine"),
    path("requests/mail/<int:pk>/", incoming.incoming, name="incoming"),
    path("requests/mail/<int:pk>/attach/", incoming.incoming_attach, name="incoming-attach"),
    path("requests/mail/<int:pk>/dismiss/", incoming.incoming_dismiss, name="incoming-dismiss"),
    path("requests/mail/<int:pk>/return/", incoming.incoming_return, name="incoming-return"),
    path("requests/mail/<int:pk>/original/", incoming.incoming_original, name="incoming-original"),
    path("requests/mail/<int:pk>/files/<int:index>/", incoming.incoming_file, name="incoming-file"),
    path("requests/directory/", directory.directory, name="directory"),
    path("requests/directory/add/", directory.holder_add, name="holder-add"),
    path("requests/directory/import/", directory.directory_import, name="directory-import"),
    path("requests/directory/<int:pk>/", directory.holder_edit, name="holder-edit"),
    path(
        "dossiers/<int:pk>/requests/<slug:text>/", requests.request_from_dossier, name="request-from-dossier"
    ),
    path("dossiers/<int:pk>/facts/", answers.dossier_facts, name="dossier-facts"),
    path("requests/batches/", batches.batch_list, name="batch-list"),
    path("requests/batches/new/", batches.batch_compose, name="batch-compose"),
    path(BATCH, batches.batch_page, name="batch"),
    path(BATCH + "edit/", batches.batch_edit, name="batch-edit"),
    path(BATCH + "addressees/", batch_addressees.batch_addressees, name="batch-addressees"),
    path(
        BATCH + "addressees/remove/", batch_addressees.batch_addressee_remove, name="batch-addressee-remove"
    ),
    path(BATCH + "remove/", batches.batch_remove, name="batch-remove"),
    path(BATCH + "restore/", batches.batch_restore, name="batch-restore"),
    path(BATCH + "issue/", batches.batch_issue, name="batch-issue"),
    path(BATCH + "progress/", batches.batch_progress, name="batch-progress"),
    path(BATCH + "stop/", batches.batch_stop, name="batch-stop"),
    path(BATCH + "resume/", batches.batch_resume, name="batch-resume"),
    path(BATCH + "retry/", batches.batch_retry, name="batch-retry"),
    path(BATCH + "send/", batches.batch_send, name="batch-send"),
    path(BATCH + "export/<slug:kind>/", batches.batch_export, name="batch-export"),
    path(REQUEST, requests.info_request, name="request"),
    path(REQUEST + "edit/", requests.request_edit, name="request-edit"),
    path(REQUEST + "issue/", requests.request_issue, name="request-issue"),
    path(REQUEST + "send/", requests.request_send, name="request-send"),
    path(REQUEST + "remove/", requests.request_remove, name="request-remove"),
    path(REQUEST + "restore/", requests.request_restore, name="request-restore"),
    path(REQUEST + "copy/", requests.request_copy, name="request-copy"),
    path(REQUEST + "events/<slug:kind>/", events.event_record, name="event-record"),
    path(REQUEST + "events/<int:event_pk>/annul/", events.event_annul, name="event-annul"),
    path(REQUEST + "events/<int:event_pk>/files/", events.event_file_add, name="event-file-add"),
    path(REQUEST + "reminder/", followup.reminder_issue, name="reminder-issue"),
    path(REQUEST + "complaint/", followup.complaint_issue, name="complaint-issue"),
    path(REQUEST + "files/<int:file_pk>/", events.event_file, name="event-file"),
    path(REQUEST + "files/<int:file_pk>/check/", file_checks.file_check, name="file-check"),
    path(REQUEST + "files/<int:file_pk>/check/ask/", file_checks.file_check_ask, name="file-check-ask"),
    path(
        REQUEST + "files/<int:file_pk>/check/accept/", file_checks.file_check_accept, name="file-check-accept"
    ),
    path(
        REQUEST + "files/<int:file_pk>/check/cleaned/",
        file_checks.file_check_cleaned,
        name="file-check-cleaned",
    ),
    path(REQUEST + "evaluation/", answers.evaluation, name="evaluation"),
    path(REQUEST + "facts/", answers.fact_list, name="fact-list"),
    path(REQUEST + "facts/<int:fact_pk>/remove/", answers.fact_remove, name="fact-remove"),
    path(REQUEST + "facts/<int:fact_pk>/restore/", answers.fact_restore, name="fact-restore"),
    path(REQUEST + "publication/", publication.publication, name="publication"),
    path(REQUEST + "publication/publish/", publication.publication_publish, name="publication-publish"),
    path(REQUEST + "publication/withdraw/", publication.publication_withdraw, name="publication-withdraw"),
    path("a/<slug:code>/", public_answers.public_answer, name="public-answer"),
    path("a/<slug:code>/files/<int:number>/", public_answers.public_answer_file, name="public-answer-file"),
    path("a/<slug:code>/<slug:language>/", public_answers.public_answer_in, name="public-answer-in"),
]
