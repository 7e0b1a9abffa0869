"""What the letters of a batch lack before any of them is issued, and whom it will be hard to reach."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from inforequests.models import BatchLine, InfoRequest, RequestBatch, RequestItem
from inforequests.requirements import Lack, lacking


@dataclass(frozen=True)
class BatchLacks:
    """`common`: of our card and of the text; `lines`: of one addressee. Both stop the batch.

    `without_email` and `without_address` (neither postal address nor e-mail) do not: they are told of.
    """

    common: list[Lack] = field(default_factory=list)
    lines: list[tuple[BatchLine, list[Lack]]] = field(default_factory=list)
    without_email: list[BatchLine] = field(default_factory=list)
    without_address: list[BatchLine] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        return bool(self.common or self.lines)


def lacks_of(batch: RequestBatch, lines: Iterable[BatchLine]) -> BatchLacks:
    """Asks nothing of the database: the lines come with their holders. See requirements.lacking for the law."""
    found, items = BatchLacks(), items_of(batch)
    for line in lines:
        own = []
        for lack in lacking(_as_request(batch, line), items):
            if lack.where == "holder":
                own.append(lack)
            elif lack not in found.common:
                found.common.append(lack)
        if own:
            found.lines.append((line, own))
        holder = line.holder
        if not holder.email:
            reachable = holder.address_kk or holder.address_ru
            (found.without_email if reachable else found.without_address).append(line)
    return found


def line_lacks(batch: RequestBatch, line: BatchLine) -> list[Lack]:
    """What the letter of one line lacks as things are now."""
    return lacking(_as_request(batch, line), items_of(batch))


def items_of(batch: RequestBatch) -> list[RequestItem]:
    """The items as those of a request, not saved."""
    return [
        RequestItem(number=number, text_kk=kk, text_ru=ru)
        for number, (kk, ru) in enumerate(batch.items, start=1)
    ]


def _as_request(batch: RequestBatch, line: BatchLine) -> InfoRequest:
    return InfoRequest(
        organisation=batch.organisation,
        holder=line.holder,
        subject_kk=batch.subject_kk,
        subject_ru=batch.subject_ru,
        mode=batch.mode_for(line.holder),
        answer_way=batch.answer_way,
    )
