"""Pages of drafts with comments on them, and reports, in the portal's own markup around invented words."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

FIXTURES = Path(__file__).with_name("fixtures")
PORTAL_ID = 16000105  # the draft of all these pages
BODY = {
    "ru": "Министерство труда и социальной защиты населения РК",
    "kk": "ҚР Еңбек және халықты әлеуметтік қорғау министрлігі",
}
MARKS = {
    ("accepted", "ru"): ("Принято", "fa-check-square"),
    ("accepted", "kk"): ("Қабылданды", "fa-check-square"),
    ("not_accepted", "ru"): ("Не принято", "fa-times-circle"),
    ("not_accepted", "kk"): ("Қабылданбады", "fa-times-circle"),
}
GO_TO = {"ru": "Переход на комментируемый текст", "kk": "Түсінік берілетін мәтінге өту"}
SHOW = {"ru": "посмотреть текст", "kk": "мәтінді қарау"}
HEADS = {
    "ru": ("Раздел", "Комментарии", "Ответ", "Нравится", "Не нравится"),
    "kk": ("Бөлім", "Пікірлер", "Жауап", "Ұнайды", "Ұнамайды"),
}

COMMENT = """
                    <div class="media">
                        <a class="pull-left"><img src="/public/images/no-avatar.png" alt="" class="media-object"></a>
                        <div class="media-body">
                            <h4 class="media-heading" tabindex="0">


                                {author}


                                <span style="font-size: 14px; font-weight: normal"> {affiliation}</span>
                            </h4>
                            <h4 class="media-heading" tabindex="0">
                                <a href="#{part_id}" npa-id="{part_id}" class="view-comment-part" title="{go_to}"
                                ><span style="text-transform: lowercase">{part}</span></a>
                                <span>
                                    <a href="#{part_id}" npa-id="{part_id}" class="view-comment-part" title="{go_to}"
                                    >{show}</a>
                                            {at}
                                    {mark}
                                            /
                                        </span>
                            </h4>
                            <p tabindex="0" id="{id}">{text}
</p>

                            <!-- Nested media object -->
                            {replies}
                        </div>
                    </div>"""
MARK = '<span><i class="liker fa {icon}" title="{title}" style="padding: 0 7px; font-size:18px"></i></span>'
REPLY = """
                            <div class="media" style="margin-left: 30px;">
                                <div class="media-body">
                                    <h4 class="media-heading" tabindex="0">
                                        {tags}
                                        {author}
                                        <span>
                                                        {at}
                                                    </span>
                                    </h4>
                                    <p tabindex="0" id="{id}">{text}</p>
                                </div>
                            </div>
                            <!--end media-->"""


@dataclass(frozen=True)
class Reply:
    id: int = 16000401
    text: str = "Учтено."
    at: str = "18/11 - 09:30"
    author: str = ""  # the draft's body
    is_marked: bool = True

    def html(self, language: str) -> str:
        tags = '<i class="fa fa-tags"></i>' if self.is_marked else ""
        author = escape(self.author or BODY[language])
        return REPLY.format(tags=tags, author=author, at=self.at, id=self.id, text=escape(self.text))


@dataclass(frozen=True)
class Comment:
    id: int = 16000301
    text: str = "Прошу изменить пункт 5."
    at: str = "17/11 - 11:05"
    author: str = "САПАРОВА АЙГЕРИМ"
    affiliation: str = ""
    part: str = "пункт 5. помощь на дому оказыва..."
    part_id: int = 3
    mark: str | None = None
    replies: tuple[Reply, ...] = ()

    def html(self, language: str) -> str:
        title, icon = MARKS[self.mark, language] if self.mark else ("", "")
        return COMMENT.format(
            author=escape(self.author),
            affiliation=escape(self.affiliation),
            part=escape(self.part),
            part_id=self.part_id,
            go_to=GO_TO[language],
            show=SHOW[language],
            at=self.at,
            mark=MARK.format(icon=icon, title=title) if self.mark else "",
            id=self.id,
            text=escape(self.text),
            replies="".join(reply.html(language) for reply in self.replies),
        )


def comments_page(*comments: Comment, language: str = "ru", channel: int = 6) -> bytes:
    """The page of draft 16000105, made on 16 November 2026 and discussed until 1 December, with these comments."""
    page = (FIXTURES / f"draft_{language}.html").read_text(encoding="utf-8")
    before, rest = page.split('<div class="main-comments">', 1)
    _, after = rest.split("</div>\n            </div>\n<footer>", 1)
    shown = "".join(comment.html(language) for comment in comments)
    before = before.replace("setActive(6)", f"setActive({channel})")
    return f'{before}<div class="main-comments">{shown}</div>\n</div>\n<footer>{after}'.encode()


def report_page(*rows: tuple[str, ...], language: str = "ru", head: tuple[str, ...] | None = None) -> bytes:
    """A report as far as it is known: a table under the portal's five heads."""
    heads = "".join(f"<th>{words}</th>" for words in head or HEADS[language])
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    title = "Отчет" if language == "ru" else "Есеп"
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<h2>{title}</h2><a href="/npa/view?id=16000105">Об утверждении Правил оказания социальной помощи</a>'
        f'<table class="menu"><tr><td>x</td></tr></table><table><thead><tr>{heads}</tr></thead><tbody>{body}'
        "</tbody></table></body></html>"
    ).encode()
