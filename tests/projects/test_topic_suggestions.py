"""The topics that lie ready."""

from projects.actions import topics
from projects.topic_suggestions import suggestions


def test_every_ready_topic_can_be_read_and_is_named_once() -> None:
    rows = suggestions()
    assert [row.key for row in rows if topics.check_words(row.words) != row.words] == []
    assert len({row.key for row in rows}) == len(rows) >= 8
    for language in ("kk", "ru"):
        assert len({getattr(row, f"name_{language}") for row in rows}) == len(rows)
