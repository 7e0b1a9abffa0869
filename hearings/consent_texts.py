"""What people agree to when they register: one text for each purpose, in Kazakh and in Russian.

A text holds what Law 94-V, article 8(4), asks for: the operator and its BIN, the purpose and the list of data, the term,
whether the data go to third parties or abroad, whether they are published. A changed text is another VERSION; what people
agreed to earlier stays in their own records as they read it.
"""

from accounts.models import Organisation
from deadlines.actions import Words
from hearings.states import Purpose

VERSION = "2026-11-29.1"
# Since this version people are told that the full copy of the minutes, with their names, goes to the body.
SENT_SINCE = "2026-11-28.2"

_TERM = Words(
    "Деректер Қазақстан Республикасындағы базада сақталады, шетелге берілмейді. Тыңдау хаттамасының аты-жөнім мен мен атынан "
    "қатысатын ұйым көрсетілген толық данасы НҚА жобасын әзірлеуші мемлекеттік органға және қоғамдық кеңеске, экологиялық "
    "тыңдауда қоршаған ортаны қорғау органына жіберіледі, басқа үшінші тұлғаларға берілмейді. Мерзімі: тыңдау "
    "хаттамасы бекітілгеннен кейін 30 күнге дейін. Келісімімді кез келген уақытта өз бетімде кері қайтарып ала аламын.",
    "Данные хранятся в базе на территории Республики Казахстан, за границу не передаются. Полный экземпляр протокола слушаний "
    "с моим именем и названием организации, которую я представляю, направляется государственному органу – разработчику "
    "проекта НПА и общественному совету, при экологических слушаниях – органу охраны окружающей среды; другим третьим лицам "
    "данные не передаются. Срок: 30 дней после утверждения протокола слушаний. Согласие можно отозвать в любое время на своей "
    "странице.",
)
TEXTS: dict[Purpose, Words] = {
    Purpose.TAKING_PART: Words(
        "%(organisation)s%(bin)s ұйымының аты-жөнімді, электрондық поштамды, мен атынан қатысатын ұйымды және қолжетімділікке "
        "қатысты өтініштерімді тыңдауға қатысуым үшін жинауына және өңдеуіне келісемін. Деректер жарияланбайды. %(term)s",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s собирала и обрабатывала моё имя, электронную "
        "почту, название "
        "организации, которую я представляю, и мои пожелания о доступности для участия в слушаниях. Данные не публикуются. "
        "%(term)s",
    ),
    Purpose.NAMED: Words(
        "%(organisation)s%(bin)s ұйымының тыңдау хаттамасының жария данасында аты-жөнімді және мен атынан қатысатын "
        "ұйымды көрсетуіне "
        "келісемін. Бұл деректер жария қолжетімді болады. Келісімді кері қайтарып алсам, олар жария данадан бірден алынады.",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s указала моё имя и организацию, которую я "
        "представляю, в "
        "публичном экземпляре протокола слушаний. Эти данные станут общедоступными. После отзыва согласия они сразу "
        "исчезнут из публичного экземпляра.",
    ),
    Purpose.RECORDED: Words(
        "%(organisation)s%(bin)s ұйымының тыңдау кезінде менің бейнем мен даусымды жазып алуына және жазбаны тыңдау "
        "материалдарымен "
        "бірге жариялауына келісемін.",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s записывала моё изображение и голос на слушаниях "
        "и публиковала "
        "запись вместе с материалами слушаний.",
    ),
    Purpose.CONTACTED: Words(
        "%(organisation)s%(bin)s ұйымының маған осы тақырып бойынша кейінгі тыңдаулар мен талқылаулар туралы жазуына келісемін. "
        "Мерзімі: келісім кері қайтарып алынғанға дейін. Деректер жарияланбайды, үшінші тұлғаларға және шетелге берілмейді.",
        "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s писала мне о следующих слушаниях и обсуждениях "
        "по этой теме. "
        "Срок: до отзыва согласия. Данные не публикуются, третьим лицам и за границу не передаются.",
    ),
}
WRITTEN = Words(
    "%(organisation)s%(bin)s ұйымының аты-жөнімді, электрондық поштамды, мен атынан ұсыныс беретін ұйымды және "
    "ұсынысымның мәтінін "
    "оны тыңдауда қарау және тыңдау хаттамасына енгізу үшін жинауына және өңдеуіне келісемін. Ұсыныстың мәтіні хаттамада "
    "жарияланады, аты-жөнім мен ұйымым бөлек келісімсіз жарияланбайды. %(term)s",
    "Я согласен (согласна), чтобы организация %(organisation)s%(bin)s собирала и обрабатывала моё имя, электронную почту, "
    "название "
    "организации, от имени которой я вношу предложение, и текст предложения, чтобы рассмотреть его на слушаниях и внести в "
    "протокол. Текст предложения публикуется в протоколе, имя и организация без отдельного согласия не публикуются. %(term)s",
)


def text_of(purpose: Purpose, organisation: Organisation, language: str) -> str:
    """The words of consent to this purpose, with the operator's name and BIN, in 'kk' or 'ru'."""
    return _filled(TEXTS[purpose], organisation, language)


def written_text_of(purpose: Purpose, organisation: Organisation, language: str) -> str:
    """The same for somebody who sends a proposal in writing."""
    return _filled(WRITTEN if purpose == Purpose.TAKING_PART else TEXTS[purpose], organisation, language)


def _filled(words: Words, organisation: Organisation, language: str) -> str:
    kk, ru = organisation.name_kk or "", organisation.name_ru or ""
    facts = {
        "organisation": (kk or ru) if language == "kk" else (ru or kk),
        "bin": f" ({'БСН' if language == 'kk' else 'БИН'} {organisation.bin})" if organisation.bin else "",
        "term": getattr(_TERM, language),
    }
    text: str = getattr(words, language)
    return text % facts
