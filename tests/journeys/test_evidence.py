"""A consultation is exported as evidence and verified by IT, also after somebody changed it."""

import json
import zipfile

from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.journeys.conftest import Work, Workplace, until
from tests.journeys.pages import dialog_of
from tests.ui.notices import visible_notices
from workstation.__main__ import main
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.services.audit_check import check_audit


def written_consultation(work: Work) -> Consultation:
    """The first one that is about words alone: nobody has to draw a picture for it."""
    worklist = work.session.store.worklist
    consultations = (worklist.row(number).consultation for number in worklist.consultation_ids())
    return next(
        each
        for each in consultations
        if not each.pictures and each.symptom.kind is SymptomKind.TEXT
    )


async def export(work: Work, path) -> int:
    """Export a consultation as the menu and the palette do; its number."""
    number = written_consultation(work).consultation_id
    await work.open_consultation(number)
    work.active.conversation.head.offered_actions()["package"]()
    (await dialog_of(work, "evidence.hint.title")).answer("choose")
    await until(lambda: (one := work.window.findChild(QFileDialog)) and one.isVisible())
    files = work.window.findChild(QFileDialog)
    files.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    files.accept()
    await until(
        lambda: any("已保存：a.zip" in text for text in visible_notices(work.window)), "it is saved"
    )
    return number


async def test_a_package_is_exported_verified_and_tampered_with(
    workplace: Workplace, tmp_path, capsys
):
    path, folder = tmp_path / "a.zip", tmp_path / "unpacked"
    async with workplace.open() as work:
        await work.online()
        number = await export(work, path)
    assert main(["--verify", str(path)]) == 0
    output = capsys.readouterr().out
    report = await check_audit(workplace.folders.data, workplace.keys)
    (line,) = [line for line in report.lines if line.event == "evidence_exported"]
    assert line.consultation_id == number
    assert line.detail in output
    with zipfile.ZipFile(path) as package:
        package.extractall(folder)
    data = (folder / "consultation.fhir.json").read_text(encoding="utf-8")
    kinds = {entry["resource"]["resourceType"] for entry in json.loads(data)["entry"]}
    assert {"Composition", "Patient", "Practitioner", "Encounter", "Provenance"} <= kinds
    changed = data.replace('"status": "final"', '"status": "draft"')
    (folder / "consultation.fhir.json").write_text(changed, encoding="utf-8")
    assert main(["--verify", str(folder)]) == 1
    assert "consultation.fhir.json" in capsys.readouterr().out
