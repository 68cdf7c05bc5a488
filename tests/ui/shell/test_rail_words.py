"""What the rail says of the connection has room in it, in both languages."""

import pytest

from workstation.domain.connection import Phase
from workstation.ui.kit.painting import line_width
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("phase", list(Phase))
def test_no_word_of_the_connection_is_cut(language: Language, phase: Phase) -> None:
    set_language(language)
    words = tr(f"rail.phase.{phase.value}")
    wide = line_width(words, theme.font(TextRole.CAPTION, tabular=True))
    assert SIZE.dot + SPACE.x1 + wide <= SIZE.rail
