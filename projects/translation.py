from modeltranslation.translator import TranslationOptions, register

from projects.models import ActType, Category, DraftAct, Source, StateBody


@register([Source, StateBody, Category, ActType])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(DraftAct)
class DraftActTranslation(TranslationOptions):
    fields = ("title", "body_name")
