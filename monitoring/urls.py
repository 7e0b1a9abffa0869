from django.urls import path

from monitoring.views import dossiers, health, influence, today, work

app_name = "monitoring"
urlpatterns = [
    path("", today.today, name="today"),
    path("dossiers/", dossiers.dossier_list, name="dossier-list"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/edit/", dossiers.dossier_edit, name="dossier-edit"),
    path("dossiers/<int:pk>/dates/", dossiers.dossier_date_add, name="dossier-date-add"),
    path("dossiers/<int:pk>/close/", dossiers.dossier_close, name="dossier-close"),
    path("dossiers/<int:pk>/reopen/", dossiers.dossier_reopen, name="dossier-reopen"),
    path("work/", work.work_list, name="work-list"),
    path("influence/", influence.influence, name="influence"),
    path("influence/rows/", influence.influence_rows, name="influence-rows"),
    path("influence/issue/", influence.influence_issue, name="influence-issue"),
    path("influence/export.csv", influence.influence_csv, name="influence-csv"),
    path("influence/export.xlsx", influence.influence_xlsx, name="influence-xlsx"),
    path("health/", health.health, name="health"),
    path("healthz", health.alive, name="alive"),
    path("healthz/worker", health.worker_alive, name="worker-alive"),
]
