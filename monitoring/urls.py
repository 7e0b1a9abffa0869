from django.urls import path

from monitoring.views import adoption, councils, dossiers, effects, health, implementation, kept, today

app_name = "monitoring"
DOSSIER = "dossiers/<int:pk>/"
ITEM = "implementation/<int:pk>/"
ENTRY = "councils/<int:pk>/<slug:kind>/<int:entry_pk>/"
adoption_urls = [
    path(DOSSIER + "adoption/", adoption.adoption, name="adoption"),
    path(DOSSIER + "adoption/undo/", adoption.fate_undo, name="fate-undo"),
    path(DOSSIER + "adoption/publication/", adoption.publication_record, name="publication-record"),
    path(DOSSIER + "adoption/force/add/", adoption.force_add, name="force-add"),
    path(DOSSIER + "adoption/force/<int:force_pk>/", adoption.force_edit, name="force-edit"),
    path(DOSSIER + "adoption/force/<int:force_pk>/check/", adoption.force_check, name="force-check"),
    path(DOSSIER + "adoption/fate/<slug:state>/", adoption.fate_record, name="fate-record"),
]
implementation_urls = [
    path(DOSSIER + "implementation/", implementation.dossier_items, name="dossier-items"),
    path(DOSSIER + "implementation/add/", implementation.item_add, name="item-add"),
    path(DOSSIER + "effects/take/", effects.effects_take, name="effects-take"),
    path(DOSSIER + "effects/add/", effects.effect_add, name="effect-add"),
    path(DOSSIER + "effects/<int:effect_pk>/", effects.effect_edit, name="effect-edit"),
    path("implementation/", implementation.item_list, name="item-list"),
    path("implementation/export/<slug:kind>/", implementation.item_export, name="item-export"),
    path(ITEM, implementation.item, name="item"),
    path(ITEM + "edit/", implementation.item_edit, name="item-edit"),
    path(ITEM + "move/<slug:state>/", implementation.item_move, name="item-move"),
    path(ITEM + "undo/", implementation.item_undo, name="item-undo"),
    path(ITEM + "ask/", implementation.item_ask, name="item-ask"),
    path(ITEM + "requests/", implementation.item_request_link, name="item-request-link"),
    path(
        ITEM + "requests/<int:request_pk>/unlink/",
        implementation.item_request_unlink,
        name="item-request-unlink",
    ),
    path(ITEM + "values/", implementation.measurement_add, name="measurement-add"),
]
council_urls = [
    path("councils/", councils.council_list, name="council-list"),
    path("councils/add/", councils.council_add, name="council-add"),
    path("councils/<int:pk>/", councils.council, name="council"),
    path("councils/<int:pk>/edit/", councils.council_edit, name="council-edit"),
    path("councils/<int:pk>/<slug:kind>/add/", councils.entry_add, name="entry-add"),
    path(ENTRY, councils.entry, name="entry"),
    path(ENTRY + "edit/", councils.entry_edit, name="entry-edit"),
    path(ENTRY + "answer/", councils.entry_answer, name="entry-answer"),
    path(ENTRY + "undo/", councils.entry_undo, name="entry-undo"),
]
kept_urls = [
    path("evidence/<slug:what>/<int:pk>/add/", kept.proof_add, name="proof-add"),
    path("evidence/<int:pk>/file/", kept.proof_file, name="proof-file"),
    path("kept/<slug:what>/<int:pk>/remove/", kept.thing_remove, name="thing-remove"),
    path("kept/<slug:what>/<int:pk>/restore/", kept.thing_restore, name="thing-restore"),
]
urlpatterns = [
    *adoption_urls,
    *implementation_urls,
    *council_urls,
    *kept_urls,
    path("", today.today, name="today"),
    path("dossiers/", dossiers.dossier_list, name="dossier-list"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/edit/", dossiers.dossier_edit, name="dossier-edit"),
    path("dossiers/<int:pk>/dates/", dossiers.dossier_date_add, name="dossier-date-add"),
    path("dossiers/<int:pk>/close/", dossiers.dossier_close, name="dossier-close"),
    path("dossiers/<int:pk>/reopen/", dossiers.dossier_reopen, name="dossier-reopen"),
    path("health/", health.health, name="health"),
    path("healthz", health.alive, name="alive"),
    path("healthz/worker", health.worker_alive, name="worker-alive"),
]
