"""Files as they come from a patient, and as the doctor saves and sends them."""

import threading

from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.fakes.documents import PDF
from tests.fakes.mime import drop_on, words
from tests.journeys.conftest import until
from tests.journeys.phone import phone_in
from workstation.domain.message import Delivery, MessageKind
from workstation.services.audit_check import check_audit
from workstation.services.foreign_file import save_foreign
from workstation.ui.conversation.timeline.hit_actions import SaveDocument

MANGO = 20418
SHARED_FILE = "{urn:xmpp:sfs:0}file-sharing"
METADATA = "{urn:xmpp:file:metadata:0}"
SHARED = (
    "<body>{url}</body><file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>"
    "<media-type>application/pdf</media-type><name>{name}</name></file>"
    "<sources><url-data xmlns='http://jabber.org/protocol/url-data' target='{url}'/></sources>"
    "</file-sharing><x xmlns='jabber:x:oob'><url>{url}</url></x>"
)


def files(work) -> list:
    """The files on the screen."""
    return [one for one in work.messages() if one.kind is MessageKind.FILE]


def patient(work) -> int:
    """Who started the consultation."""
    return work.session.store.worklist.row(MANGO).consultation.creator.member_id


def actions_of(work, message) -> list[object]:
    """What a file's card offers now."""
    view = work.active.conversation.view
    row = view.timeline.row(message.key)
    hits = view.laid_out_row(row).hits(view.paint_context()) if row >= 0 else ()
    return [hit.action for hit in hits]


async def test_a_report_that_the_patient_sends_is_saved_as_what_it_is(
    workplace, tmp_path, monkeypatch
):
    """And audited, though the sign-in ends before the disk has done with it."""
    left = threading.Event()

    def slow(path, content: bytes) -> None:
        save_foreign(path, content)
        left.wait(60)

    monkeypatch.setattr("workstation.ui.media.writing.save_foreign", slow)
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        url = f"{work.clinic.address}/media/documents/blood-2003-1-400x560.pdf"
        async with phone_in(work.clinic, patient(work), MANGO) as phone:
            shared = SHARED.format(url=url, name="../血常规.docx")
            room = f"consult-{MANGO}@consult.{work.session.link_factory.names.domain}"
            await phone.say(room, "report", extra=shared)
            await until(lambda: files(work))
        (message,) = files(work)
        await until(lambda: actions_of(work, message))
        (save,) = actions_of(work, message)
        assert isinstance(save, SaveDocument)
        work.active.conversation.view.action_triggered.emit(save, 0.0)
        dialogs = work.window.findChildren
        await until(lambda: [one for one in dialogs(QFileDialog) if one.isVisible()])
        dialog = next(one for one in dialogs(QFileDialog) if one.isVisible())
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field.text() == "血常规.docx.pdf"
        target = tmp_path / "saved.pdf"
        field.setText(str(target.with_suffix("")))  # nobody types an ending
        dialog.accept()
        await until(target.exists)
        assert target.read_bytes().startswith(b"%PDF-")
        data = workplace.folders.data
    left.set()
    report = await check_audit(data, workplace.keys)
    assert MANGO in [one.consultation_id for one in report.lines if one.event == "file_saved"]


async def test_a_file_let_go_on_the_reply_goes_out_after_a_restart(workplace, tmp_path):
    report = tmp_path / "王小宝 复查.pdf"
    report.write_bytes(PDF)
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await work.caught_up(MANGO)
        drop_on(work.active.conversation, words(files=[str(report)]))
        await until(lambda: len(work.active.composer.tray.urls) == 1)
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: len(work.active.composer.tray.urls) == 1)
        async with phone_in(work.clinic, patient(work), MANGO) as phone:
            work.press_enter()
            stanza = await phone.until(lambda root: root.find(SHARED_FILE) is not None)
        sharing = stanza.find(SHARED_FILE)
        assert sharing.get("disposition") == "attachment"
        named = sharing.find(f"{METADATA}file/{METADATA}name")
        assert named.text == report.name
        body = stanza.find("{jabber:client}body").text
        assert body.endswith("/file.pdf")
        await until(lambda: [one.delivery for one in files(work)] == [Delivery.SENT])
        (message,) = files(work)
        await until(lambda: actions_of(work, message))
