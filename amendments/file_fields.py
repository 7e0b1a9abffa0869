"""Fields for files that come in, told by their content and never by their name."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from amendments.letter_files import read_letter
from amendments.receipt_files import MAX_BYTES, NoReceipt, ReceiptFile, read_receipt
from common.upload_fields import UploadField, is_scanned

SCANS = ".pdf,.png,.jpg,.jpeg"
REFUSALS = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 10 MB."),
    "macros": _("The file holds a program (macros). Save it without them, or as a PDF."),
}


class LetterField(UploadField):
    """A scan or an office file; the cleaned value is the file with the name it came under, or None."""

    accepted = f"{SCANS},.docx,.xlsx,.odt,.ods"
    read: Callable[[bytes], ReceiptFile] = staticmethod(read_letter)
    other_kind = _("This is no PDF, picture, Word file or spreadsheet. Save it as a PDF.")

    def __init__(self, **options: Any) -> None:
        accepted = forms.FileInput(attrs={"accept": self.accepted})
        super().__init__(allow_empty_file=True, widget=accepted, **options)

    def clean(self, data: Any, initial: Any = None) -> "tuple[ReceiptFile, str] | None":
        file: UploadedFile | None = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        try:
            read = self.read(file.read(MAX_BYTES + 1))
        except NoReceipt as refusal:
            message = REFUSALS.get(refusal.code, self.other_kind)
            raise forms.ValidationError(message, code=refusal.code) from refusal
        return replace(read, is_scanned=is_scanned(file)), file.name or ""


class ReceiptField(LetterField):
    """A PDF, PNG or JPEG."""

    accepted = SCANS
    read = staticmethod(read_receipt)
    other_kind = _("This is no PDF, PNG or JPEG. Save the page as a PDF or take a screenshot.")
