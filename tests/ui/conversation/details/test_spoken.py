"""By keyboard the details begin with what stands in them, not with a button."""

import pytest
from PySide6.QtCore import Qt

from tests.store.people import consultation
from workstation.domain.people import Member
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.details.rows import DoctorCard
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.shell.pane_focus import entrance_of


def stop_of(pane: DetailsPane):
    """What has the keyboard once it is brought into the pane."""
    pane.show()
    pane.activateWindow()
    entrance = entrance_of(pane)
    entrance.setFocus(Qt.FocusReason.TabFocusReason)
    return pane.focusWidget()


@pytest.mark.parametrize("height", [200, 2000])
def test_the_first_stop_says_whom_it_is_about_and_who_treats(pane, height, qtbot):
    pane.resize(320, height)
    doctors = DoctorCard(1, "李医生", "主治医师", True), DoctorCard(2, "王医生", "主任医师", False)
    pane.show_consultation(consultation(7, target=Member(3, "王小宝")), doctors)
    stop = stop_of(pane)
    qtbot.waitUntil(pane.isActiveWindow)
    name = stop.accessibleName()
    assert name.startswith("就诊人 王小宝；")
    assert "咨询编号 7" in name
    assert name.endswith("团队医生 李医生 我、王医生 主任医师")
    assert stop.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_it_says_another_patient_and_another_language(pane):
    pane.show_consultation(consultation(7, target=Member(3, "王小宝")), ())
    pane.show_consultation(consultation(8, target=Member(4, "李一诺")), ())
    assert stop_of(pane).accessibleName().startswith("就诊人 李一诺；")
    set_language(Language.EN)
    pane.retranslate()
    assert stop_of(pane).accessibleName().startswith("Patient 李一诺; ")
