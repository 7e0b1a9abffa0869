"""What the rows say of a letter: the open requests that its references, its numbers and its sender point to."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from inforequests.incoming import Letter, numbers_in
from inforequests.models import Dispatch, Holder, InfoRequest
from inforequests.states import RequestState

OPEN = (RequestState.ISSUED, RequestState.SENT)
MOST = 6  # of each rule: more than one is several
# Addresses of these are anybody's: that two of them share the domain says nothing.
EVERYBODYS = frozenset(
    {
        "mail.ru",
        "gmail.com",
        "yandex.ru",
        "yandex.kz",
        "inbox.ru",
        "bk.ru",
        "list.ru",
        "mail.kz",
        "outlook.com",
    }
)


def requests_found(organisation: Organisation, letter: Letter) -> dict[str, list[int]]:
    """The arguments of inforequests.incoming.decide; at most MOST of each (four queries)."""
    mine = InfoRequest.objects.of(organisation).filter(state__in=OPEN).order_by("-id")
    return {
        "by_reply": _by_reply(organisation, letter),
        "by_number": _by_number(organisation, letter),
        "by_address": _of_holders(mine, organisation, Q(email__iexact=letter.sender))
        if letter.sender
        else [],
        "by_domain": _by_domain(mine, organisation, letter.sender),
    }


def _by_reply(organisation: Organisation, letter: Letter) -> list[int]:
    if not letter.references:
        return []
    sent = Dispatch.objects.filter(organisation=organisation, info_request__state__in=OPEN)
    found = sent.filter(email__message_id__in=letter.references).order_by("-info_request")
    return list(found.values_list("info_request", flat=True).distinct()[:MOST])


def _by_number(organisation: Organisation, letter: Letter) -> list[int]:
    """By the numbers of the subject; where it names none that is ours, by those of the text."""
    for text in (letter.subject, letter.text):
        named = Q(pk__in=[])
        for number, year in numbers_in(text):
            named |= Q(order__issued__number=number, order__issued__year=year)
            named |= Q(letters__order__issued__number=number, letters__order__issued__year=year)
        rows = InfoRequest.objects.of(organisation).filter(named, state__in=OPEN).order_by("-id")
        found = list(rows.values_list("pk", flat=True).distinct()[:MOST]) if numbers_in(text) else []
        if found:
            return found
    return []


def _of_holders(rows: QuerySet[InfoRequest], organisation: Organisation, which: Q) -> list[int]:
    """Requests that lie with holders of that kind: written to them, or passed on to them."""
    holders = Holder.objects.of(organisation).filter(which)
    passed_on = Q(events__holder__in=holders, events__annulled_at__isnull=True)
    return list(rows.filter(Q(holder__in=holders) | passed_on).values_list("pk", flat=True).distinct()[:MOST])


def _by_domain(rows: QuerySet[InfoRequest], organisation: Organisation, sender: str) -> list[int]:
    domain = sender.rpartition("@")[2]
    if not domain or domain in EVERYBODYS:
        return []
    return _of_holders(rows, organisation, Q(email__iendswith=f"@{domain}"))
