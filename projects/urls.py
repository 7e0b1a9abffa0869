from django.urls import path

from projects.views import drafts, sources, topics, triage

app_name = "projects"
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
    path("sources/", sources.source_list, name="source-list"),
    path("sources/<int:pk>/poll/", sources.source_poll, name="source-poll"),
]
