from django.urls import path

from monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("", views.today, name="today"),
    path("dossiers/", views.dossier_list, name="dossier-list"),
    path("dossiers/<int:pk>/", views.dossier, name="dossier"),
    path("dossiers/<int:pk>/edit/", views.dossier_edit, name="dossier-edit"),
    path("dossiers/<int:pk>/dates/", views.dossier_date_add, name="dossier-date-add"),
    path("dossiers/<int:pk>/close/", views.dossier_close, name="dossier-close"),
    path("dossiers/<int:pk>/reopen/", views.dossier_reopen, name="dossier-reopen"),
    path("health/", views.health, name="health"),
    path("healthz", views.alive, name="alive"),
    path("healthz/worker", views.worker_alive, name="worker-alive"),
]
