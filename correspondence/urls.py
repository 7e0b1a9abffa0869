from django.urls import path

from correspondence.views import documents, letter_templates, outbox, shares, verify

app_name = "correspondence"
urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.letter, name="letter"),
    path("outbox/<int:pk>/html/", outbox.letter_html, name="letter-html"),
    path("outbox/<int:pk>/retry/", outbox.letter_retry, name="letter-retry"),
    path("outbox/<int:pk>/cancel/", outbox.letter_cancel, name="letter-cancel"),
    path("documents/", documents.document_list, name="document-list"),
    path("documents/orders/<int:pk>/", documents.order, name="document-order"),
    path("documents/orders/<int:pk>/progress/", documents.order_progress, name="document-order-progress"),
    path("documents/orders/<int:pk>/retry/", documents.order_retry, name="document-order-retry"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/code/", documents.document_code, name="document-code"),
    path("documents/<int:pk>/<str:kind>/", documents.document_file, name="document-file"),
    path("letters/", letter_templates.template_list, name="template-list"),
    path("letters/<str:kind>/", letter_templates.template_edit, name="template-edit"),
    path("letters/<str:kind>/preview/", letter_templates.template_preview, name="template-preview"),
    path("verify/<str:code>/", verify.verify, name="verify"),
    path("share/<slug:sha256>.png", shares.share_picture, name="share-picture"),
]
