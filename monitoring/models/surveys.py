import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from hearings.models.hearing import new_code
from monitoring.evidence_states import WITH_OPTIONS, AnswerState, QuestionKind, SurveyState
from monitoring.regions import in_page_language
from projects.models import Dossier

LEAST_GROUP, USUAL_GROUP = 3, 5


def unordered_number() -> int:
    """A key that says nothing of when its row was made."""
    return secrets.randbelow(2**53 - 1) + 1


class SurveyQuerySet(models.QuerySet["Survey"]):
    def of(self, organisation: Organisation) -> "SurveyQuerySet":
        return self.filter(organisation=organisation)

    def public(self) -> "SurveyQuerySet":
        """What strangers may see: whatever was opened once."""
        return self.filter(opened_at__isnull=False, organisation__is_active=True)


class Survey(models.Model):
    """Questions to beneficiaries, of a dossier or standing alone.

    `code` stands in the public address. `opens_on`, `closes_on`: the first and the last day of answers, None: from the
    opening, until it is closed. `smallest_group`: fewer people than this are never shown by themselves. `asks_contact`:
    whether people may leave how to reach them. From `opened_at` on the questions keep their meaning. `is_listed`:
    whether it stands on public lists; else only whoever has the address finds it. `figures`: what is
    published, frozen at `published_at`; it holds no group smaller than the smallest. `version` grows with each change.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.SET_NULL, null=True, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=new_code)
    state = models.CharField(max_length=8, choices=SurveyState, default=SurveyState.DRAFT)
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    intro_kk = models.TextField(blank=True)
    intro_ru = models.TextField(blank=True)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    smallest_group = models.PositiveSmallIntegerField(default=USUAL_GROUP)
    asks_contact = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    is_listed = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SurveyState.values), name="survey_state"),
            models.CheckConstraint(
                condition=Q(smallest_group__gte=LEAST_GROUP), name="survey_smallest_group"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="survey_of_organisation"),
            models.Index(fields=["-id"], name="survey_listed", condition=Q(is_listed=True)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_page_language(self.title_kk, self.title_ru)

    @property
    def intro(self) -> str:
        return in_page_language(self.intro_kk, self.intro_ru)

    @property
    def path(self) -> str:
        return f"/evidence/surveys/{self.pk}/"

    @property
    def public_path(self) -> str:
        return f"/s/{self.code}/"

    @property
    def is_fixed(self) -> bool:
        """Whether people may have answered: the questions keep their meaning."""
        return self.opened_at is not None

    def takes_answers(self, on: date) -> bool:
        return (
            self.state == SurveyState.OPEN
            and (self.opens_on is None or self.opens_on <= on)
            and (self.closes_on is None or on <= self.closes_on)
        )


class QuestionQuerySet(models.QuerySet["Question"]):
    def standing(self) -> "QuestionQuerySet":
        return self.filter(removed_at__isnull=True).order_by("order", "pk")


class Question(models.Model):
    """`options`: of a choice, a list of {"kk": ..., "ru": ...}; an answer names them by their place. `is_group`: by this
    question the answers to the others are set side by side.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8, choices=QuestionKind)
    order = models.PositiveSmallIntegerField()
    text_kk = models.CharField(max_length=500, blank=True)
    text_ru = models.CharField(max_length=500, blank=True)
    options = models.JSONField(default=list)
    is_required = models.BooleanField(default=False)
    is_group = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind"),
            models.CheckConstraint(
                condition=Q(is_group=False) | Q(kind=QuestionKind.SINGLE), name="question_group_is_choice"
            ),
            models.UniqueConstraint(
                fields=["survey"],
                condition=Q(is_group=True, removed_at__isnull=True),
                name="question_group_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_page_language(self.text_kk, self.text_ru)

    @property
    def has_options(self) -> bool:
        return self.kind in WITH_OPTIONS

    def option(self, place: int) -> str:
        one = self.options[place]
        return in_page_language(one["kk"], one["ru"])

    @property
    def option_texts(self) -> list[str]:
        return [self.option(place) for place in range(len(self.options))]


class SurveyAnswer(models.Model):
    """What one person answered, and nothing by which to know them: neither moment nor address nor order of arrival.

    `answered_on`: the day, but not of a survey in which people may leave contact data: the day would join the two.
    `values`: by the id of the question, the place of a choice, a list of places, a number or a text. `form_key`: a hash of
    the form that was sent, so that a form sent twice counts once. `in_results`: whether it is in what was published last.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    answered_on = models.DateField(null=True)
    group = models.PositiveSmallIntegerField(null=True)
    values = models.JSONField()
    form_key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, choices=AnswerState, default=AnswerState.COUNTED)
    set_aside_by_machine = models.BooleanField(default=False)
    in_results = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AnswerState.values), name="answer_state"),
        ]
        indexes = [
            models.Index(fields=["survey", "state", "-id"], name="answer_of_survey"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
