from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.bin import validate_bin
from accounts.states import Digest, InvitationState, Language, MailLanguage, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do follows from the memberships; `is_staff` marks the portal's operator."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    interface_language = models.CharField(
        _("language of the screens"), max_length=2, choices=Language, default=Language.KAZAKH
    )
    mail_language = models.CharField(
        _("language of e-mails"), max_length=2, choices=MailLanguage, default=MailLanguage.KAZAKH
    )
    digest = models.CharField(_("news by e-mail"), max_length=10, choices=Digest, default=Digest.DAILY)
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the digest"), default=8, validators=[MaxValueValidator(23)]
    )
    mail_refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator of the portal"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="user_digest_hour"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in words[:2]).upper()


class Organisation(models.Model):
    """An NGO: the tenant. Everything that people write belongs to exactly one organisation.

    `slug` stands in the address of its public page, `about_kk` and `about_ru` on it; strangers find the page while
    `is_public`.
    """

    name = models.CharField(_("name"), max_length=300)
    name_kk: str | None
    name_ru: str | None
    bin = models.CharField(_("BIN"), max_length=12, blank=True, validators=[validate_bin])
    address = models.CharField(_("address"), max_length=400, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    signatory_name = models.CharField(_("who signs letters"), max_length=200, blank=True)
    signatory_post = models.CharField(_("post of the signatory"), max_length=200, blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    slug = models.CharField(max_length=50, unique=True, null=True, blank=True)
    about_kk = models.TextField(blank=True)
    about_ru = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_public=False)
                | models.Q(slug__isnull=False) & ~models.Q(about_kk="") & ~models.Q(about_ru=""),
                name="organisation_public_page_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="organisation_public", condition=models.Q(is_public=True)),
        ]

    def __str__(self) -> str:
        return self.name or ""

    @property
    def about(self) -> str:
        """What the public page says of it, in the reader's language."""
        is_kazakh = (get_language() or "kk").startswith("kk")
        return (self.about_kk or self.about_ru) if is_kazakh else (self.about_ru or self.about_kk)

    @property
    def public_path(self) -> str:
        return f"/ngo/{self.slug}/"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(is_active=True, organisation__is_active=True, user__is_active=True)


class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When the person put the card with the first steps away; how far they have come is read off the facts.
    start_dismissed_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Invitation(models.Model):
    """A letter that lets its reader join one organisation in one role; the secret is kept as a hash."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    language = models.CharField(_("language of the letter"), max_length=2, choices=MailLanguage)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=InvitationState.values), name="invitation_state"
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(state="open"),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def last_day(self) -> date:
        """The day at whose end the invitation runs out: it runs out at a midnight of Kazakhstan."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))


class ActivityQuerySet(models.QuerySet["ActivityEntry"]):
    """The log is only added to."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("The activity log is append-only: an entry is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The activity log is append-only: an entry is never deleted.")


class ActivityEntry(models.Model):
    """Who did what to which object, and when. `subject` is the object's label as it was at that moment, in Kazakh;
    `subject_ru` the same in Russian, where it reads otherwise."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=300, blank=True)
    subject_ru = models.CharField(max_length=300, null=True)
    details = models.JSONField(default=dict)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity entry")
        verbose_name_plural = _("activity log")
        indexes = [
            models.Index(fields=["organisation", "-id"], name="activity_by_organisation"),
            models.Index(fields=["object_type", "object_id", "-id"], name="activity_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

    @property
    def subject_in_reading(self) -> str:
        """What the reader knows the object by, in the language of the page."""
        is_russian = (get_language() or "kk").startswith("ru")
        return self.subject_ru if is_russian and self.subject_ru is not None else self.subject
