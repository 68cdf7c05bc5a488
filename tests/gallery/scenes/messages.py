"""Messages of the open conversation: files, and several that are selected."""

from dataclasses import replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.board import DrawnBoard
from tests.gallery.scenes.active import WINDOW, desk
from workstation.domain.message import Delivery, Message, MessageKind
from workstation.domain.photo_quality import PhotoFlaw
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.media.media_lookup import MediaPhase


def files() -> QWidget:
    """Files: one to be saved, one that is being looked at, two refused, one that did not come."""
    one, two, three, four, five, six = sample.MESSAGES
    refused, long_one = "https://media.example/3.docx", "https://media.example/4.xlsx"

    def file(message: Message, number: int, name: str, size: int | None) -> Message:
        ending = name and f"{number}.{name.rpartition('.')[2]}"
        sent = replace(
            five.attachment,
            url=f"https://media.example/{ending}",
            media_type="",
            name=name,
            size=size,
        )
        return replace(message, kind=MessageKind.FILE, text="", attachment=sent, key=f"f{number}")

    board = DrawnBoard({"https://media.example/2.docx": MediaPhase.LOADING})
    board.refusals = {
        refused: "media.macros",
        long_one: "media.large",
        "https://media.example/": "network.unreachable",
    }
    made = desk(board)
    made.show_queue(sample.worklist())
    long_name = f"{'各项化验检查结果汇总' * 6}.xlsx"
    made.open((
        one,
        file(two, 1, "血常规报告.pdf", 243_000),
        file(three, 2, "出院小结.docx", 61_000),
        file(four, 3, "调查表.docx", 35_000),
        file(five, 4, long_name, 5_368_709_120),
        file(replace(six, speaker=sample.MYSELF, delivery=Delivery.READ), 5, "用药说明.pdf", 820),
        file(six, 6, "", None),
    ))  # fmt: skip
    return made.frame


def flawed_photos() -> QWidget:
    """Photos that may be unfit to be judged: a message's, and two of the symptom."""
    board = DrawnBoard()
    first, second, *_ = sample.RASH_CONSULTATION.pictures
    board.flaws = {
        sample.SENT_PICTURE: (PhotoFlaw.BLURRED,),
        first: (PhotoFlaw.DARK, PhotoFlaw.SMALL),
        second: (PhotoFlaw.OVEREXPOSED,),
    }
    made = desk(board)
    made.show_queue(sample.worklist())
    made.open()
    return made.frame


def selected() -> QWidget:
    """Several messages selected, to be copied."""
    made = desk()
    made.show_queue(sample.worklist())
    made.open()
    view = made.page.conversation.view
    view.setFocus()
    rows = [view.timeline.row(message.key) for message in sample.MESSAGES[1:4]]
    chosen = QItemSelection(view.timeline.index(rows[0], 0), view.timeline.index(rows[-1], 0))
    view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)
    return made.frame


SCENES = [
    GalleryScene("files", *WINDOW, files),
    GalleryScene("flawed-photos", *WINDOW, flawed_photos),
    GalleryScene("selected-messages", *WINDOW, selected),
]
