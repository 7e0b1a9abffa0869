"""The legal-risk checklist of a hearing."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from hearings.actions.log import log
from hearings.models import Hearing, RiskCheck
from hearings.states import Risk


@transaction.atomic
def tick(hearing: Hearing, risk: Risk, *, is_done: bool, actor: User, at: datetime) -> None:
    """Tick a point of the checklist or take the tick away; done twice, nothing more happens."""
    rows = RiskCheck.objects.filter(hearing=hearing, risk=risk)
    if is_done:
        facts = {"checked_by": actor, "checked_at": at}
        _row, changed = RiskCheck.objects.get_or_create(hearing=hearing, risk=risk, defaults=facts)
    else:
        changed = bool(rows.delete()[0])
    if changed:
        verb = "hearing.risk_ticked" if is_done else "hearing.risk_unticked"
        log(hearing, verb, actor=actor, at=at, risk=risk.value)
