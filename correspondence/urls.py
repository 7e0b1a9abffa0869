from django.urls import path

from correspondence import views

app_name = "correspondence"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.letter, name="letter"),
    path("outbox/<int:pk>/html/", views.letter_html, name="letter-html"),
    path("outbox/<int:pk>/retry/", views.letter_retry, name="letter-retry"),
    path("outbox/<int:pk>/cancel/", views.letter_cancel, name="letter-cancel"),
]
