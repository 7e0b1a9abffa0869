"""Why a file gives no text."""

UNREADABLE_REASONS = frozenset(
    {
        "empty",
        "too_large",
        "too_many_entries",
        "unpacks_too_large",
        "damaged",
        "not_office",
        "other_office_file",
        "pdf",
        "rtf",
        "macros",
        "encrypted",
        "entities",
        "too_deep",
        "tables_too_deep",
        "too_long",
        "no_text",
        "doc_needs_conversion",
        "doc_conversion_failed",
        "timeout",
        "memory",
        "crashed",
    }
)


class Unreadable(Exception):
    """The file or text cannot be read; `reason_code` is one of `UNREADABLE_REASONS`."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code
