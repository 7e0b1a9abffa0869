"""Comparative tables: headers in both languages, merged cells, repeated headers, tables cut in pieces."""

import pytest

from amendments.texts import ComparedRow, ReadTable, is_absent, read_docx, read_odt
from amendments.texts.comparison_headers import field_of
from tests.amendments.office_files import comparative_table, odt, p, tbl, tc, word

RU = ("№ п/п", "Структурный элемент", "Действующая редакция", "Предлагаемая редакция", "Обоснование")
KK = ("Р/с №", "Құрылымдық элемент", "Қолданыстағы редакция", "Ұсынылатын редакция", "Негіздеме")


def table(data: bytes) -> ReadTable:
    read = read_docx(data)
    assert isinstance(read, ReadTable)
    return read


def cells(row: ComparedRow) -> tuple[str, ...]:
    return row.number, row.label, row.current, row.proposed, row.reason


def header(names: tuple[str, ...] = RU) -> str:
    return "".join(tc(name) for name in names)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Редакция предлагаемого изменения или дополнения", "proposed"),
        ("Предлагаемая редакция*", "proposed"),
        ("Ұсынылып отырған өзгерістің редакциясы", "proposed"),
        ("Редакция законопроекта", "current"),
        ("Заң жобасының редакциясы", "current"),
        ("Норма проекта", "current"),
        ("Жоба нормасы", "current"),
        ("Обоснования", "reason"),
        ("Негіздемесі", "reason"),
        ("Структурный элемент законопроекта", "label"),
        ("Автор изменения", ""),
    ],
)
def test_near_variants_of_headers_are_known(words: str, field: str) -> None:
    assert field_of(words) == field


@pytest.mark.parametrize("names", [RU, KK])
def test_rows_are_read_in_either_language(names: tuple[str, ...]) -> None:
    row = ("1", "5-баптың 2-тармағы", "Бес күн.", "Он күн.\nЖазбаша.", "Мерзім қысқа.")

    read = table(comparative_table([names, ("1", "2", "3", "4", "5"), row], title="Салыстырма кесте"))

    assert [cells(one) for one in read.rows] == [row]
    assert (read.title, read.rows[0].path) == ("Салыстырма кесте", "article 5 / paragraph 2")


def test_row_without_a_wording_keeps_what_it_says() -> None:
    row = ("2", "статья 6-1", "Отсутствует.", "6-1. Слушания.", "Нужны.")

    read = table(comparative_table([RU, row]))

    assert cells(read.rows[0]) == row
    assert [is_absent(text) for text in ("Отсутствует.", "жоқ", "–", "", "Отсутствует срок")] == [
        True
    ] * 4 + [False]


def test_merged_cells_titles_and_repeated_headers() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = p("Сравнительная таблица") + tbl(
        header(),
        tc("Глава 2. Слушания", '<w:gridSpan w:val="5"/>'),
        tc("1", restart) + tc("статья 5", restart) + tc("а") + tc("б") + tc("потому", restart),
        tc("", goes_on) + tc("", goes_on) + tc("в") + tc("г") + tc("", goes_on),
        header(),
        tc("2") + tc("статья 6") + tc("д") + tc("е") + tc("ё"),
    )

    read = table(word(body))

    assert [cells(row) for row in read.rows] == [
        ("1", "статья 5", "а", "б", "потому"),
        ("1", "статья 5", "в", "г", "потому"),
        ("2", "статья 6", "д", "е", "ё"),
    ]
    assert [row.merged for row in read.rows] == [(), ("number", "label", "reason"), ()]
    assert {row.group for row in read.rows} == {"Глава 2. Слушания"}


def test_title_inside_the_table_is_kept_as_the_title() -> None:
    body = tbl(
        tc("Салыстырма кесте", '<w:gridSpan w:val="5"/>'), header(KK), "".join(tc(sign) for sign in "1абвг")
    )

    read = table(word(body))

    assert (read.title, [cells(row) for row in read.rows]) == ("Салыстырма кесте", [tuple("1абвг")])


def test_table_cut_in_three_goes_on_and_other_text_is_kept() -> None:
    body = tbl(header(), tc("1") + tc("статья 5") + tc("а") + tc("б") + tc("в"))
    body += p("") + tbl(tc("2") + tc("статья 6") + tc("г") + tc("д") + tc("е"))
    body += p("Министр") + tbl(header(), tc("3") + tc("статья 7") + tc("ж") + tc("з") + tc("и"))
    body += tbl(tc("Исполнитель") + tc("телефон"))

    read = table(word(body))

    assert [row.label for row in read.rows] == ["статья 5", "статья 6", "статья 7"]
    assert read.around == ("Министр", "Исполнитель\tтелефон")


def test_header_of_two_rows_and_a_column_of_another_meaning() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    header = (
        tc("Структурный элемент", restart) + tc("Редакция", '<w:gridSpan w:val="2"/>') + tc("Автор", restart),
        tc("", goes_on) + tc("действующая") + tc("предлагаемая") + tc("", goes_on),
    )
    body = tbl(*header, tc("статья 5") + tc("а") + tc("б") + tc("Ашық Орта"), *header)

    read = table(word(body))

    assert [cells(row) for row in read.rows] == [("", "статья 5", "а", "б", "")]
    assert read.rows[0].others == (("Автор", "Ашық Орта"),)


def test_odt_table_with_merged_cells() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    def row(*parts: str) -> str:
        return f"<table:table-row>{''.join(parts)}</table:table-row>"

    covered = "<table:covered-table-cell/>"
    body = "<table:table>" + row(*(cell(name) for name in KK))
    body += row(cell("1-тарау", 'table:number-columns-spanned="5"'), *[covered] * 4)
    body += row(cell("1"), cell("5-бап", 'table:number-rows-spanned="2"'), cell("а"), cell("б"), cell("в"))
    body += row(cell("2"), covered, cell("г"), cell("д"), cell("е")) + "</table:table>"

    read = read_odt(odt(body))

    assert isinstance(read, ReadTable)
    assert [cells(one) for one in read.rows] == [("1", "5-бап", "а", "б", "в"), ("2", "5-бап", "г", "д", "е")]
    assert {one.group for one in read.rows} == {"1-тарау"}
