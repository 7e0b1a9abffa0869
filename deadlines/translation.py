from modeltranslation.translator import TranslationOptions, register

from deadlines.models import CalendarException, Deadline, TimeLimit


@register(CalendarException)
class CalendarExceptionTranslation(TranslationOptions):
    fields = ("reason",)


@register(TimeLimit)
class TimeLimitTranslation(TranslationOptions):
    fields = ("name", "start_event", "law", "article", "note")


@register(Deadline)
class DeadlineTranslation(TranslationOptions):
    fields = ("label", "about")
