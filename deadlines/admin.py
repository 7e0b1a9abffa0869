"""The operator's desk: the calendar of working days and the rules of law. What is edited here, the reviewed files
leave alone."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from deadlines import actions
from deadlines.forms import TimeLimitAdminForm
from deadlines.models import CalendarException, CalendarYear, Checked, Law, LawArticle, TimeLimit


class ReviewedAdmin(admin.ModelAdmin):
    """Rows of the reviewed files: a change is marked and logged, and may move deadlines."""

    verb = ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.is_edited = True
        super().save_model(request, obj, form, change)
        self._changed(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._changed(request, obj)
        super().delete_model(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        return {}

    def _changed(self, request: HttpRequest, obj: models.Model) -> None:
        actions.record_reference_change(obj, self.verb, actor=cast(User, request.user), at=timezone.now())
        notice = _("Deadlines that were computed with the old value stay as they are until you move them:")
        link = format_html(
            '{} <a href="{}">{}</a>', notice, reverse("deadlines:recompute"), _("see what would move")
        )
        self.message_user(request, link, messages.WARNING)


@admin.register(CalendarYear)
class CalendarYearAdmin(ReviewedAdmin):
    verb = "calendar.year_changed"
    list_display = ("year", "certainty", "source", "checked_on", "is_edited")
    list_filter = ("certainty",)
    fields = ("year", "certainty", "source", "checked_on")


@admin.register(CalendarException)
class CalendarExceptionAdmin(ReviewedAdmin):
    """A date of the reviewed file comes back with the next load: it is changed, not deleted."""

    verb = "calendar.exception_changed"
    list_display = ("on", "kind", "reason", "order", "certainty", "checked_on", "is_edited")
    list_filter = ("kind", "certainty", "is_edited")
    date_hierarchy = "on"
    fields = ("on", "kind", "reason_kk", "reason_ru", "order", "certainty", "checked_on")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and actions.is_own_exception(obj)


class CheckedAdmin(ReviewedAdmin):
    """Whoever enters another day of the check is the one who checked."""

    def save_model(self, request: HttpRequest, obj: Checked, form: Any, change: bool) -> None:
        if {"checked_on", "confidence", "checked_where"} & set(form.changed_data):
            obj.checked_by = cast(User, request.user)
        super().save_model(request, obj, form, change)


class LibraryAdmin(CheckedAdmin):
    """Acts and articles move no deadline."""

    def _changed(self, request: HttpRequest, obj: models.Model) -> None:
        actions.record_reference_change(obj, self.verb, actor=cast(User, request.user), at=timezone.now())


@admin.register(Law)
class LawAdmin(LibraryAdmin):
    verb = "law.changed"
    list_display = ("title", "number", "adopted_on", "confidence", "checked_on", "checked_by", "is_edited")
    list_filter = ("confidence", "in_methodology", "is_edited")
    search_fields = ("code", "number", "title_kk", "title_ru")
    fields = (
        *("code", "place", "title_kk", "title_ru", "number", "adopted_on", "registry_code", "in_methodology"),
        *("wording_on", "about_kk", "about_ru", "note_kk", "note_ru"),
        *("confidence", "checked_on", "checked_where"),
    )


@admin.register(LawArticle)
class LawArticleAdmin(LibraryAdmin):
    verb = "law_article.changed"
    list_display = ("law", "number", "about", "confidence", "checked_on", "checked_by", "is_edited")
    list_filter = ("law", "confidence", "is_edited")
    list_select_related = ("law", "checked_by")
    fields = (
        *("law", "number", "about_kk", "about_ru", "quote_kk", "quote_ru"),
        *("confidence", "checked_on", "checked_where"),
    )


@admin.register(TimeLimit)
class TimeLimitAdmin(CheckedAdmin):
    """A rule that has changed gets 'valid to', and the new one a row of its own: old matters keep the rule of their day."""

    verb = "time_limit.changed"
    form = TimeLimitAdminForm
    list_display = ("code", "name", "quantity", "unit", "direction", "confidence", "checked_on", "is_edited")
    list_filter = ("confidence", "unit", "is_edited")
    filter_horizontal = ("articles",)
    search_fields = ("code", "name_kk", "name_ru", "law_kk", "law_ru")
