from django.urls import path

from projects.views import (
    drafts,
    road_map,
    road_map_tasks,
    road_map_template,
    sources,
    topics,
    triage,
)

app_name = "projects"
ROAD_MAP = "dossiers/<int:pk>/road-map/"
TASK = "road-map/tasks/<int:pk>/"
TEMPLATE = "road-map/template/"

urlpatterns = [
    path("drafts/", drafts.draft_list, name="draft-list"),
    path("drafts/add/", drafts.draft_add, name="draft-add"),
    path("drafts/upload/", drafts.draft_upload, name="draft-upload"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/seen/<int:snapshot_pk>/", drafts.snapshot, name="draft-snapshot"),
    path("drafts/<int:pk>/told/", drafts.draft_told, name="draft-told"),
    path("drafts/<int:pk>/join/", triage.join, name="draft-join"),
    path("triage/", triage.triage, name="triage"),
    path("triage/<int:pk>/decline/", triage.decline, name="triage-decline"),
    path("triage/<int:pk>/undecide/", triage.undecide, name="triage-undecide"),
    path("topics/", topics.topic_list, name="topic-list"),
    path("topics/add/", topics.topic_add, name="topic-add"),
    path("topics/preview/", topics.topic_preview, name="topic-preview"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/edit/", topics.topic_edit, name="topic-edit"),
    path("topics/<int:pk>/remove/", topics.topic_remove, name="topic-remove"),
    path("topics/<int:pk>/feed/", topics.topic_feed_make, name="topic-feed-make"),
    path("topics/<int:pk>/feed/revoke/", topics.topic_feed_revoke, name="topic-feed-revoke"),
    path("feeds/topics/<str:token>.xml", topics.TopicFeed(), name="topic-feed"),
    path(ROAD_MAP, road_map.road_map, name="road-map"),
    path(ROAD_MAP + "plan/", road_map.road_map_plan, name="road-map-plan"),
    path(ROAD_MAP + "plan-b/", road_map.plan_b, name="road-map-plan-b"),
    path(ROAD_MAP + "parts/<slug:part>/skip/", road_map.part_skip, name="road-map-part-skip"),
    path(ROAD_MAP + "parts/<slug:part>/restore/", road_map.part_restore, name="road-map-part-restore"),
    path(ROAD_MAP + "tasks/add/", road_map_tasks.task_add, name="road-map-task-add"),
    path(TASK, road_map_tasks.task, name="road-map-task"),
    path(TASK + "done/", road_map_tasks.task_done, name="road-map-task-done"),
    path(TASK + "reopen/", road_map_tasks.task_reopen, name="road-map-task-reopen"),
    path(TASK + "skip/", road_map_tasks.task_skip, name="road-map-task-skip"),
    path(TEMPLATE, road_map_template.template, name="road-map-template"),
    path(TEMPLATE + "add/", road_map_template.template_task, name="road-map-template-add"),
    path(TEMPLATE + "reset/", road_map_template.template_reset, name="road-map-template-reset"),
    path(TEMPLATE + "restore/", road_map_template.template_restore, name="road-map-template-restore"),
    path(TEMPLATE + "tasks/<slug:key>/", road_map_template.template_task, name="road-map-template-task"),
    path(TEMPLATE + "tasks/<slug:key>/move/", road_map_template.template_move, name="road-map-template-move"),
    path(
        TEMPLATE + "tasks/<slug:key>/switch/",
        road_map_template.template_switch,
        name="road-map-template-switch",
    ),
    path("sources/", sources.source_list, name="source-list"),
    path("sources/<int:pk>/poll/", sources.source_poll, name="source-poll"),
]
