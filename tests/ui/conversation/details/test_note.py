"""What one writes about a patient is saved while one writes, and taken back by one click."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.fakes.sign_in import OneGroup
from tests.store.people import consultation, listed
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.domain.notes import MAX_NOTE_CHARACTERS, PatientNote, note_subject
from workstation.services.noting import Noting
from workstation.store.session_store import SessionStore
from workstation.ui.conversation.details.note_section import NoteSection
from workstation.ui.conversation.details.note_wiring import NoteWiring
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import scope_of
from workstation.vault.database import Vault


class SignedIn(OneGroup):
    """What the note needs of a sign-in."""

    def __init__(self, vault: Vault, scope) -> None:
        self.store = SessionStore()
        self.noting = Noting(vault, self.store.notes, self.store.apply)
        self.spawn = scope.spawn


class Desk:
    """The section in a window with one other field."""

    def __init__(self, vault: Vault, window) -> None:
        self.window, self.section, self.elsewhere = window, NoteSection(), QLineEdit()
        window.layout().addWidget(self.section)
        window.layout().addWidget(self.elsewhere)
        self.scope = scope_of(window)
        self.signed_in = SignedIn(vault, self.scope)
        self.signed_in.store.apply(Changes(listed=(listed(1), listed(2))))
        self.sentences, self.offers = [], []
        self.wiring = NoteWiring(self.signed_in, self.section, self.scope, self._notify)
        self.wiring.show(consultation(1))

    def _notify(self, text, action=None):
        self.sentences.append(text)
        self.offers += [action] if action else []

    def other_page(self) -> NoteWiring:
        """Another page that has the same patient open."""
        section = NoteSection()
        self.window.layout().addWidget(section)
        wiring = NoteWiring(self.signed_in, section, self.scope, self._notify)
        wiring.show(consultation(1))
        return wiring

    def noted(self, number: int) -> str:
        return self.signed_in.store.notes.of(consultation(number)).text

    async def write(self, text: str) -> None:
        """Type at the end, and go elsewhere."""
        self.section.enter()
        QTest.keyClicks(self.section.area.edit, text)
        self.elsewhere.setFocus()
        await self.scope.join()


@pytest.fixture
def desk(qloop, show_widget, qtbot):  # noqa: ARG001 - a running loop
    vault = Vault.in_memory(threads=False)
    window = show_widget()
    made = Desk(vault, window)
    window.resize(320, 400)
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    vault.close()


async def test_a_note_is_saved_and_undone_and_belongs_to_its_patient(desk):
    await desk.write("abc")
    assert (desk.noted(1), desk.sentences) == ("abc", ["已保存备注：病人1"])
    await desk.write("d")
    desk.offers[-1].act()
    await desk.scope.join()
    assert (desk.noted(1), desk.section.text) == ("abc", "abc")
    desk.wiring.show(consultation(2))
    assert (desk.noted(2), desk.section.text) == ("", "")


async def test_a_note_taken_back_at_the_next_patient_is_not_put_under_that_name(desk):
    await desk.write("abc")
    await desk.write("d")
    desk.wiring.show(consultation(2))
    await desk.write("e")
    desk.offers[1].act()
    await desk.scope.join()
    assert (desk.noted(1), desk.noted(2), desk.section.text) == ("abc", "e", "e")


async def test_a_note_that_comes_from_elsewhere_is_not_put_under_the_hand_of_who_writes(desk):
    desk.section.enter()
    QTest.keyClicks(desk.section.area.edit, "abc")
    opened = consultation(1)
    came = PatientNote(note_subject(opened), opened.consultation_id, "elsewhere", ())
    desk.signed_in.store.apply(Changes(notes=(came,)))
    desk.wiring.show(opened)  # its facts may change as well
    assert desk.section.text == "abc"
    desk.wiring.keep()
    await desk.scope.join()
    desk.signed_in.store.apply(Changes(notes=(came,)))
    assert desk.section.text == "abc"


async def test_what_is_written_on_while_it_is_saved_is_not_forgotten(desk, monkeypatch):
    """Until it is saved itself: the sign-in may end before."""
    unsaved, write = desk.signed_in.noting.unsaved, desk.signed_in.noting.write
    subject = note_subject(consultation(1))

    async def written_on(opened, text):
        await write(opened, text)
        unsaved[subject] = (opened, "abcd")

    monkeypatch.setattr(desk.signed_in.noting, "write", written_on)
    await desk.write("abc")
    assert unsaved[subject][1] == "abcd"


async def test_a_note_that_only_memory_holds_is_called_nothing_more(desk):
    desk.signed_in.store.is_durable = False
    await desk.write("abc")
    assert desk.sentences == ["备注只保留到程序关闭：病人1"]


async def test_who_goes_to_the_next_patient_while_writing_loses_no_word(desk):
    desk.section.enter()
    QTest.keyClicks(desk.section.area.edit, "abc")
    desk.wiring.show(consultation(2))
    await desk.scope.join()
    assert (desk.noted(1), desk.noted(2), desk.section.text) == ("abc", "", "")


async def test_a_page_that_had_the_patient_open_before_puts_no_old_note_back(desk):
    other = desk.other_page()
    await desk.write("abc")
    assert other._section.text == "abc"
    other.show(consultation(2))
    await desk.scope.join()
    assert desk.noted(1) == "abc"


async def test_what_the_disk_did_not_take_is_overwritten_by_no_other_page(desk, monkeypatch):
    async def refuse(*_):
        raise StorageError("the disk is full")

    other = desk.other_page()
    monkeypatch.setattr(desk.signed_in.noting._vault, "write", refuse)
    await desk.write("abc")
    other._section.entered.emit()
    assert other._section.text == "abc"
    late = desk.other_page()
    await desk.write("d")
    late.show(consultation(2))
    await desk.scope.join()
    assert desk.signed_in.noting.unsaved[note_subject(consultation(1))][1] == "abcd"


async def test_what_the_disk_did_not_take_stays_and_is_said(desk, monkeypatch):
    async def refuse(*_):
        raise StorageError("full", call="write")

    with monkeypatch.context() as broken:
        broken.setattr(desk.signed_in.noting, "write", refuse)
        await desk.write("abc")
        assert desk.section.area.message.text
    desk.wiring.show(consultation(2))
    desk.wiring.show(consultation(1))
    assert desk.section.text == "abc"
    desk.wiring.saving.later.timeout.emit()
    await desk.scope.join()
    assert desk.noted(1) == "abc"


async def test_what_the_disk_refused_is_said_of_its_patient_alone(desk, monkeypatch):
    async def refuse(*_):
        raise StorageError("full", call="write")

    with monkeypatch.context() as broken:
        broken.setattr(desk.signed_in.noting, "write", refuse)
        await desk.write("abc")
        desk.wiring.show(consultation(2))
        assert not desk.section.area.message.text
        desk.wiring.saving.later.timeout.emit()
        await desk.scope.join()
        assert not desk.section.area.message.text
        desk.wiring.show(consultation(1))
        assert desk.section.area.message.text
    desk.wiring.saving.later.timeout.emit()
    await desk.scope.join()
    assert not desk.section.area.message.text


async def test_more_than_a_note_has_is_said_and_not_saved(desk):
    desk.section.area.edit.setPlainText("a" * (MAX_NOTE_CHARACTERS + 1))
    desk.wiring.keep()
    await desk.scope.join()
    assert desk.noted(1) == ""
    assert str(MAX_NOTE_CHARACTERS) in desk.section.area.message.text


async def test_what_is_too_long_stays_until_it_is_shorter(desk):
    await desk.write("abc")
    desk.sentences.clear()
    long = "abc" + "d" * MAX_NOTE_CHARACTERS
    desk.section.enter()
    desk.section.area.edit.setPlainText(long)
    desk.elsewhere.setFocus()
    assert desk.sentences == [tr("note.not_saved_too_long", name=consultation(1).target.name)]
    desk.wiring.labelling.toggle(consultation(1), "vip")
    await desk.scope.join()
    assert desk.section.text == long
    desk.wiring.show(consultation(2))
    assert not desk.section.text
    desk.wiring.show(consultation(1))
    assert desk.section.text == long
    assert desk.section.area.message.text
    assert desk.noted(1) == "abc"
    desk.section.enter()
    desk.section.area.edit.setPlainText("abcd")
    desk.elsewhere.setFocus()
    await desk.scope.join()
    assert desk.noted(1) == "abcd"
    desk.offers[-1].act()
    await desk.scope.join()
    assert (desk.noted(1), desk.section.text) == ("abc", "abc")


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("text", ["abc", "d" * (MAX_NOTE_CHARACTERS + 1)])
async def test_nothing_that_is_written_of_a_purged_patient_stays(desk, monkeypatch, text, is_open):
    async def refuse(*_) -> None:
        raise StorageError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.signed_in.noting, "write", refuse)
        desk.section.enter()
        desk.section.area.edit.setPlainText(text)
        desk.elsewhere.setFocus()
        await desk.scope.join()
    if not is_open:
        desk.wiring.show(consultation(2))
    gone = PatientNote(note_subject(consultation(1)), 1)
    desk.signed_in.store.apply(Changes(forgotten=frozenset({1}), notes=(gone,)))
    desk.wiring.show(consultation(2))
    desk.wiring._save_unsaved()
    await desk.scope.join()
    desk.wiring.show(consultation(1))
    assert (desk.section.text, desk.noted(1)) == ("", "")


def test_escape_leads_back_to_where_one_works(desk, qtbot):
    desk.section.enter()
    with qtbot.waitSignal(desk.section.escaped):
        QTest.keyClick(desk.section.area.edit, Qt.Key.Key_Escape)


async def test_where_the_policy_forbids_it_nothing_is_there(desk):
    desk.signed_in.store.notes.allowed = False
    desk.wiring.show(consultation(2))
    assert not desk.section.isVisible()
