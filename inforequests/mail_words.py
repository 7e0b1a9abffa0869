"""The few lines of the e-mail that carries a letter, in the language of the letter. Pure."""

from correspondence.documents import Mode, Text

SUBJECT = Text(
    "№ %(number)s ақпарат беру туралы сұрау салу: %(subject)s",
    "Запрос о предоставлении информации № %(number)s: %(subject)s",
)
BODY = Text(
    "Құрметті әріптестер!\n\n"
    "«Ақпаратқа қол жеткізу туралы» Қазақстан Республикасы Заңының 11-бабына сәйкес %(day)s күнгі № %(number)s жазбаша"
    " сұрау салуды жолдаймыз. Хат осы электрондық хабарға қоса тіркелген, оның түпнұсқалығын мына бетте тексеруге болады:"
    " %(verify)s\n\n"
    "Сұрау салудың келіп түскенін растап, кіріс нөмірі мен күнін хабарлауыңызды сұраймыз. Жауапта біздің № %(number)s"
    " шығыс нөмірімізді көрсетуіңізді өтінеміз.\n\n"
    "%(organisation)s\n%(contacts)s",
    "Здравствуйте!\n\n"
    "В соответствии со статьёй 11 Закона Республики Казахстан «О доступе к информации» направляем письменный запрос"
    " № %(number)s от %(day)s. Письмо приложено к этому сообщению, его подлинность можно проверить на странице"
    " %(verify)s\n\n"
    "Просим подтвердить получение запроса и сообщить его входящий номер и дату. В ответе просим указать наш исходящий"
    " номер № %(number)s.\n\n"
    "%(organisation)s\n%(contacts)s",
)


def in_mode(mode: Mode, words: Text, kk: dict[str, str], ru: dict[str, str], *, between: str) -> str:
    """The words filled in, in the language of the letter; in both, the Kazakh first."""
    texts = {Mode.KAZAKH: [words.kk % kk], Mode.RUSSIAN: [words.ru % ru]}
    return between.join(texts.get(mode, [words.kk % kk, words.ru % ru]))
