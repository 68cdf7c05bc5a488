"""Files as they come from a patient, and as the doctor saves and sends them."""

from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.journeys.conftest import until
from tests.journeys.phone import phone_in
from workstation.domain.message import MessageKind
from workstation.services.audit import check_audit
from workstation.ui.conversation.timeline.hit_actions import SaveDocument

MANGO = 20418
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


async def test_a_report_that_the_patient_sends_is_saved_as_what_it_is(workplace, tmp_path):
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
        field.setText(str(target))
        dialog.accept()
        await until(target.exists)
        assert target.read_bytes().startswith(b"%PDF-")
        data = workplace.folders.data
    report = await check_audit(data, workplace.keys)
    assert MANGO in [one.consultation_id for one in report.lines if one.event == "file_saved"]
