from django.urls import path

from inforequests.views import directory, events, file_checks, followup, incoming, requests, statistics

app_name = "inforequests"
REQUEST = "requests/<int:pk>/"

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
    path("requests/directory/export/", directory.directory_export, name="directory-export"),
    path("requests/directory/<int:pk>/", directory.holder_edit, name="holder-edit"),
    path(
        "dossiers/<int:pk>/requests/<slug:text>/", requests.request_from_dossier, name="request-from-dossier"
    ),
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
]
