"""How dates and numbers are written and read, by interface language (FORMAT_MODULE_PATH).

What people type is the same in every language: day first, as in Kazakhstan, or ISO.
"""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
DATETIME_INPUT_FORMATS = [
    "%d.%m.%Y %H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
]
TIME_INPUT_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S"]
MONDAY = 1
NARROW_SPACE = "\u202f"
