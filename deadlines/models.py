from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from deadlines.states import (
    Certainty,
    Confidence,
    DateSource,
    DayKind,
    DeadlineState,
    Direction,
    RollOver,
    Unit,
)


class Reviewed(models.Model):
    """A row loaded from a reviewed file. What an administrator has edited is not overwritten by the next load."""

    is_edited = models.BooleanField(_("edited here"), default=False, editable=False)

    class Meta:
        abstract = True


class Checked(Reviewed):
    """A row about the law that somebody compares with its text: how sure it is, when it was read, by whom, and where."""

    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence)
    checked_on = models.DateField(_("date checked"), null=True, blank=True)
    # Nobody: it was checked by whoever reviewed the file.
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_where = models.CharField(_("where it was read"), max_length=300, blank=True)

    class Meta:
        abstract = True


class CalendarYear(Reviewed):
    """Whether the days off of a year are final: the order on moved days is out, or it is not yet."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty, default=Certainty.PROVISIONAL
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    checked_on = models.DateField(_("date checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarException(Reviewed):
    """A date that differs from the computed calendar: a day off moved by order, a weekend that is worked."""

    on = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind of day"), max_length=12, choices=DayKind)
    reason = models.CharField(_("reason"), max_length=200)
    reason_kk: str | None
    reason_ru: str | None
    order = models.CharField(_("order or source"), max_length=300, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty, default=Certainty.CONFIRMED
    )
    checked_on = models.DateField(_("date checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("exception in the calendar")
        verbose_name_plural = _("exceptions in the calendar")
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="exception_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y} {self.get_kind_display()}"


class Law(Checked):
    """An act that participation rests on. What nobody has read of it is empty, and its page says so."""

    code = models.CharField(
        _("code"), max_length=60, unique=True, validators=[RegexValidator(r"^[a-z0-9_]+$")]
    )
    place = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    title = models.CharField(_("title"), max_length=400)
    title_kk: str | None
    title_ru: str | None
    number = models.CharField(_("number"), max_length=40, blank=True)
    adopted_on = models.DateField(_("date of the act"), null=True, blank=True)
    registry_code = models.CharField(
        _("code on adilet.zan.kz"), max_length=20, blank=True, validators=[RegexValidator(r"^[A-Z]\d{10}$")]
    )
    in_methodology = models.BooleanField(_("named by the methodology"), default=False)
    wording_on = models.DateField(_("wording that was read, of"), null=True, blank=True)
    about = models.CharField(_("what it settles"), max_length=600)
    about_kk: str | None
    about_ru: str | None
    note = models.TextField(_("note"), blank=True)
    note_kk: str | None
    note_ru: str | None

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")
        ordering = ["place", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="law_confidence")
        ]

    def __str__(self) -> str:
        return self.title or self.code


class LawArticle(Checked):
    """An article that a time limit cites: what it settles, and its own words where they were copied."""

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="articles", verbose_name=_("law"))
    number = models.CharField(_("article"), max_length=10, validators=[RegexValidator(r"^\d+(-\d+)?$")])
    about = models.CharField(_("what it settles"), max_length=600)
    about_kk: str | None
    about_ru: str | None
    quote = models.TextField(_("words of the law"), blank=True)
    quote_kk: str | None
    quote_ru: str | None

    class Meta:
        verbose_name = _("article of a law")
        verbose_name_plural = _("articles of laws")
        constraints = [
            models.UniqueConstraint(fields=["law", "number"], name="law_article_once"),
            models.CheckConstraint(
                condition=Q(confidence__in=Confidence.values), name="law_article_confidence"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LawCheck(models.Model):
    """The check of a year: which rows the operator was told to compare with the law. One row a year.

    `told`: their keys ('rule:12', 'law:3'), each told once a year.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    told = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("check of the law")
        verbose_name_plural = _("checks of the law")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class TimeLimitQuerySet(models.QuerySet["TimeLimit"]):
    def valid_on(self, on: date) -> "TimeLimitQuerySet":
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        return self.filter(begun & not_ended)


