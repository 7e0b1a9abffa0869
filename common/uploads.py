"""What comes in with a form, bounded before it is read."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class CappedUpload(FileUploadHandler):
    """The first of settings.FILE_UPLOAD_HANDLERS: a body of more bytes than any of our forms takes is not read at all.

    The answer is 400 (templates/400.html). What a single file may weigh, each form says itself.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig(
                f"{content_length} bytes are more than the {settings.UPLOAD_MAX_BYTES} allowed"
            )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class TidyTemporaryUpload(TemporaryFileUploadHandler):
    """Large files wait on disk while they come in; one for which there is no room leaves nothing there."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):  # what is still in its buffer has no room either
                self.file.close()
            raise
