"""A patient's name that is typed with pinyin, and not chosen when the doctor clicks elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.ui.keys import compose
from tests.ui.new_consultation.people import PEOPLE
from workstation.ui.new_consultation.pick_field import PickField


def test_a_composed_name_stays_and_its_offers_do_not_open_behind_the_keyboard(show_widget):
    """ibus gives up what it composed when it is asked to finish: the name was gone by a click."""
    sheet = QWidget()
    name, next_field = PickField(sheet, "opening.unknown_member"), QLineEdit()
    sheet.setLayout(QVBoxLayout())
    sheet.layout().addWidget(name)
    sheet.layout().addWidget(next_field)
    name.offer(PEOPLE)
    show_widget(sheet)
    name.setFocus()
    compose(name.field.edit, "", preedit="王小宝")
    compose(name.field.edit, "")
    next_field.setFocus(Qt.FocusReason.MouseFocusReason)
    assert name.field.text() == "王小宝"
    assert name.offers.isHidden()
