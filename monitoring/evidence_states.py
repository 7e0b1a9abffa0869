"""States and lists of field evidence: surveys, calls of the hotline, cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.states import Moves


class SurveyState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("survey", "being written")
    OPEN = "open", pgettext_lazy("survey", "open for answers")
    CLOSED = "closed", pgettext_lazy("survey", "closed")


SURVEY_MOVES: Moves = {
    SurveyState.DRAFT: frozenset({SurveyState.OPEN}),
    SurveyState.OPEN: frozenset({SurveyState.CLOSED}),
    SurveyState.CLOSED: frozenset({SurveyState.OPEN}),
}


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one choice")
    SEVERAL = "several", _("several choices")
    SCALE = "scale", _("a scale from 1 to 5")
    SHORT = "short", _("a line of text")
    LONG = "long", _("a longer text")
    NUMBER = "number", _("a whole number")


WITH_OPTIONS = frozenset({QuestionKind.SINGLE, QuestionKind.SEVERAL})
IN_WORDS = frozenset({QuestionKind.SHORT, QuestionKind.LONG})
SCALE = (1, 2, 3, 4, 5)


class AnswerState(models.TextChoices):
    COUNTED = "counted", pgettext_lazy("answer", "counted")
    SET_ASIDE = "set_aside", pgettext_lazy("answer", "set aside")


ANSWER_MOVES: Moves = {
    AnswerState.COUNTED: frozenset({AnswerState.SET_ASIDE}),
    AnswerState.SET_ASIDE: frozenset({AnswerState.COUNTED}),
}


class Purpose(models.TextChoices):
    """What a person of a survey, a call or a case may agree to, each by itself."""

    KEEP = "keep", _("to keep the story and work with it")
    LETTERS = "letters", _("to use the story without the name in letters to state bodies")
    PUBLISH = "publish", _("to publish the story without the name")
    CONTACT = "contact", _("to be contacted later on this subject")
    ASK_BACK = "ask_back", _("to be asked about one's own answer")


OF_SURVEYS = (Purpose.CONTACT, Purpose.ASK_BACK)
OF_CASES = (Purpose.KEEP, Purpose.LETTERS, Purpose.PUBLISH, Purpose.CONTACT)


class Way(models.TextChoices):
    """How a consent was given."""

    FORM = "form", pgettext_lazy("consent", "by the form")
    SPOKEN = "spoken", pgettext_lazy("consent", "by word of mouth, the text was read out")
    WRITTEN = "written", pgettext_lazy("consent", "in writing")


class Channel(models.TextChoices):
    PHONE = "phone", _("telephone")
    MESSENGER = "messenger", _("messenger")
    EMAIL = "email", _("e-mail")
    VISIT = "visit", pgettext_lazy("hotline", "came in person")


class CallState(models.TextChoices):
    OPEN = "open", pgettext_lazy("hotline", "waits for an answer")
    DONE = "done", pgettext_lazy("hotline", "settled")


CALL_MOVES: Moves = {
    CallState.OPEN: frozenset({CallState.DONE}),
    CallState.DONE: frozenset({CallState.OPEN}),
}


class CaseState(models.TextChoices):
    KEPT = "kept", pgettext_lazy("case", "not published")
    PUBLISHED = "published", pgettext_lazy("case", "published")
    ERASED = "erased", pgettext_lazy("case", "erased")


CASE_MOVES: Moves = {
    CaseState.KEPT: frozenset({CaseState.PUBLISHED, CaseState.ERASED}),
    CaseState.PUBLISHED: frozenset({CaseState.KEPT, CaseState.ERASED}),
}


class CaseSource(models.TextChoices):
    CALL = "call", _("a call to the hotline")
    MEETING = "meeting", _("a conversation")
    LETTER = "letter", _("a letter to the organisation")
    PARTNER = "partner", _("a partner organisation")


class Keeping(models.TextChoices):
    """How long data of people are kept: the codes of the time limits that say it (reference data)."""

    SURVEY = "personal_data.survey_contacts", _("Contact data left in a survey")
    CALL = "personal_data.hotline_contacts", _("Contact data of a call to the hotline")
    CASE = "personal_data.case_contacts", _("Contact data of a case")
    STORY = "personal_data.case_stories", _("The story of a case as it was told")
