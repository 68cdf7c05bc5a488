"""A summary whose form is put away while it is on its way, as on a disk that hangs."""

import pytest

from workstation.domain.errors import DiskFull
from workstation.services import closing as service
from workstation.ui.kit.strings import error_text, tr


@pytest.mark.parametrize("failing", [True, False])
async def test_what_became_of_it_is_said_over_the_window(ending, monkeypatch, failing):
    """It was said in the form, where nobody could see it."""

    def full(*_):
        raise DiskFull("full")

    await ending.open()
    ending.write(assessment="荨麻疹")
    await ending.scope.join()
    if failing:
        monkeypatch.setattr(service.closing, "send", full)
    ending.sheet.start.click()
    ending.sheet.dismiss()
    await ending.scope.join()
    reason = str(error_text(DiskFull("full"))) if failing else tr("closing.on_its_way")
    expected = tr("closing.elsewhere", name="王小宝", reason=reason)
    assert ending.frame.notice_bar.recent[0].text == expected
    assert ending.asked() is None
