"""发起咨询 over the window: for whom, which team, what is the matter, pictures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.ids import MemberId
from workstation.domain.pinyin import Readings
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.fields.picture_drop import PictureDrop
from workstation.ui.kit.fields.picture_edit import PictureEdit
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import bring_into_sight, place_at_once
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.form import (
    MAX_PICTURES,
    MAX_TEXT_CHARACTERS,
    FormValues,
    is_address,
    mistakes,
)
from workstation.ui.new_consultation.pick_field import PickField
from workstation.ui.new_consultation.pictures import AttachedPicture, PictureList
from workstation.ui.new_consultation.voice import AttachedVoice, SpokenSymptom


class OpeningSheet(FormSheet):
    """The form of a new consultation; emits ``asked``, ``files_asked`` and ``dismissed``.

    ``end_asked`` wants a recording ended that still runs: it goes with what is asked for.
    ``stop_asked`` breaks off what is on its way, while that is possible. ``edited`` is every change
    of words and people.

    Photos can be dropped anywhere on it, and pasted where one writes: ``files_given`` is a list of
    paths, ``picture_given`` a ``GivenPicture``.
    """

    edited = Signal()
    files_asked = Signal()
    dismissed = Signal()
    end_asked = Signal()
    stop_asked = Signal()
    files_given = Signal(object)
    picture_given = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._refused = self._can_stop = False
        self.target = PickField(self, "opening.unknown_member")
        self.for_self = CheckBox()
        self.for_self.setChecked(True)
        self.creator = PickField(self, "opening.unknown_member")
        self.team = PickField(self, "opening.unknown_team")
        words = PictureEdit(TextRole.BODY, TextRole.TITLE)
        self.text = TextArea(limit=MAX_TEXT_CHARACTERS, edit=words)
        self.voice = SpokenSymptom()
        self.pictures = PictureList()
        self.pick_files = Button(icon=Icon.IMAGE)
        self.address = Field(large=False)
        self.add_address = Button(icon=Icon.PLUS)
        self.offline = MessageLine()
        self._titled = {
            name: Titled(part)
            for name, part in (
                ("target", self.target),
                ("creator", self.creator),
                ("team", self.team),
                ("text", self.text),
            )
        }
        self._pictures_title = Label(role=TextRole.LABEL, strong=True)
        self._arrange()
        self._connect()
        for way in (words, PictureDrop(self, lambda: not self.busy)):
            way.files_given.connect(self.files_given)
            way.picture_given.connect(self.picture_given)
        self._show_creator()
        self.retranslate()

    @property
    def filled(self) -> FormValues:
        """What is filled in now."""
        target = self.target.number
        return FormValues(
            target=_member_id(target),
            creator=_member_id(target if self.for_self.isChecked() else self.creator.number),
            team=self.team.number,
            text=self.text.text(),
            pictures=len(self.pictures.attached),
            voice=self.voice.attached is not None,
        )

    def offer(self, members: Sequence[PickChoice], teams: Sequence[PickChoice]) -> None:
        """Offer those who, and the teams that, can be picked by name."""
        self.target.offer(members)
        self.creator.offer(members)
        self.team.offer(teams)

    def set_readings(self, readings: Readings) -> None:
        """Take how characters are read, so that names can be typed in letters."""
        for field in (self.target, self.creator, self.team):
            field.set_readings(readings)

    def check(self) -> bool:
        """Say at each field what is wrong with it; true when nothing is."""
        errors = mistakes(self.filled)
        for name, part in (("target", self.target), ("creator", self.creator), ("team", self.team)):
            if name in errors and not (name == "creator" and self.for_self.isChecked()):
                part.field.set_error(tr(errors[name]))
        self.text.set_error(
            tr(errors["text"], limit=MAX_TEXT_CHARACTERS) if "text" in errors else ""
        )
        self._refused = bool(errors)
        parts = {"target": self.target, "creator": self.creator, "team": self.team}
        wrong = next(iter(errors), None)
        if wrong is not None:
            self.go_to(parts.get(wrong, self.text))
        return not errors

    def ask(self) -> None:
        """Ask for the consultation, with the recording that runs; say so if that is none."""
        if self.voice.is_running:
            self.end_asked.emit()
            if self.error.text:
                return
        super().ask()

    def show_offline(self, *, offline: bool) -> None:
        """Show whether pictures of this computer can be uploaded now.

        Whoever has asked for the consultation and waits is brought to the sentence.
        """
        self.offline.show_text(tr("opening.offline") if offline else "", Ink.WARNING)
        if offline and self.busy:
            place_at_once()
            bring_into_sight(self.offline)
        self.pick_files.setEnabled(not offline)

    def offer_addresses(self, *, offered: bool) -> None:
        """Show whether pictures can be given by their address, which is for administrators."""
        self.address.setVisible(offered)
        self.add_address.setVisible(offered)

    def show_recording(self) -> None:
        """Show, in place of the text, that the voice is being recorded."""
        self.text.hide()
        self.voice.show_running()

    def show_voice(self, attached: AttachedVoice | None) -> None:
        """Show a voice in place of the text, which is kept; ``None``: the text again."""
        self.text.set_error("")
        self.text.setVisible(attached is None)
        if attached is not None:
            self.voice.show_attached(attached)
        else:
            self.voice.show_idle()
            self.go_to(self.text)

    def offer_stop(self, *, offered: bool) -> None:
        """Offer to break off instead of leaving, while nothing was asked for yet."""
        self._can_stop = offered
        self.cancel.setText(tr("opening.stop" if offered else "opening.cancel"))

    def set_busy(self, *, busy: bool) -> None:
        """Lock the form while the consultation is being opened, or unlock it."""
        super().set_busy(busy=busy)
        self.offer_stop(offered=False)

    def dismiss(self) -> None:
        """Close the sheet; what is filled in stays for the next time."""
        if self._can_stop:
            self.stop_asked.emit()
            return
        super().dismiss()
        self.dismissed.emit()

    def clear(self) -> None:
        """Empty the form, after a consultation was opened."""
        for part in (self.target, self.creator, self.team):
            part.pick(None)
        self._refused = False
        self.for_self.setChecked(True)
        self.show_voice(None)
        self.text.set_text("")
        self.text.set_error("")
        self.address.set_text("")
        self.pictures.clear()
        self.show_error("")

    def open(self) -> None:
        """Open the sheet with what was filled in before."""
        super().open()
        self.target.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        super().retranslate()
        self.title.setText(tr("opening.title"))
        self.setAccessibleName(tr("opening.title"))
        for name, titled in self._titled.items():
            titled.title.setText(tr(f"opening.{name}"))
        member = tr("opening.member_example")
        self.target.field.set_name(tr("opening.target"), member)
        self.creator.field.set_name(tr("opening.creator"), member)
        self.team.field.set_name(tr("opening.team"), tr("opening.team_example"))
        self.text.edit.setAccessibleName(tr("opening.text"))
        self.for_self.setText(tr("opening.for_self"))
        self.voice.retranslate()
        self._pictures_title.setText(tr("opening.pictures", most=MAX_PICTURES))
        self.pick_files.setText(tr("opening.pick"))
        self.address.set_name(tr("opening.address"), tr("opening.address_example"))
        self.add_address.setText(tr("opening.add"))
        self.offer_stop(offered=self._can_stop)
        self.start.setText(tr("opening.create"))
        for part in (self.target, self.creator, self.team):
            part.update_hint()
        if self._refused:
            self.check()

    def _connect(self) -> None:
        self.pick_files.clicked.connect(self.files_asked)
        self.add_address.clicked.connect(self._add_address)
        self.address.submitted.connect(self._add_address)
        self.for_self.toggled.connect(self._show_creator)
        self.text.edited.connect(lambda _: self.text.set_error(""))
        for part in (self.target, self.creator, self.team):
            part.changed.connect(self.edited)
        self.for_self.toggled.connect(lambda _: self.edited.emit())
        self.text.edited.connect(lambda _: self.edited.emit())

    def _add_address(self) -> None:
        text = self.address.text().strip()
        if not is_address(text):
            self.address.set_error(tr("opening.not_address"))
        elif len(self.pictures.attached) >= MAX_PICTURES:
            self.address.set_error(tr("opening.too_many", most=MAX_PICTURES))
        else:
            self.pictures.add(AttachedPicture(url=text))
            self.address.set_text("")
            self.address.set_hint("")

    def _show_creator(self) -> None:
        self._titled["creator"].setVisible(not self.for_self.isChecked())

    def _arrange(self) -> None:
        self.form.addWidget(self._titled["target"])
        self.form.addWidget(self.for_self)
        for name in ("creator", "team", "text"):
            self.form.addWidget(self._titled[name])
        self.form.addWidget(self.voice)
        self.form.addLayout(self._picture_part())
        self.form.addStretch(1)

    def _picture_part(self) -> QVBoxLayout:
        ways = QHBoxLayout()
        ways.setSpacing(SPACE.x2)
        ways.addWidget(self.pick_files, 0, Qt.AlignmentFlag.AlignTop)
        ways.addWidget(self.address, 1)
        ways.addWidget(self.add_address, 0, Qt.AlignmentFlag.AlignTop)
        ways.addStretch()
        part = QVBoxLayout()
        part.setSpacing(SPACE.x2)
        part.addWidget(self._pictures_title)
        part.addWidget(self.pictures)
        part.addLayout(ways)
        part.addWidget(self.offline)
        return part


def _member_id(number: int | None) -> MemberId | None:
    return None if number is None else MemberId(number)
