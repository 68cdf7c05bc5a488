"""An id in another id's place is a type error, so that no message goes to a room by mistake."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT

MIX_UPS = """
from workstation.domain.commands import FetchPage, MarkDisplayed, Send
from workstation.domain.ids import ArchiveId, ConsultationId, MemberId, OriginId, StanzaId
from workstation.domain.message import MessageKind
from workstation.domain.people import Member
from workstation.xmpp.session import XmppSession

consultation_id, member_id, origin_id = ConsultationId(7), MemberId(1001), OriginId("d-1")
archive_id, stanza_id = ArchiveId("a-1"), StanzaId("s-1")

Send(consultation_id, origin_id, MessageKind.TEXT, "")
Send(member_id, origin_id, MessageKind.TEXT, "")  # wrong
Send(7, origin_id, MessageKind.TEXT, "")  # wrong
Send(consultation_id, "d-1", MessageKind.TEXT, "")  # wrong
MarkDisplayed(consultation_id, archive_id)
MarkDisplayed(member_id, archive_id)  # wrong
MarkDisplayed(consultation_id, origin_id)  # wrong
MarkDisplayed(consultation_id, stanza_id)  # wrong
FetchPage(consultation_id, "q1", after=archive_id)
FetchPage(consultation_id, "q1", after=origin_id)  # wrong
Member(consultation_id, "")  # wrong


def forget(session: XmppSession) -> None:
    session.forget(stanza_id)
    session.forget(archive_id)  # wrong
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
