"""A chart in a document: the same bars in each format, and every word a text."""

from io import BytesIO

import docx
import pytest

from correspondence.documents import Bar, Chart, Document, Letterhead, Mode, Text, same
from correspondence.documents.rendering import html_of
from correspondence.documents.storing import from_json, to_json
from correspondence.documents.word import docx_of

pytestmark = pytest.mark.any_engine
CHART = Chart(
    Text("Ұсыныстар", "Предложения"),
    (Text("қабылданды", "принято"), Text("күтілуде", "ждёт")),
    (Bar(Text("<b>Су</b>", "Вода"), (3, 1), same("4")), Bar(same("0"), (0, 0), same("0"))),
)


def document(mode: Mode = Mode.BOTH) -> Document:
    return Document(Text("Есеп", "Отчёт"), mode, Letterhead(same("Ұйым")), (CHART,))


def test_chart_waits_for_the_worker_unchanged() -> None:
    assert from_json(to_json(document())) == document()


def test_page_has_the_shares_and_no_markup_of_people() -> None:
    page = html_of(document())
    assert "width: 75.0%" in page
    assert "width: 25.0%" in page
    assert "&lt;b&gt;Су&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("mode", "said", "unsaid"),
    [(Mode.KAZAKH, "қабылданды", "принято"), (Mode.RUSSIAN, "принято", "қабылданды")],
)
def test_word_file_says_it_in_its_language(mode: Mode, said: str, unsaid: str) -> None:
    word = docx.Document(BytesIO(docx_of(document(mode))))
    text = "".join(word.element.body.itertext())
    assert said in text
    assert unsaid not in text
    assert "█" * 22 in text


def test_bar_with_other_parts_than_the_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 parts"):
        Chart(Text(), CHART.names, (Bar(same("а"), (1,)),))
