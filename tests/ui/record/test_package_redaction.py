"""A package without what the doctor covered: in no file of it, and all of it says so."""

import errno
import io
import json
import threading
import zipfile

import pypdf
import pytest
from PySide6.QtWidgets import QLineEdit

from tests.ui.record.samples import MYSELF, make_message, photograph, source
from tests.ui.waiting import until
from workstation.domain.audit import plain_detail
from workstation.domain.evidence import PackageVerdict
from workstation.domain.export import ExportChannel, ExportRule
from workstation.domain.message import Attachment, MessageKind, Quote
from workstation.domain.redaction import Redaction
from workstation.evidence import package_writer
from workstation.evidence.verification import verify_package
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.record import package_wiring
from workstation.ui.record.content import RecordMessage
from workstation.ui.record.record_builder import build_record
from workstation.ui.record.redacted_source import offers_of, redact_source, texts_of
from workstation.ui.redaction.leaving import DISCARD
from workstation.ui.redaction.sheet import RedactionSheet

PHONE = "13800138000"
SAID = make_message(1, f"我姓刘，电话 {PHONE}", earlier=(f"电话 {PHONE}0",))


async def begin(leaving):
    """Ask for a package with something kept out of it; the sheet, once it is open."""
    leaving.builder.source = source(
        SAID, make_message(2, "收到", MYSELF, quote=Quote("o1", PHONE, SAID))
    )
    exporting = leaving.scope.spawn(leaving.packages.ask_and_export(leaving.consultation))
    await until(leaving.asked)
    leaving.asked().findChild(CheckBox).setChecked(True)
    leaving.asked().answer(
        "choose" if leaving.asked().accessibleName() == "导出证据包" else "go_on"
    )
    await until(lambda: leaving.frame.findChildren(RedactionSheet))
    (sheet,) = leaving.frame.findChildren(RedactionSheet)
    await until(lambda: sheet.photos.canvas.has_photo)
    return exporting, sheet


async def finish(leaving, path):
    await until(leaving.files)
    leaving.files().findChild(QLineEdit, "fileNameEdit").setText(str(path))
    leaving.files().accept()


def tick(sheet, *words):
    for box in sheet.words.boxes:
        if box.text() in words:
            box.setChecked(True)


