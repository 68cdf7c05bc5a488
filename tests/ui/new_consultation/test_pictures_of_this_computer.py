"""Pictures of this computer taken into the form: as many as go, and each refusal said."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.ui.composer.fakes import Microphone
from tests.ui.waiting import until
from workstation.services.playback import Playback
from workstation.store.feed import Feed
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.new_consultation.form import MAX_PICTURES
from workstation.ui.new_consultation.wiring import NewConsultationWiring


@pytest.fixture
def wiring(qtbot, dressed, qloop) -> NewConsultationWiring:  # noqa: ARG001
    window = QWidget()
    qtbot.addWidget(window)
    scope = scope_of(window, lambda error: pytest.fail(repr(error)))
    signed_in = SimpleNamespace(store=SimpleNamespace(connections=Feed()))
    return NewConsultationWiring(
        signed_in,
        window,
        scope,
        playback=Playback(lambda _: pytest.fail("nothing is played"), lambda: False),
        make_microphone=Microphone,
        takes_addresses=lambda: False,
        open_consultation=lambda _: pytest.fail("nothing is opened"),
    )


def red_squares(folder: Path, count: int) -> list[str]:
    """So many picture files."""
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    names = [str(folder / f"{number}.png") for number in range(count)]
    assert all(picture.save(name) for name in names)
    return names


async def test_so_many_are_taken_and_of_the_next_it_is_said(wiring, tmp_path):
    wiring.add_files(red_squares(tmp_path, MAX_PICTURES + 1))
    await until(lambda: bool(wiring.sheet.error.text))
    assert f"“{MAX_PICTURES}.png”" in wiring.sheet.error.text
    assert tr("composer.reason.too_many", count=MAX_PICTURES) in wiring.sheet.error.text
    assert len(wiring.sheet.pictures.attached) == MAX_PICTURES


@pytest.fixture
def no_picture(tmp_path) -> str:
    """The name of a file that is called a picture and is none."""
    file = tmp_path / "note.png"
    file.write_bytes(b"no picture")
    return str(file)


async def test_what_is_no_picture_is_named_and_the_others_are_taken(wiring, tmp_path, no_picture):
    wiring.add_files([no_picture, str(tmp_path / "missing.png"), *red_squares(tmp_path, 1)])
    await until(lambda: bool(wiring.sheet.error.text))
    assert len(wiring.sheet.pictures.attached) == 1
    of_none, of_missing = wiring.sheet.error.text.splitlines()
    assert "“note.png”" in of_none
    assert "“missing.png”" in of_missing
    assert tr("composer.reason.unreadable") in of_missing
