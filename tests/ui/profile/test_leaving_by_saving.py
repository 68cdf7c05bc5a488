"""Whoever saves to leave goes on once it is saved, and stays where it is not."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.ui.profile.conftest import questions, saves_of, write
from workstation.domain.errors import Refused
from workstation.ui.kit.strings import error_text, tr


def test_saving_before_leaving_goes_on_only_when_it_is_saved(frame, page):
    saves = saves_of(page)
    write(page)
    frame.show_page("history")
    questions(frame)[0].answer("save")
    page.show_saving()
    page.show_not_saved(error_text(Refused(server_text="正在维护")))
    assert "正在维护" in page.bar.text
    page.save()
    _base, edited = saves[-1]
    page.show_saved(edited, edited)
    assert frame.current_page == "profile"


def test_who_leaves_by_saving_what_cannot_be_saved_stays_once_it_is_put_right(frame, page):
    saves = saves_of(page)
    page.editor.name.edit.setText("")
    page.editor.name.edit.textEdited.emit("")
    frame.show_page("history")
    questions(frame)[0].answer("save")
    assert saves == []
    page.editor.name.edit.setText("林若川")
    page.editor.name.edit.textEdited.emit("林若川")
    write(page)
    page.save()
    _base, edited = saves[-1]
    page.show_saved(edited, edited)
    assert frame.current_page == "profile"


@pytest.mark.parametrize("waits", [True, False])
def test_changes_that_are_being_saved_cannot_be_given_up_by_leaving(frame, page, waits):
    """The platform may have them already: \"discard\" would be a word that is not kept."""
    write(page)
    page.show_saving()
    frame.show_page("history")
    (question,) = questions(frame)
    assert [button.text() for button in question.findChildren(QPushButton)] == [
        tr("profile.keep_editing")
    ]
    if not waits:
        question.answer("cancel")
    page.show_saved(page.editor.profile(), page.editor.profile())
    assert (frame.current_page, page.unsaved) == ("history" if waits else "profile", False)
    assert questions(frame) == []


def test_who_waits_for_a_save_that_fails_stays_and_reads_why(frame, page):
    write(page)
    page.show_saving()
    frame.show_page("history")
    page.show_not_saved(error_text(Refused(server_text="正在维护")))
    assert (frame.current_page, questions(frame)) == ("profile", [])
    assert "正在维护" in page.bar.text
    page.show_saving()
    page.show_saved(page.editor.profile(), page.editor.profile())
    assert frame.current_page == "profile", "the wish to leave ended with the failure"
