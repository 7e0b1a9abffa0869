"""The operator's view of the mail: what is stuck, not what organisations write."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from correspondence.models import OutgoingEmail


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(admin.ModelAdmin):
    list_display = (
        *("id", "address", "state", "attempts", "last_error"),
        *("created_at", "next_attempt_at", "sent_at"),
    )
    list_display_links = None
    list_filter = ("state",)
    search_fields = ("address",)
    ordering = ("-id",)
    show_full_result_count = False
    fields = readonly_fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
