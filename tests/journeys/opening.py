"""The form of a new consultation under the doctor's hands, and a photo with its place in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.journeys.conftest import until

GPS = (
    b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"
    b"\x00\x01\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x1a"
)


class Opening:
    """The form under the doctor's hands."""

    def __init__(self, work):
        self.work = work
        work.active.queue.new.click()
        self.wiring = work.main_window.overlays.new_consultation
        self.sheet = self.wiring.sheet
        self.before = set(work.session.store.worklist.consultation_ids())

    def fill(self, text="复诊：皮疹消退，请复查。"):
        for field, words in ((self.sheet.target, "王小宝"), (self.sheet.team, "儿科专家")):
            field.field.edit.setFocus()
            field.field.edit.insert(words)
            field.field.edited.emit(words)
            QTest.keyClick(field.field.edit, Qt.Key.Key_Return)
        self.sheet.text.edit.insertPlainText(text)

    async def attach(self, path):
        """Take a picture of this computer in."""
        self.wiring.add_files([str(path)])
        await until(lambda: self.sheet.pictures.attached)

    async def press(self):
        self.sheet.start.click()
        self.sheet.start.click()
        await until(lambda: not self.sheet.busy)

    async def press_unanswered(self):
        """Ask for it; the answer is lost, and the list does not come either."""
        self.work.clinic.dial("lost@POST /consult#1", "http=500@GET /consult/in_process_list")
        await self.press()

    async def at_the_server(self):
        """The consultations in process that were not there before."""
        rows = await self.work.session.access.consultations.in_process()
        return [row for row in rows.items if row.consultation_id not in self.before]


def photo(path):
    """A JPEG at ``path`` with a place in its Exif data."""
    picture = QImage(600, 400, QImage.Format.Format_RGB32)
    picture.fill(0xCC8866)
    assert picture.save(str(path), "jpg")
    content = path.read_bytes()
    segment = b"\xff\xe1" + (len(GPS) + 2).to_bytes(2, "big") + GPS
    path.write_bytes(content[:2] + segment + content[2:])
    assert GPS in path.read_bytes()
    return path
