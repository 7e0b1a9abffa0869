from django.contrib import admin
from django.urls import include, path

from monitoring.api.addresses import urls as api_urls

handler500 = "common.trouble.server_error"
admin.site.site_header = admin.site.site_title = "Qatysu"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("accounts.urls")),
    path("api/v1/", include(api_urls)),
    path("", include("monitoring.urls")),
    path("", include("projects.urls")),
    path("", include("amendments.urls")),
    path("", include("hearings.urls")),
    path("", include("inforequests.urls")),
    path("", include("deadlines.urls")),
    path("", include("correspondence.urls")),
]
