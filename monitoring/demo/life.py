"""What came of an earlier act of the demonstration: adopted, published, in force, and what it promised."""

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Organisation, User
from amendments.states import Channel, Effect
from deadlines import queries as deadline_queries
from deadlines.actions import close_deadline
from monitoring.actions import adoption, councils, effects, implementation
from monitoring.actions.implementation import Due
from monitoring.states import CouncilLevel, EntryKind, FateState, ForceRule, ItemKind, OpinionRule
from projects.actions import dossiers
from projects.models import Dossier, DraftAct

CARE = 990000013
OPENED, ADOPTED, PUBLISHED, DUE, LATER = (
    *(timedelta(75), timedelta(40), timedelta(33)),
    *(timedelta(6), timedelta(25)),
)
ITEMS = (
    (
        ItemKind.METHODOLOGY,
        "Үйде күтім көрсету қажеттілігін бағалау әдістемесін бекіту",
        "Утвердить методику оценки нуждаемости в уходе на дому",
        "4-тармақ",
    ),
    (
        ItemKind.KPI,
        "Үйде күтіммен қамтылғандардың үлесі",
        "Доля охваченных уходом на дому",
        "7-тармақ",
    ),
)


def follow_an_act(organisation: Organisation, head: User, lawyer: User, at: datetime) -> Dossier:
    """The dossier of an act that is in force; one promise is overdue, an indicator is measured."""
    on, opened = deadline_queries.day_of(at), at - OPENED
    dossier = dossiers.open_dossier(
        DraftAct.objects.get(portal_id=CARE),
        organisation=organisation,
        owner=lawyer,
        actor=head,
        on=deadline_queries.day_of(opened),
        at=opened,
    )
    if dossier.discussion_deadline is not None:
        close_deadline(dossier.discussion_deadline, actor=lawyer, at=opened)
    _adopt(dossier, lawyer, at)
    kept = {"provision": "", "body": dossier.draft.body, "body_name": "", "responsible": lawyer}
    for kind, kk, ru, norm in ITEMS:
        figures = (
            {"target": Decimal(80), "unit": "%"} if kind == ItemKind.KPI else {"target": None, "unit": ""}
        )
        values = {**kept, **figures, "kind": kind, "title_kk": kk, "title_ru": ru, "provision": norm}
        due = Due(on + LATER if kind == ItemKind.KPI else on - DUE)
        item = implementation.add_item(dossier, values, due, actor=lawyer, on=on, at=at)
    implementation.add_measurement(
        item, on - DUE, Decimal("62.5"), "Министрліктің тоқсандық есебі (мысал)", actor=lawyer, on=on, at=at
    )
    effects.save_effect(dossier, None, _effect(on), actor=lawyer, on=on, at=at)
    _council(dossier, head, at)
    return dossier


def _adopt(dossier: Dossier, lawyer: User, at: datetime) -> None:
    on, draft = deadline_queries.day_of(at), dossier.draft
    adopted = {
        **{"adopted_on": on - ADOPTED, "number": "117", "act_type": draft.act_type},
        **{"name_kk": draft.title_kk or "", "name_ru": draft.title_ru or "", "registered_on": on - ADOPTED},
        **{"link_kk": "https://demo.invalid/kaz/117", "link_ru": "https://demo.invalid/rus/117"},
    }
    fate = adoption.record_fate(dossier, FateState.ADOPTED, adopted, seen=0, actor=lawyer, on=on, at=at)
    published = {
        **{"published_on": on - PUBLISHED, "published_in": "control_bank", "published_note": ""},
        **{"link_kk": fate.link_kk, "link_ru": fate.link_ru},
    }
    fate = adoption.record_publication(dossier, published, seen=fate.version, actor=lawyer, on=on, at=at)
    part = {
        **{"label_kk": "3-тармақтың 2) тармақшасы", "label_ru": "подпункт 2) пункта 3"},
        **{"rule": ForceRule.STATED, "stated_on": on + LATER, "source": "5-тармақ / пункт 5"},
    }
    adoption.save_force(fate, None, part, actor=lawyer, on=on, at=at)


def _effect(on: object) -> dict[str, object]:
    return {
        **{"name_kk": "Мүгедектігі бар қарт адамдар", "name_ru": "Пожилые люди с инвалидностью"},
        **{"effect": Effect.BETTER, "noted_on": on},
        "note_kk": "Әлеуметтік қызметкер аптасына үш рет келеді, бұрын бір рет келетін.",
        "note_ru": "Социальный работник приходит три раза в неделю, раньше приходил один раз.",
    }


def _council(dossier: Dossier, head: User, at: datetime) -> None:
    on, body = deadline_queries.day_of(at), dossier.draft.body
    card = {
        **{"name_kk": "Министрлік жанындағы қоғамдық кеңес (мысал)", "body": body, "body_name": ""},
        **{"name_ru": "Общественный совет при министерстве (пример)", "level": CouncilLevel.CENTRAL},
        **{
            "contact": "",
            "email": "kenes@demo.invalid",
            "phone": "+7 7172 000000",
            "address": "",
            "link": "",
        },
        **{"term_from": None, "term_to": on + timedelta(400), "our_member": head},
    }
    council = councils.save_council(dossier.organisation, None, card, actor=head, at=at)
    proposed = {
        **{"on": on - timedelta(9), "dossier": dossier, "channel": Channel.EMAIL, "meeting": None},
        "text_kk": "Үйде күтім көрсету әдістемесінің кешігуін отырыста қарау",
        "text_ru": "Рассмотреть на заседании задержку методики ухода на дому",
        "reply_on": on + timedelta(5),
    }
    councils.save_entry(council, None, EntryKind.PROPOSAL, proposed, actor=head, on=on, at=at)
    opinion = {
        **{"on": on - timedelta(2), "dossier": dossier, "rule": OpinionRule.BYLAW},
        **{"text_kk": "", "text_ru": ""},
    }
    councils.save_entry(council, None, EntryKind.OPINION, opinion, actor=head, on=on, at=at)
