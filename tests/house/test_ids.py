"""An id in another id's place is a type error, so that no message goes to a room by mistake."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT

MIX_UPS = """
from workstation.domain.commands import MarkDisplayed, Send
from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.message import MessageKind
from workstation.domain.people import Member

consultation_id, member_id, origin_id = ConsultationId(7), MemberId(1001), OriginId("d-1")

Send(consultation_id, origin_id, MessageKind.TEXT, "")
Send(member_id, origin_id, MessageKind.TEXT, "")  # wrong
Send(7, origin_id, MessageKind.TEXT, "")  # wrong
Send(consultation_id, "d-1", MessageKind.TEXT, "")  # wrong
MarkDisplayed(member_id, "archive")  # wrong
Member(consultation_id, "")  # wrong
"""


def test_a_mix_up_of_ids_does_not_pass_mypy(tmp_path: Path) -> None:
    snippet = tmp_path / "mix_ups.py"
    snippet.write_text(MIX_UPS)
    command = [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path / 'cache'}"]
    result = subprocess.run(
        [*command, "--config-file=", "--no-error-summary", str(snippet)],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    complaints = [line for line in result.stdout.splitlines() if "mix_ups.py" in line]
    wrong = [
        number for number, line in enumerate(MIX_UPS.splitlines(), 1) if line.endswith("# wrong")
    ]
    assert [int(line.split(":")[1]) for line in complaints] == wrong
    assert all("[arg-type]" in line for line in complaints)
