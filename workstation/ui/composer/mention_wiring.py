"""An at sign opens the names of the team above the text; the one picked is written behind it."""

from PySide6.QtCore import QObject

from workstation.domain.ids import MemberId
from workstation.domain.mentions import begun_name
from workstation.domain.people import distinct_names
from workstation.domain.pinyin import Readings
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.mention_menu import MentionMenu, matching_names


class MentionWiring(QObject):
    """Offers names of doctors to mention; whom a text mentions is read off the text itself.

    What is typed behind the sign narrows the names; a blank, or what no name has, closes them and
    stays as it is typed.
    """

    _is_awaited = False
    """Whether a sign was typed before anybody knew the team, as right after it was opened."""

    def __init__(self, context: ComposerContext) -> None:
        signed_in, composer = context.signed_in, context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._reply = signed_in, composer, context.reply
        self._menu: MentionMenu | None = None
        self._readings: Readings = {}
        composer.editor.mention_asked.connect(self._open)
        composer.editor.caret_moved.connect(self._show_matching)

    def _open(self) -> None:
        self.close()
        self._is_awaited = not self._names()
        if self._is_awaited:
            return
        # Above the box: for whom one writes stays in sight.
        self._menu = menu = MentionMenu(self._composer.box, self._composer.editor, self._write)
        menu.closed.connect(self._on_closed)
        menu.show_names(self._names())
        if not self._readings:
            self._signed_in.spawn(self._load())

    def show_team(self) -> None:
        """Offer the names that were asked for before the team was known."""
        editor = self._composer.editor
        is_begun = begun_name(editor.text_before_caret()) is not None
        if self._is_awaited and is_begun and editor.hasFocus():
            self._open()
            self._show_matching()

    async def _load(self) -> None:
        self._readings = await self._signed_in.messaging.quick_replies.load_readings()
        self._show_matching()

    def _show_matching(self) -> None:
        if self._menu is None:
            return
        typed = begun_name(self._composer.editor.text_before_caret())
        if typed is None:
            self.close()
            return
        names = matching_names(self._names(), typed, self._readings)
        if names or self._readings:  # until the readings are there, it may be spelled by them
            self._menu.show_names(names)

    def _write(self, name: str) -> None:
        editor = self._composer.editor
        typed = begun_name(editor.text_before_caret()) or ""
        editor.replace_before_caret(len(typed), f"{name} ")
        self._composer.insert("")

    def close(self) -> None:
        """Offer no names any more: another text is on the screen, or what is typed is no name."""
        self._is_awaited = False
        if self._menu is not None:
            self._menu.close_now()

    def _on_closed(self) -> None:
        self._menu = None

    def _names(self) -> dict[MemberId, str]:
        """The other doctors of the team; a name is empty where nobody knows it."""
        consultation, mine = self._reply.consultation, self._signed_in.account.member_id
        ids = () if consultation is None else consultation.doctor_ids
        names = self._signed_in.store.names
        told_apart = distinct_names({one: names.get(one, "") for one in (*ids, mine)})
        return {one: told_apart.get(one, "") for one in ids if one != mine}
