"""The operator's desk: where drafts come from, and the names of bodies, categories and types of acts."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from projects.actions.reference import unread_names
from projects.forms import SourceAdminForm
from projects.models import ActType, Category, Source, StateBody, StateBodyName


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """A source that is no longer wanted is switched off, not deleted: its drafts name it."""

    form = SourceAdminForm
    list_display = (
        "name",
        "kind",
        "address",
        "interval_minutes",
        "is_enabled",
        "last_success_at",
        "failures_in_row",
    )
    list_filter = ("kind", "is_enabled")
    fields = (
        *("kind", "name_kk", "name_ru", "address", "interval_minutes", "quiet_days", "is_enabled", "contact"),
        *("last_success_at", "last_new_at", "failures_in_row", "last_failure", "last_failure_detail"),
    )
    readonly_fields = (
        *("last_success_at", "last_new_at", "failures_in_row", "last_failure", "last_failure_detail"),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        return (*self.readonly_fields, "kind") if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NameInline(admin.TabularInline):
    model = StateBodyName
    extra = 0
    fields = ("key",)
    readonly_fields = ("key",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NamedAdmin(admin.ModelAdmin):
    """Rows that drafts point at: their names may be mended, the rows stay."""

    search_fields = ("name_kk", "name_ru")
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UnreadNameFilter(admin.SimpleListFilter):
    title = _("Kazakh name")
    parameter_name = "unread"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("not read in an official source"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[StateBody]) -> QuerySet[StateBody]:
        return queryset.filter(name_kk__in=unread_names()) if self.value() else queryset


@admin.register(StateBody)
class StateBodyAdmin(NamedAdmin):
    """The wordings below lead to this body; taken away, a wording makes a new body when it is met again."""

    list_display = ("name", "kind", "portal_id", "is_active", "is_name_read")
    list_filter = ("kind", "is_active", UnreadNameFilter)

    @admin.display(boolean=True, description=_("Kazakh name read in an official source"))
    def is_name_read(self, body: StateBody) -> bool:
        return body.name_kk not in unread_names()

    fields = ("portal_id", "kind", "name_kk", "name_ru", "is_active")
    inlines = (NameInline,)


@admin.register(Category)
class CategoryAdmin(NamedAdmin):
    list_display = ("name", "portal_id")
    fields = ("portal_id", "name_kk", "name_ru")


@admin.register(ActType)
class ActTypeAdmin(NamedAdmin):
    """The level decides which term of discussion the law asks for."""

    list_display = ("name", "level", "portal_id")
    list_filter = ("level",)
    fields = ("portal_id", "name_kk", "name_ru", "level", "aliases")
