"""What a file that is about to be published holds beside what one sees: `look_through` names it and its place.

Pure: no Django, no database. Files come from outside, so they are read in a child process (`inforequests.hidden.child`).
"""

from inforequests.hidden.findings import Finding, Kind, Report, Unread
from inforequests.hidden.looking import look_through

__all__ = ["Finding", "Kind", "Report", "Unread", "look_through"]
