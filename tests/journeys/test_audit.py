"""What a doctor does is in the audit log, which is shown, saved and found whole."""

import json
import socket

import pytest

from tests.journeys.conftest import until
from workstation.domain.audit import AuditFault
from workstation.program.settings_reload import SettingsReload
from workstation.services.audit import AuditTrail
from workstation.services.audit_check import check_audit
from workstation.services.updates import Updates
from workstation.ui.kit.strings import tr


async def test_a_day_is_in_the_log_and_an_edit_is_noticed(workplace, tmp_path):
    async with workplace.open() as work:
        row = work.session.store.worklist.consultation_ids()[0]
        await work.open_consultation(row)
        work.program.parts.pick_setting("ui.text_size", 115)
        work.main_window.frame.show_page("settings")
        work.main_window.frame.page("settings").sections["support"].audit.click()
        dialog = work.main_window.overlays.audit.dialog
        await until(dialog.save.isEnabled, "the log is read")
        assert "打开咨询" in dialog.text.toPlainText()
        assert f"咨询 {row}" in dialog.text.toPlainText()
        await work.main_window.overlays.audit.write(tmp_path / "log.jsonl")
    saved = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["event"] for line in saved] == [
        "program_started",
        "signed_in",
        "consultation_opened",
        "settings_changed",
    ]
    data = workplace.folders.data
    report = await check_audit(data, workplace.keys)
    assert not report.findings
    assert [line.event for line in report.lines][-1] == "signed_out"
    assert report.lines[-1].detail == "closed"
    file = data / "audit" / "keyring.log"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    report = await check_audit(data, workplace.keys)
    assert [(each.fault, each.numbers) for each in report.findings] == [(AuditFault.REMOVED, "3")]
    damaged = file.read_bytes()
    async with workplace.open() as work:  # and the program starts, says it, and goes on
        work.main_window.frame.show_page("settings")
        work.main_window.frame.page("settings").sections["support"].audit.click()
        dialog = work.main_window.overlays.audit.dialog
        await until(dialog.save.isEnabled, "the log is read")
        assert tr("audit.fault.removed", numbers="3") in dialog.state.text()
    assert file.read_bytes().startswith(damaged)


async def test_the_policy_decides_where_lines_go_and_how_long_they_stay(workplace, policy):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(60)
        policy["audit.forward"] = f"udp://127.0.0.1:{collector.getsockname()[1]}"
        policy["audit.keep_days"] = 1
        async with workplace.open() as work:
            assert work.program.parts.resolution.settings.audit_keep_days == 1
        received = [collector.recv(4096) for _ in range(3)]
    assert [message.split(b" ")[5] for message in received] == [
        b"program_started",
        b"signed_in",
        b"signed_out",
    ]


@pytest.mark.parametrize(
    ("owner", "name"), [(AuditTrail, "_prune"), (SettingsReload, "watch"), (Updates, "run")]
)
async def test_a_defect_of_what_lasts_as_long_as_the_program_is_in_the_log(
    workplace, expect_log, monkeypatch, owner, name
):
    async def break_off(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(owner, name, break_off)
    expect_log.append("task ended")
    async with workplace.open() as work:
        await work.online()
