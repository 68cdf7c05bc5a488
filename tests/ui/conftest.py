"""Every test of the window runs dressed in the light theme and in Chinese, and leaves it so."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from workstation.ui.strings import Language, set_language
from workstation.ui.theme import Appearance, TextSize, theme


@pytest.fixture(scope="session")
def dressed_app(qapp: QApplication) -> QApplication:
    theme.install(qapp)
    return qapp


@pytest.fixture(autouse=True)
def dressed(dressed_app: QApplication) -> Iterator[QApplication]:
    theme.set_appearance(Appearance.LIGHT)
    yield dressed_app
    theme.set_appearance(Appearance.LIGHT)
    theme.set_text_size(TextSize.STANDARD)
    theme.set_reduced_motion(False)
    set_language(Language.ZH)
