"""Every code of the readers has its sentence."""

from amendments.texts import NOTES, UNREADABLE_REASONS
from amendments.wording.texts import NOTES as NOTE_SENTENCES
from amendments.wording.texts import UNREADABLE


def test_every_code_has_a_sentence() -> None:
    assert set(UNREADABLE) == UNREADABLE_REASONS
    assert set(NOTE_SENTENCES) == NOTES
