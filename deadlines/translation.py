from modeltranslation.translator import TranslationOptions, register

from deadlines.models import CalendarException, Deadline, Law, LawArticle, TimeLimit


@register(CalendarException)
class CalendarExceptionTranslation(TranslationOptions):
    fields = ("reason",)


@register(TimeLimit)
class TimeLimitTranslation(TranslationOptions):
    fields = ("name", "start_event", "law", "article", "note")


@register(Law)
class LawTranslation(TranslationOptions):
    fields = ("title", "about", "note")


@register(LawArticle)
class LawArticleTranslation(TranslationOptions):
    fields = ("about", "quote")


@register(Deadline)
class DeadlineTranslation(TranslationOptions):
    fields = ("label", "about")
