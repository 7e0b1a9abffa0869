"""The operator's desk: who is on the portal. What organisations write is not shown here."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.forms import NewOrganisationForm
from accounts.models import ActivityEntry, Invitation, Membership, Organisation, User

admin.site.unregister(Group)


def sign_in(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """The operator signs in as everybody does: with the second step, and slowed down when guessing."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


admin.site.login = sign_in  # type: ignore[method-assign]


class ReadOnly:
    """Rows that are made and changed by actions only."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People come by invitation; only operators are made here."""

    add_form = PersonCreationForm
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("email", "last_login", "created_at", "mail_refused_at")
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        (
            _("Languages and e-mails"),
            {"fields": ("interface_language", "mail_language", "digest", "digest_hour")},
        ),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("created_at", "last_login", "mail_refused_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ("last_login",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(ReadOnly, admin.TabularInline):
    model = Membership
    fields = ("user", "role", "is_active", "created_at")
    readonly_fields = fields
    extra = 0


class NewOrganisationModelForm(NewOrganisationForm, ModelForm):
    class Meta:
        model = Organisation
        fields = ("name_kk", "name_ru")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Setting up an organisation invites its first coordinator; the card is its own to fill."""

    list_display = ("name", "bin", "is_active", "created_at")
    list_filter = ("is_active",)
    search_fields = ("name_kk", "name_ru", "bin")
    inlines = (MembershipInline,)

    def get_form(
        self, request: HttpRequest, obj: Organisation | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change, **kwargs) if obj else NewOrganisationModelForm

    def get_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        if obj is None:
            return ("name_kk", "name_ru", "coordinator_email", "language")
        return ("name_kk", "name_ru", "bin", "is_active", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Any:
        return ("name_kk", "name_ru", "bin", "created_at") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Organisation | None) -> Any:
        return self.inlines if obj else ()

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        actor, at = cast(User, request.user), timezone.now()
        if not change:
            made, _secret = actions.create_organisation(**form.cleaned_data, actor=actor, at=at)
            obj.pk = made.pk
        elif obj.is_active:
            actions.resume_organisation(obj, actor=actor, at=at)
        else:
            actions.suspend_organisation(obj, actor=actor, at=at)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("email", "organisation", "role", "state", "created_at", "expires_at")
    list_filter = ("state", "role")
    search_fields = ("email",)


@admin.register(ActivityEntry)
class ActivityEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "organisation", "actor", "verb", "subject")
    list_filter = ("verb",)
    list_select_related = ("organisation", "actor")
    show_full_result_count = False
    ordering = ("-id",)
