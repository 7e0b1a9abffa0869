from modeltranslation.translator import TranslationOptions, register

from correspondence.models import DocumentOrder, IssuedDocument


@register(DocumentOrder)
class DocumentOrderTranslation(TranslationOptions):
    fields = ("title",)


@register(IssuedDocument)
class IssuedDocumentTranslation(TranslationOptions):
    fields = ("title",)
