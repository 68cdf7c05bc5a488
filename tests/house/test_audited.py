"""Every audited event: where it is recorded, its id for administrators, its words in the window."""

import ast
import json
import re

import pytest

from tests.house.source import PRODUCT, ROOT, python_files, tree
from workstation.domain.audit import AuditEvent

RECORDED_IN = {
    "PROGRAM_STARTED": {"program/settings_reload.py"},
    "SIGNED_IN": {"services/audit.py"},
    "SIGNED_OUT": {"services/audit.py"},
    "LOCKED": {"program/screen_lock.py"},
    "UNLOCKED": {"program/screen_lock.py"},
    "UNLOCK_FAILED": {"services/try_limit.py"},
    "KEY_DESTROYED": {"services/try_limit.py"},
    "WIPED": {"services/wiping.py"},
    "CONSULTATION_OPENED": {"ui/conversation/wiring.py"},
    "FILE_SAVED": {
        "ui/media/saving.py",
        "ui/viewer/photo_export.py",
        "ui/composer/quick_replies/sheet_wiring.py",
    },
    "PICTURE_COPIED": {"ui/export/gate.py"},
    "RECORD_EXPORTED": {"ui/record/paper_output.py"},
    "RECORD_PRINTED": {"ui/record/paper_output.py"},
    "CONSULTATION_DELETED": {"services/deletion.py"},
    "TEXT_COPIED": {"ui/export/gate.py"},
    "EXPORT_DENIED": {"ui/export/gate.py"},
    "PATIENT_PURGED": {"services/patient_purge.py"},
    "EVIDENCE_EXPORTED": {"ui/record/package_wiring.py"},
    "PROFILE_CHANGED": {"ui/profile/wiring.py"},
    "SETTINGS_CHANGED": {"program/settings_reload.py"},
    "POLICY_CHANGED": {"program/settings_reload.py"},
}
IT_ROW = re.compile(r"^\| `([a-z_]+)` \| (\d{4}) \|", re.MULTILINE)


def test_each_event_is_recorded_where_the_table_says() -> None:
    recorders: dict[str, set[str]] = {}
    for path in python_files(PRODUCT):
        for node in ast.walk(tree(path)):
            match node:
                case ast.Attribute(value=ast.Name(id="AuditEvent"), attr=name):
                    recorders.setdefault(name, set()).add(path.relative_to(PRODUCT).as_posix())
    assert recorders == RECORDED_IN
    assert {*RECORDED_IN} == {event.name for event in AuditEvent}


def test_administrators_find_every_id() -> None:
    rows = IT_ROW.findall((ROOT / "docs/data-protection.md").read_text(encoding="utf-8"))
    assert rows == [(event.name.lower(), str(event.value)) for event in AuditEvent]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_event_has_its_words(language: str) -> None:
    file = ROOT / "resources/translations" / language / "audit.json"
    words = json.loads(file.read_text(encoding="utf-8"))["event"]
    assert [*words] == [event.name.lower() for event in AuditEvent]