class TimeLimit(Checked):
    """A rule of law: so many days after (or before) an event. A rule of unknown length has no quantity."""

    code = models.CharField(
        _("code"), max_length=80, validators=[RegexValidator(r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
    )
    name = models.CharField(_("name"), max_length=300)
    name_kk: str | None
    name_ru: str | None
    quantity = models.PositiveSmallIntegerField(_("quantity"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=14, choices=Unit)
    start_event = models.CharField(_("counted from"), max_length=300)
    start_event_kk: str | None
    start_event_ru: str | None
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.AFTER)
    roll_over = models.CharField(
        _("if the last day is a day off"), max_length=14, choices=RollOver, default=RollOver.NEXT_WORKING
    )
    law = models.CharField(_("law"), max_length=400)
    law_kk: str | None
    law_ru: str | None
    article = models.CharField(_("article"), max_length=120, blank=True)
    article_kk: str | None
    article_ru: str | None
    # The act itself, where it is one: the methodology is none.
    source_law = models.ForeignKey(
        Law,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="time_limits",
        verbose_name=_("act of the library"),
    )
    articles = models.ManyToManyField(
        LawArticle, blank=True, related_name="time_limits", verbose_name=_("articles of the library")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    note_kk: str | None
    note_ru: str | None

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="time_limit_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_from__isnull=True), name="time_limit_undated_once"
            ),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="time_limit_unit"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="time_limit_validity",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> "DeadlineQuerySet":
        return self.filter(state=DeadlineState.OPEN)

    def of(self, organisation: Organisation) -> "DeadlineQuerySet":
        return self.filter(organisation=organisation)

    def overdue(self, on: date) -> "DeadlineQuerySet":
        return self.open().filter(due_on__lt=on)


class Deadline(models.Model):
    """A date by which the organisation, or a body towards it, has to have done something.

    `explanation` is the computation as JSON (deadlines.calendar.Computation): what was counted and skipped, and why.
    `version` grows when the date moves; a reminder belongs to one version. `path` is the page that the deadline leads to.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    label = models.CharField(_("what has to be done"), max_length=300)
    label_kk: str | None
    label_ru: str | None
    about = models.CharField(max_length=500, blank=True)
    about_kk: str | None
    about_ru: str | None
    path = models.CharField(max_length=200)
    due_on = models.DateField(_("last day"))
    source = models.CharField(max_length=10, choices=DateSource)
    time_limit = models.ForeignKey(TimeLimit, on_delete=models.PROTECT, null=True, related_name="+")
    start_on = models.DateField(null=True)
    explanation = models.JSONField(default=dict)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.OPEN)
    version = models.PositiveSmallIntegerField(default=1)
    opened_on = models.DateField()
    next_reminder_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DeadlineState.values), name="deadline_state"),
            models.CheckConstraint(condition=Q(source__in=DateSource.values), name="deadline_source"),
            models.CheckConstraint(
                condition=~Q(source=DateSource.COMPUTED)
                | Q(time_limit__isnull=False, start_on__isnull=False),
                name="deadline_computed_has_rule",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="deadline_by_urgency"),
            models.Index(
                fields=["next_reminder_on"], name="deadline_to_remind", condition=Q(state=DeadlineState.OPEN)
            ),
            models.Index(fields=["responsible", "state", "due_on"], name="deadline_by_person"),
        ]

    def __str__(self) -> str:
        return self.label or ""


class CalendarFeed(models.Model):
    """A secret address from which a calendar program reads deadlines; kept as a hash, revocable, with today's rights."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    only_mine = models.BooleanField(default=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        indexes = [models.Index(fields=["user", "organisation"], name="calendar_feed_by_user")]

    def __str__(self) -> str:
        return str(self.pk)
