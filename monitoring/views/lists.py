"""Every list as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Right, member_view
from accounts.models import Membership
from common.downloads import CSV, XLSX, own_file
from deadlines.queries import day_of
from monitoring import lists_file


@require_safe
@member_view(Right.READ)
def list_export(_request: HttpRequest, membership: Membership, name: str, kind: str) -> HttpResponse:
    sheet = lists_file.SHEETS.get(name)
    if sheet is None or kind not in ("csv", "xlsx"):
        raise Http404
    on, organisation = day_of(timezone.now()), membership.organisation
    if kind == "csv":
        return own_file(lists_file.as_csv(sheet, organisation, on), f"{name}.csv", CSV)
    return own_file(lists_file.as_xlsx(sheet, organisation, on), f"{name}.xlsx", XLSX)
