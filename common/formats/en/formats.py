from common import formats as shared

# 11/12 would be read as either day; with full stops nobody takes the month for the day.
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = shared.MONDAY

DATE_INPUT_FORMATS = shared.DATE_INPUT_FORMATS
DATETIME_INPUT_FORMATS = shared.DATETIME_INPUT_FORMATS
TIME_INPUT_FORMATS = shared.TIME_INPUT_FORMATS
