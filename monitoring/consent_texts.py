"""What people agree to who answer a survey, call the hotline or tell a case: one text for each purpose, kk and ru.

As of hearings (hearings.consent_texts): a text holds what Law 94-V, article 8(4), asks for; a changed text is another
VERSION, and what people agreed to earlier stays in their own records. The terms stand in the reference data.
"""

from accounts.models import Organisation
from deadlines.actions import Words
from monitoring.evidence_states import Purpose

VERSION = "2026-11-29.1"

_NOWHERE_ELSE = Words(
    "Деректер Қазақстан Республикасындағы базада сақталады, жарияланбайды, үшінші тұлғаларға және шетелге берілмейді. "
    "Келісімді кез келген уақытта кері қайтарып алуға болады.",
    "Данные хранятся в базе на территории Республики Казахстан, не публикуются, третьим лицам и за границу не передаются. "
    "Согласие можно отозвать в любое время.",
)
_TEXTS: dict[Purpose, Words] = {
    Purpose.KEEP: Words(
        "%(organisation)s%(bin)s ұйымының маған не болғанын және мен көрсеткен байланыс деректерін нормалардың орындалуын "
        "бақылау үшін "
        "жинауына, сақтауына және өңдеуіне келісемін. Мерзімі: оқиға – %(story)s күн, байланыс "
        "деректері – %(contact)s күн. %(rest)s",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s собирала, хранила и обрабатывала рассказ о том, "
        "что со мной "
        "произошло, и указанные мной контактные данные, чтобы следить за исполнением норм. Срок: рассказ – %(story)s дней, "
        "контактные данные – %(contact)s дней. %(rest)s",
    ),
    Purpose.LETTERS: Words(
        "%(organisation)s%(bin)s ұйымының оқиғамды аты-жөнімсіз және мені тануға болатын деректерсіз мемлекеттік "
        "органдарға хаттарында "
        "пайдалануына келісемін. Мерзімі: келісім кері қайтарып алынғанға дейін. Жіберілген хатты қайтару мүмкін емес.",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s использовала мой рассказ в письмах "
        "государственным органам без "
        "имени и без сведений, по которым меня можно узнать. Срок: до отзыва согласия. Отправленное письмо вернуть нельзя.",
    ),
    Purpose.PUBLISH: Words(
        "%(organisation)s%(bin)s ұйымының оқиғамды аты-жөнімсіз және мені тануға болатын деректерсіз жариялауына "
        "келісемін. Мәтін жария "
        "қолжетімді болады. Келісімді кері қайтарып алсам, жарияланған бет бірден жабылады.",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s опубликовала мой рассказ без имени и без "
        "сведений, по которым "
        "меня можно узнать. Текст станет общедоступным. После отзыва согласия страница сразу закрывается.",
    ),
    Purpose.CONTACT: Words(
        "%(organisation)s%(bin)s ұйымының аты-жөнімді, телефонымды және электрондық поштамды осы тақырып бойынша маған "
        "хабарласу үшін "
        "жинауына және өңдеуіне келісемін. Мерзімі: %(contact)s күн. %(rest)s",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s собирала и обрабатывала моё имя, телефон и "
        "электронную почту, "
        "чтобы связаться со мной по этой теме. Срок: %(contact)s дней. %(rest)s",
    ),
    Purpose.ASK_BACK: Words(
        "%(organisation)s%(bin)s ұйымының байланыс деректерімді осы сауалнамаға берген жауабыммен байланыстырып, сол "
        "жауап туралы менен "
        "сұрауына келісемін. Бұл келісімсіз жауабым мен байланыс деректерім бөлек сақталады және оларды байланыстыру "
        "мүмкін емес.",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s связала мои контактные данные с моим ответом на "
        "этот опрос и "
        "спросила меня о нём. Без этого согласия ответ и контактные данные хранятся отдельно и связать их нельзя.",
    ),
}


def text_of(
    purpose: Purpose, organisation: Organisation, language: str, *, contact_days: int, story_days: int = 0
) -> str:
    """The words of consent, with the operator's name and BIN and the terms in calendar days, in 'kk' or 'ru'."""
    kk, ru = organisation.name_kk or "", organisation.name_ru or ""
    facts = {
        "organisation": (kk or ru) if language == "kk" else (ru or kk),
        "bin": f" ({'БСН' if language == 'kk' else 'БИН'} {organisation.bin})" if organisation.bin else "",
        "contact": contact_days,
        "story": story_days,
        "rest": getattr(_NOWHERE_ELSE, language),
    }
    text: str = getattr(_TEXTS[purpose], language)
    return text % facts
