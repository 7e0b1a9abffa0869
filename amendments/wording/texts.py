"""What a person is told about a file that could not be read, and about one that was."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNREADABLE: dict[str, "str | Promise"] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 20 MB. Save it without pictures, or paste the text."),
    "too_many_entries": _("The file holds more parts than a document has. Paste the text instead."),
    "unpacks_too_large": _("The file unpacks to far more than a document. Paste the text instead."),
    "damaged": _("The file is damaged. Open it in Word or LibreOffice, save it again and upload it."),
    "not_office": _("This is not a Word or OpenDocument text. Upload a DOCX or ODT file, or paste the text."),
    "other_office_file": _("This is a spreadsheet or a presentation. Upload a text: DOCX or ODT."),
    "pdf": _("This is a PDF. Upload the DOCX or ODT it was made from, or paste the text."),
    "rtf": _("This is an RTF file. Save it as DOCX and upload it."),
    "macros": _("The file contains macros. Save it as an ordinary DOCX and upload it."),
    "encrypted": _("The file is protected by a password. Save it without the password and upload it."),
    "entities": _(
        "The file refers to things outside itself. Save it anew in Word or LibreOffice and upload it."
    ),
    "too_deep": _("The file is built in a way that no document is. Paste the text instead."),
    "tables_too_deep": _("Tables stand inside tables more than four deep. Simplify them, or paste the text."),
    "too_long": _("The text is longer than 400 pages. Upload it in parts."),
    "no_text": _("There is no text in the file. If it is a scan, type or paste the text."),
    "doc_needs_conversion": _(
        "Old Word files (.doc) cannot be read here. Save the file as DOCX and upload it."
    ),
    "doc_conversion_failed": _("The old Word file could not be converted. Save it as DOCX and upload it."),
    "timeout": _("Reading the file took too long. Paste the text, or upload it in parts."),
    "memory": _("The file needs too much memory. Paste the text, or upload it in parts."),
    "crashed": _("The file could not be read. Save it anew as DOCX and upload it, or paste the text."),
}

NOTES: dict[str, "str | Promise"] = {
    "tracked_changes_as_final": _(
        "The file has tracked changes; it was read as if all of them were accepted."
    ),
    "comments_left_out": _("Comments in the margin were left out."),
    "hidden_text_left_out": _("Hidden text was left out."),
    "footnotes_included": _("Footnotes stand after the paragraph that refers to them."),
    "numbers_from_lists": _("Some numbers come from automatic lists; check them against the file."),
    "numbers_unresolved": _("Some automatic numbers could not be worked out; add them by hand."),
    "two_languages": _("The text is in Kazakh and in Russian; bring each language in separately."),
    "converted_from_doc": _("The file was converted from an old Word file; check the numbers and tables."),
    "encoding_doubtful": _("Some letters may have been read wrongly; check the text."),
}
