"""A record goes by the policy's rules, and bears the policy's watermark."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.waiting import until
from workstation.config import Settings
from workstation.devices import printers
from workstation.domain.audit import AuditEvent
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.button import Button


@pytest.fixture(autouse=True)
def _rules_taken_back():
    yield
    export_rules.apply(Settings())
    theme.set_watermarked(False)


async def test_the_policy_s_question_takes_the_place_of_the_warning_and_says_it(leaving, tmp_path):
    export_rules.apply(Settings(export_pdf="ask"))
    leaving.records.save(leaving.consultation)
    await until(leaving.asked)
    words = " ".join(label.text() for label in leaving.asked().findChildren(QLabel))
    assert "管理员要求每次确认" in words
    assert "不再加密" in words
    leaving.asked().answer("go_on")
    await until(leaving.files)
    leaving.files().fileSelected.emit(str(tmp_path / "a.pdf"))
    leaving.files().reject()
    await leaving.scope.join()
    assert leaving.builder.audit.recorded == []


@pytest.mark.parametrize(
    ("way", "sentence"),
    [("save", "管理员已禁止导出 PDF"), ("print", "管理员已禁止打印")],
)
async def test_what_is_denied_asks_nothing_and_says_who_forbade_it(leaving, way, sentence):
    export_rules.apply(Settings(export_pdf="deny", export_print="deny"))
    getattr(leaving.records, way)(leaving.consultation)
    await leaving.scope.join()
    assert leaving.asked() is None
    assert leaving.files() is None
    assert leaving.bars() == [sentence]
    number = leaving.consultation.consultation_id
    assert leaving.builder.audit.recorded == [(AuditEvent.EXPORT_DENIED, number)]


async def test_without_a_printer_no_denied_pdf_is_offered(leaving, monkeypatch):
    monkeypatch.setattr(printers.QPrinterInfo, "availablePrinterNames", list)
    export_rules.apply(Settings(export_pdf="deny"))
    leaving.records.print(leaving.consultation)
    await until(leaving.asked)
    buttons = leaving.asked().findChildren(Button)
    assert [button.isEnabled() for button in buttons] == [True, False]
    leaving.asked().answer("cancel")
    await leaving.scope.join()


async def test_the_watermark_is_on_what_is_saved(leaving, tmp_path):
    for name, watermarked in (("plain.pdf", False), ("marked.pdf", True)):
        theme.set_watermarked(watermarked)
        leaving.records.save(leaving.consultation)
        await leaving.choose(tmp_path / name)
        await until(lambda name=name: any(name in text for text in leaving.bars()))
    plain, marked = (
        (tmp_path / name).read_bytes().count(b"/ca ") for name in ("plain.pdf", "marked.pdf")
    )
    assert marked > plain
