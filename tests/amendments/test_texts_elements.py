"""Texts become numbered elements: every form of number in both languages, and no word is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from amendments.texts import element_at, numbered, path_of, place_of_label, read_pasted, text_of
from amendments.texts.markers import marker_of

# How a line begins -> what it opens. Kind and number; None where it opens nothing.
FORMS = {
    "Раздел I. Общие положения": ("section", "I"),
    "РАЗДЕЛ ІІ. ПРАВА": ("section", "II"),
    "Раздел 3. Порядок": ("section", "3"),
    "Глава 1. Общие положения": ("chapter", "1"),
    "ГЛАВА 2. ОБЩИЕ ПОЛОЖЕНИЯ": ("chapter", "2"),
    "Глава 3": ("chapter", "3"),
    "Глава 4 Порядок обжалования": ("chapter", "4"),
    "Параграф 2. Приём документов": ("subchapter", "2"),
    "Подраздел 1. Сроки": ("subchapter", "1"),
    "Статья 5. Основные понятия": ("article", "5"),
    "СТАТЬЯ 5. ОСНОВНЫЕ ПОНЯТИЯ": ("article", "5"),
    "Статья 5-1. Слушания": ("article", "5-1"),
    "Статья 5–1. Слушания": ("article", "5-1"),
    "Статья 5¹. Слушания": ("article", "5-1"),
    "Статья 12": ("article", "12"),
    "Статья 12.": ("article", "12"),
    "Статья 7 Права участников": ("article", "7"),
    "Пункт 3. Срок": ("paragraph", "3"),
    "пункт 3": ("paragraph", "3"),
    "Подпункт 2)": ("subparagraph", "2"),
    "подпункт а)": ("subparagraph", "а"),
    "1. Настоящие Правила": ("paragraph", "1"),
    "1.Настоящие Правила": ("paragraph", "1"),
    "14. Срок составляет": ("paragraph", "14"),
    "5-1. Срок составляет": ("paragraph", "5-1"),
    "1.2. Требования": ("paragraph", "1.2"),
    "1.2 Требования": ("paragraph", "1.2"),
    "1) орган – ведомство;": ("subparagraph", "1"),
    "1)орган": ("subparagraph", "1"),
    "12) орган": ("subparagraph", "12"),
    "3-1) орган": ("subparagraph", "3-1"),
    "а) справка;": ("subparagraph", "а"),
    "Приложение": ("annex", ""),
    "Приложение 2": ("annex", "2"),
    "Приложение № 2 к Правилам": ("annex", "2"),
    "Приложение к приказу Министра": ("annex", ""),
    "Утверждены приказом Министра": ("annex", ""),
    "І бөлім. Жалпы ережелер": ("section", "I"),
    "1-бөлім. Жалпы ережелер": ("section", "1"),
    "2-БӨЛІМ. ҚҰҚЫҚТАР": ("section", "2"),
    "1-тарау. Жалпы ережелер": ("chapter", "1"),
    "2-ТАРАУ. ҚҰҚЫҚТАР": ("chapter", "2"),
    "3-тарау": ("chapter", "3"),
    "1-параграф. Құжаттарды қабылдау": ("subchapter", "1"),
    "5-бап. Негізгі ұғымдар": ("article", "5"),
    "5-БАП. НЕГІЗГІ ҰҒЫМДАР": ("article", "5"),
    "5-1-бап. Тыңдау": ("article", "5-1"),
    "5–1–бап. Тыңдау": ("article", "5-1"),
    "12-бап": ("article", "12"),
    "12-бап.": ("article", "12"),
    "7-бап Қатысушылардың құқықтары": ("article", "7"),
    "3-тармақ": ("paragraph", "3"),
    "3-тармақ. Мерзім": ("paragraph", "3"),
    "3-1-тармақ": ("paragraph", "3-1"),
    "2) тармақша": ("subparagraph", "2"),
    "1. Осы Қағидалар": ("paragraph", "1"),
    "2) өтініш – жолданым;": ("subparagraph", "2"),
    "ә) анықтама;": ("subparagraph", "ә"),
    "1-қосымша": ("annex", "1"),
    "Министрдің бұйрығына 2-қосымша": ("annex", "2"),
    "Қосымша": ("annex", ""),
    "Министрдің бұйрығымен бекітілген": ("annex", ""),
    # What only looks like a number.
    "Статья 5 Закона применяется": None,
    "Статья 5 Кодекса Республики Казахстан": None,
    "01.02.2026 года вступает": None,
    "2026 жылғы 5 мамырдағы": None,
    "15 рабочих дней": None,
    "5-баптың 2-тармағында": None,
    "3-тармақта:": None,
    "2) тармақшада:": None,
    "1,5 процента": None,
    "Утвержденный перечень": None,
    "пункт 3 изложить в следующей редакции:": None,
    "Приложение рассматривается отдельно": None,
    "толықтырулар және қосымша шаралар": None,
}

LABELS = {
    "подпункт 1) пункта 2 статьи 5": "article 5 / paragraph 2 / subparagraph 1",
    "Статья 5, пункт 2, подпункт 1)": "article 5 / paragraph 2 / subparagraph 1",
    "пп. 1) п. 2 ст. 5": "article 5 / paragraph 2 / subparagraph 1",
    "в подпункте 1) пункта 2": "paragraph 2 / subparagraph 1",
    "абзац второй части первой статьи 5": "article 5 / part 1 / indent 2",
    "часть двадцать первая статьи 7": "article 7 / part 21",
    "Статья 5. Основные понятия": "article 5",
    "подпункты 2) и 3) пункта 1": "paragraph 1 / subparagraph 2, 3",
    "пункт 4 приложения 2": "annex 2 / paragraph 4",
    "5-баптың 2-тармағының 1) тармақшасы": "article 5 / paragraph 2 / subparagraph 1",
    "5-бап, 2-тармақ, 1) тармақша": "article 5 / paragraph 2 / subparagraph 1",
    "5-1-баптың 3-тармағы": "article 5-1 / paragraph 3",
    "3-тармақтың екінші бөлігі": "paragraph 3 / part 2",
    "3-тармақтың он бірінші абзацы": "paragraph 3 / indent 11",
    "1) және 2) тармақшалар": "subparagraph 1, 2",
    "5-бап. Негізгі ұғымдар": "article 5",
    "Сроки рассмотрения": "",
    "": "",
}

ORDER = """ПРИКАЗ
О внесении изменений в приказ
В соответствии с пунктом 2 статьи 5 Закона Республики Казахстан ПРИКАЗЫВАЮ:
1. Внести в приказ Министра от 5 мая 2020 года № 12 «Об утверждении Правил» следующие изменения:
в пункте 3:
подпункт 2) изложить в следующей редакции:
«2) лицо – гражданин;
3) орган – ведомство.»;
подпункт 4) исключить;
пункт 5 изложить в следующей редакции:
"5. Срок составляет пять дней.
Исчисление ведется со дня подачи.".
2. Департаменту обеспечить:
1) регистрацию;
2) размещение на сайте.
Контроль возложить на вице-министра."""

LAW_KK = """Қазақстан Республикасының Заңы
1-тарау. Жалпы ережелер
5-бап. Негізгі ұғымдар
1. Осы Заңда мынадай ұғымдар пайдаланылады:
1) өтініш – жолданым;
2) орган – ведомство.
Мерзім ұзартылмайды.
2. Мына бұйрыққа өзгерістер енгізілсін:
3-тармақта:
2) тармақша мынадай редакцияда жазылсын:
«2) жаңа мәтін;
3) тағы.»;
5-тармақтың екінші бөлігі алып тасталсын."""


def test_forms_of_numbers_are_recognised_in_both_languages() -> None:
    seen = {line: (marker.kind, marker.number) if (marker := marker_of(line)) else None for line in FORMS}

    assert {line: form for line, form in seen.items() if form != FORMS[line]} == {}
    assert len(FORMS) >= 60


def test_labels_of_rows_name_their_place() -> None:
    assert {label: path_of(place_of_label(label)) for label in LABELS} == LABELS


def test_amending_order_keeps_the_new_wording_with_its_instruction() -> None:
    read = read_pasted(ORDER)

    assert [(element.path, element.label) for element in read.elements] == [
        ("heading 1", "заголовок первый"),
        ("heading 2", "заголовок второй"),
        ("preamble 1", "преамбула"),
        ("paragraph 1", "пункт 1"),
        ("paragraph 1 / amendment of paragraph 3", "пункт 3 (пункт 1 проекта)"),
        (
            "paragraph 1 / amendment of paragraph 3 / amendment of subparagraph 2",
            "подпункт 2) пункта 3 (пункт 1 проекта)",
        ),
        (
            "paragraph 1 / amendment of paragraph 3 / amendment of subparagraph 4",
            "подпункт 4) пункта 3 (пункт 1 проекта)",
        ),
        ("paragraph 1 / amendment of paragraph 5", "пункт 5 (пункт 1 проекта)"),
        ("paragraph 2", "пункт 2"),
        ("paragraph 2 / subparagraph 1", "подпункт 1) пункта 2"),
        ("paragraph 2 / subparagraph 2", "подпункт 2) пункта 2"),
        ("paragraph 2 / part 2", "часть вторая пункта 2"),
    ]
    assert read.elements[5].text.endswith("«2) лицо – гражданин;\n3) орган – ведомство.»;")
    assert read.elements[5].amends == "paragraph 3 / subparagraph 2"


def test_kazakh_law_is_labelled_in_kazakh() -> None:
    read = read_pasted(LAW_KK)

    assert read.language == "kk"
    assert [element.label for element in read.elements] == [
        "бірінші тақырып",
        "1-тарау",
        "5-бап",
        "5-баптың 1-тармағы",
        "5-баптың 1-тармағының 1) тармақшасы",
        "5-баптың 1-тармағының 2) тармақшасы",
        "5-баптың 1-тармағының екінші бөлігі",
        "5-баптың 2-тармағы",
        "3-тармақ (жобаның 5-бабының 2-тармағы)",
        "3-тармақтың 2) тармақшасы (жобаның 5-бабының 2-тармағы)",
        "5-тармақтың екінші бөлігі (жобаның 5-бабының 2-тармағы)",
    ]


def test_label_leads_to_its_element_and_every_label_of_a_text_leads_back() -> None:
    elements = read_pasted(LAW_KK).elements

    assert [element_at(elements, element.label) for element in elements[2:8]] == list(elements[2:8])
    assert element_at(elements, "1-тармақтың 2) тармақшасы") == elements[5]
    assert element_at(elements, "9-бап") is None


def test_repeated_numbers_have_paths_of_their_own() -> None:
    elements = numbered(["Глава 1. А", "1. один.", "Глава 2. Б", "1. другой.", "1. третий.", "1. ещё."])

    assert [element.path for element in elements] == [
        "chapter 1",
        "paragraph 1",
        "chapter 2",
        "chapter 2 / paragraph 1",
        "chapter 2 / paragraph 1 (2)",
        "chapter 2 / paragraph 1 (3)",
    ]


def test_quotation_that_is_never_closed_swallows_nothing() -> None:
    elements = numbered(["1. Внести в «Правила следующее.", "2. Срок.", "3. Дата."])

    assert [element.path for element in elements] == ["paragraph 1", "paragraph 2", "paragraph 3"]


SCRAPS = [
    *FORMS,
    *ORDER.splitlines(),
    *LAW_KK.splitlines(),
    "«",
    "»",
    '"',
    ":",
    "слово",
    "Часть.",
    "- тире;",
    "АБЗАЦ БОЛЬШОЙ",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=30)), max_size=25))
def test_no_word_is_lost_and_every_path_is_unique(lines: list[str]) -> None:
    elements = numbered(lines)

    assert text_of(elements).split() == " ".join(lines).split()
    assert len({element.path for element in elements}) == len(elements)
    assert all(element.text.startswith(element.marker) for element in elements)
