"""What is taken off the clipboard, and what is marked there as nothing to be kept."""

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication

from workstation.domain.export import ExportChannel, ExportPermit
from workstation.ui.kit import clipboard

Mode = QClipboard.Mode


@pytest.mark.parametrize("owns", [(True, True), (True, False), (False, True), (False, False)])
def test_only_what_this_program_put_there_is_taken_back(monkeypatch, owns):
    """What a doctor copied elsewhere, and what X11's middle button pastes, is not ours to empty."""
    cleared = []
    board = SimpleNamespace(
        ownsClipboard=lambda: owns[0],
        ownsSelection=lambda: owns[1],
        clear=lambda mode=Mode.Clipboard: cleared.append(mode),
    )
    monkeypatch.setattr(clipboard, "QGuiApplication", SimpleNamespace(clipboard=lambda: board))
    clipboard.take_back()
    own_modes = [
        mode for mode, own in zip((Mode.Clipboard, Mode.Selection), owns, strict=True) if own
    ]
    assert cleared == own_modes


@pytest.mark.parametrize("channel", [ExportChannel.TEXT, None])
def test_a_patients_words_alone_are_marked_as_nothing_to_keep(qapp, channel):  # noqa: ARG001
    clipboard.write_text("文", ExportPermit(channel))
    content = QGuiApplication.clipboard().mimeData()
    marked = {name for name in clipboard.MARKS if content.hasFormat(name)}
    QGuiApplication.clipboard().clear()
    assert marked == (set(clipboard.MARKS) if channel else set())
