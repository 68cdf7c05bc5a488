"""Pictures of this computer taken into the form: as many as go, and each refusal said."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.ui.composer.fakes import Microphone
from tests.ui.new_consultation.people import PEOPLE
from tests.ui.waiting import until
from workstation.domain.connection import Phase
from workstation.domain.consultation import Consultation
from workstation.domain.errors import Refused
from workstation.domain.ids import ConsultationId
from workstation.domain.people import Member, Team
from workstation.services.consultation_creation import CreatedConsultation
from workstation.services.playback import Playback
from workstation.store.feed import Feed
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.form import MAX_PICTURES
from workstation.ui.new_consultation.voice import AttachedVoice
from workstation.ui.new_consultation.wiring import NewConsultationWiring


class Uploads:
    """Gives everything an address, and counts."""

    def __init__(self):
        self.count = 0

    async def upload_picture(self, content, _progress):
        self.count += 1
        return f"https://media.example/{len(content)}.png"

    async def upload_recording(self, content, _progress):
        return await self.upload_picture(content, _progress)


class Platform:
    """Opens what it is asked for, once it is not ``closed``; or says that it had done so before."""

    is_uncertain = False

    def __init__(self):
        self.asked, self.uploads = [], Uploads()
        self.closed, self.as_asked = False, True
        self.draft = SimpleNamespace(form=None)

    async def create(self, new):
        self.asked.append(new)
        if self.closed:
            raise Refused("HTTP 200")
        member, team = Member(new.target_member_id, "王小宝"), Team(new.team_id, "")
        opened = Consultation(ConsultationId(1), member, member, team, new.symptom)
        return CreatedConsultation(opened, self.as_asked)


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def wiring(qtbot, dressed, qloop, platform) -> NewConsultationWiring:  # noqa: ARG001
    window = QWidget()
    window.notify = lambda _text: None
    qtbot.addWidget(window)
    window.show()
    scope = scope_of(window, lambda error: pytest.fail(repr(error)))
    signed_in = SimpleNamespace(
        store=SimpleNamespace(connections=Feed(), connection=SimpleNamespace(phase=Phase.ONLINE)),
        lists=SimpleNamespace(creator=platform),
        media=SimpleNamespace(symptom_uploads=platform.uploads),
    )
    return NewConsultationWiring(
        signed_in,
        window,
        scope,
        playback=Playback(lambda _: pytest.fail("nothing is played"), lambda: False),
        make_microphone=Microphone,
        takes_addresses=lambda: False,
        open_consultation=lambda _: None,
    )


def fill(sheet):
    sheet.target.pick(PEOPLE[0])
    sheet.team.pick(PickChoice(101, "皮肤科"))
    sheet.text.set_text("痒")


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


async def test_a_picture_still_read_goes_with_its_consultation(wiring, platform, tmp_path):
    fill(wiring.sheet)
    wiring.sheet.open()
    wiring.add_files(red_squares(tmp_path, 2))
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked) and not wiring.sheet.busy)
    (new,) = platform.asked
    assert len(new.images) == 2
    assert wiring.sheet.pictures.attached == []  # nothing of it lies in the next patient's form


async def test_nothing_is_opened_while_a_refusal_is_not_read(wiring, platform, no_picture):
    fill(wiring.sheet)
    wiring.sheet.open()
    wiring.add_files([no_picture])
    wiring.sheet.ask()
    await until(lambda: not wiring.sheet.busy)
    assert "“note.png”" in wiring.sheet.error.text
    assert platform.asked == []
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked))  # who reads that may do without


@pytest.mark.parametrize("spoken", [False, True])
async def test_what_is_uploaded_is_not_uploaded_again_after_a_refusal(
    wiring, platform, tmp_path, spoken
):
    fill(wiring.sheet)
    wiring.sheet.open()
    if spoken:
        wiring.sheet.show_voice(AttachedVoice(b"RIFF", 1_000))
    wiring.add_files(red_squares(tmp_path, 1))
    for platform.closed in (True, False):
        wiring.sheet.ask()
        await until(lambda: not wiring.sheet.busy)
    assert len(platform.asked) == 2
    assert platform.asked[0] == platform.asked[1]
    assert platform.uploads.count == 1 + spoken


async def test_the_form_stays_where_an_earlier_attempt_was_carried_out_instead(wiring, platform):
    fill(wiring.sheet)
    wiring.sheet.open()
    platform.as_asked = False
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked) and not wiring.sheet.busy)
    assert wiring.sheet.filled.text == "痒"


async def test_a_second_press_while_it_is_on_its_way_opens_no_second_one(wiring, platform):
    fill(wiring.sheet)
    wiring.sheet.open()
    pressed = []
    wiring.sheet.asked.connect(lambda: pressed.append(True))
    wiring.sheet.set_busy(busy=True)
    wiring.sheet.ask()
    assert pressed == []
    wiring.sheet.set_busy(busy=False)
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked) and not wiring.sheet.busy)
    assert (len(pressed), len(platform.asked)) == (1, 1)