def text_of(package):
    pages = pypdf.PdfReader(io.BytesIO(package.read("record.pdf"))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


async def test_what_is_covered_is_in_no_file_and_all_of_it_says_so(leaving, tmp_path):
    lines = []
    leaving.packages._gate.record = lambda *line: lines.append(line)
    exporting, sheet = await begin(leaving)
    sheet.photos.cover.click()
    sheet.photos.show_number(1)
    sheet.photos.leave_out.click()
    tick(sheet, PHONE, "王小宝")
    sheet.answer(goes_on=True)
    await finish(leaving, tmp_path / "a.zip")
    assert await exporting == "已保存：a.zip，1 个原件"
    report = verify_package(tmp_path / "a.zip")
    assert report.verdict is PackageVerdict.INTACT
    assert plain_detail(lines[0][2]) == f"{report.fingerprint},redacted"
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        names, files = package.namelist(), [package.read(name) for name in package.namelist()]
        words, data = text_of(package), package.read("consultation.fhir.json").decode()
    assert sum(name.startswith("originals/") for name in names) == 1
    original = leaving.pictures.content
    digest = package_writer.hash_of(original).encode()
    assert not [name for name, file in zip(names, files, strict=True) if original in file]
    assert not [name for name, file in zip(names, files, strict=True) if digest in file]
    for word in (PHONE, "王小宝"):
        assert word not in words
        assert word not in data
    assert "[已遮盖]" in data
    for sentence in ("图1·已遮盖1处", "图2未放入", "1张图片上1处", "1个原件未放入"):
        assert sentence in words
    bundle = json.loads(data)
    assert bundle["meta"]["security"][0]["code"] == "REDACTED"
    media = [each["resource"] for each in bundle["entry"]
             if each["resource"]["resourceType"] == "Media"]  # fmt: skip
    assert "0 0 600 400" in media[0]["note"][0]["text"]
    assert media[1]["content"]["_url"]["extension"][0]["valueCode"] == "masked"


async def test_words_are_looked_for_and_masked_beside_the_window(leaving, tmp_path, monkeypatch):
    threads = []

    def beside(work):
        def take(*arguments):
            threads.append(threading.current_thread())
            return work(*arguments)

        return take

    for work in (offers_of, redact_source):
        monkeypatch.setattr(package_wiring, work.__name__, beside(work))
    exporting, sheet = await begin(leaving)
    tick(sheet, PHONE)
    sheet.answer(goes_on=True)
    await finish(leaving, tmp_path / "a.zip")
    await exporting
    assert len(threads) == 2
    assert threading.main_thread() not in threads


async def test_a_doctor_who_goes_back_exports_nothing(leaving):
    exporting, sheet = await begin(leaving)
    sheet.answer(goes_on=False)
    assert await exporting == ""
    assert leaving.files() is None


async def test_who_chooses_no_place_loses_what_was_covered_only_where_that_is_meant(leaving):
    exporting, sheet = await begin(leaving)
    sheet.photos.cover.click()
    sheet.answer(goes_on=True)
    for answer in (Dialog.cancel_name, DISCARD):
        await until(leaving.files)
        leaving.files().reject()
        await until(lambda: leaving.asked() and "放弃" in leaving.asked().accessibleName())
        leaving.asked().answer(answer)
        await until(lambda: not leaving.asked())
    assert await exporting == ""


async def test_nothing_chosen_is_a_package_as_ever(leaving, tmp_path):
    exporting, sheet = await begin(leaving)
    sheet.answer(goes_on=True)
    await finish(leaving, tmp_path / "a.zip")
    assert await exporting == "已保存：a.zip，2 个原件"
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        assert package.read("originals/0001.jpg") == leaving.pictures.content
        assert "REDACTED" not in package.read("consultation.fhir.json").decode()


async def test_the_policy_s_own_question_offers_it_too(leaving, monkeypatch):
    rules = dict.fromkeys(ExportChannel, ExportRule.ASK)
    monkeypatch.setattr(export_rules, "_rules", rules)
    exporting, sheet = await begin(leaving)
    sheet.answer(goes_on=False)
    assert await exporting == ""


async def test_a_photo_that_became_another_meanwhile_is_lost_and_not_packed_bare(leaving, tmp_path):
    exporting, sheet = await begin(leaving)
    sheet.photos.cover.click()
    sheet.answer(goes_on=True)
    leaving.pictures.content = photograph(300, 200)
    await finish(leaving, tmp_path / "a.zip")
    assert "1 个原件未能取得" in await exporting


async def test_what_comes_in_after_the_sheet_is_not_packed_unseen(leaving, tmp_path):
    exporting, sheet = await begin(leaving)
    tick(sheet, PHONE)
    sheet.answer(goes_on=True)
    leaving.builder.source = source(SAID, make_message(3, "又一个号码 13900139000"))
    await finish(leaving, tmp_path / "a.zip")
    await exporting
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        assert "13900139000" not in package.read("consultation.fhir.json").decode()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.ENOENT])
async def test_a_disk_that_takes_nothing_leaves_nothing(leaving, tmp_path, monkeypatch, number):
    def refuse(_folder, _prefix):
        raise OSError(number, "no")

    monkeypatch.setattr(package_writer, "create_partial", refuse)
    exporting, sheet = await begin(leaving)
    sheet.photos.cover.click()
    sheet.answer(goes_on=True)
    await finish(leaving, tmp_path / "a.zip")
    assert "没有保存" in await exporting
    assert list(tmp_path.iterdir()) == []


def test_names_and_numbers_are_offered_and_none_is_taken_out_unasked():
    offers = offers_of(source(SAID))
    assert [offer.identifier.text for offer in offers.words] == [
        "王小宝", "王秀英", PHONE, f"{PHONE}0",
    ]  # fmt: skip
    assert len(offers.photos) == 2
    unchanged = redact_source(source(SAID), Redaction())
    assert texts_of(unchanged) == texts_of(source(SAID))


def test_doctors_keep_their_names():
    whole = source(make_message(1, "林若川医生好"), make_message(2, "好", MYSELF))
    redacted = redact_source(whole, Redaction(words=("林若川",)))
    assert redacted.doctors == whole.doctors
    assert redacted.conversation.messages[1].speaker.name == "林若川"
    assert "林若川" not in redacted.conversation.messages[0].text


def test_a_voice_and_a_file_that_are_left_out_say_so_in_their_place():
    voice, paper = "https://a.example/1.amr", "https://a.example/2.pdf"
    whole = source(
        make_message(1, kind=MessageKind.VOICE, attachment=Attachment(voice, "audio/amr")),
        make_message(2, kind=MessageKind.FILE, attachment=Attachment(paper, "application/pdf")),
    )
    assert [offer.url for offer in offers_of(whole).files] == [voice, paper]
    redacted = redact_source(whole, Redaction(left_out=frozenset({voice, paper})))
    lines = [line.text for line in build_record(redacted).lines if isinstance(line, RecordMessage)]
    assert ["未放入证据包" in text for text in lines] == [True, True]
    assert "2 个原件未放入" in redacted.redacted
    plain = [line.text for line in build_record(whole).lines if isinstance(line, RecordMessage)]
    assert not [text for text in plain if "未放入" in text]
