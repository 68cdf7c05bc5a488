"""What the doctor can ask for by name in the palette: actions, and settings with their values.

An action stands here only while it can be done: those of a conversation while one is open, the
record only where the policy lets it out, a setting only where the administrator has not set it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from workstation.config import DECLARATIONS, kinds
from workstation.config.declaration import Declaration
from workstation.settings.resolve import Resolution
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.strings import tr
from workstation.ui.palette.entries import PaletteAction
from workstation.ui.settings.page import SettingsPage
from workstation.ui.settings.rows import choice_text
from workstation.ui.settings.sections import DECLARED
from workstation.ui.shell.window_frame import WindowFrame


class WindowActions(QObject):
    """The actions and settings that the palette lists; ``setting_picked`` carries key and value.

    ``acts`` does the window's actions by their names.
    """

    setting_picked = Signal(str, object)

    def __init__(
        self,
        frame: WindowFrame,
        acts: Mapping[str, Callable[[], object]],
        resolution: Callable[[], Resolution],
    ) -> None:
        super().__init__(frame)
        self._frame, self._acts, self._resolution = frame, acts, resolution

    def list(self) -> Iterator[PaletteAction]:
        """All that can be asked for now, actions before settings."""
        for name, act in {**self._acts, **self._of_conversation()}.items():
            action = ACTIONS[name]
            keys = " / ".join(action.shown_keys)
            yield PaletteAction(name, action.icon, action.title, act, action.spelled, keys)
        resolution = self._resolution()
        for declaration in DECLARATIONS:
            if declaration.row is not None and not resolution.locked(declaration.key):
                yield from self._of_setting(declaration)

    def _of_conversation(self) -> dict[str, Callable[[], object]]:
        """The actions that the menu of the conversation on the screen offers."""
        page = self._frame.page(self._frame.current_page)
        pane = next((one for one in page.findChildren(ConversationPane) if one.isVisible()), None)
        if pane is None or pane.consultation is None:
            return {}
        return pane.head.offered_actions()

    def _of_setting(self, declaration: Declaration) -> Iterator[PaletteAction]:
        """The actions of a setting: the way to its row, and, where its values are words, each."""
        if declaration.row is None or declaration.row.section not in DECLARED:
            return
        title, section = tr(declaration.title), declaration.row.section
        section_key, icon = DECLARED[section]
        open_it = partial(self._open_settings, section.value)
        note = tr(section_key)
        spelled = tr(f"setting.{declaration.key}.spelled")
        yield PaletteAction(declaration.key, icon, title, open_it, spelled, "", note)
        kind = declaration.kind
        for value in kind.words if isinstance(kind, kinds.OneOf) else ():
            text = tr("search.setting", title=title, value=choice_text(declaration, value))
            pick = partial(self.setting_picked.emit, declaration.key, value)
            letters = f"{spelled} {tr(f'setting.{declaration.key}.choice_spelled.{value}')}"
            yield PaletteAction(f"{declaration.key} {value}", icon, text, pick, letters, "", note)

    def _open_settings(self, section: str) -> None:
        self._frame.show_page("settings")
        page = self._frame.page("settings")
        if isinstance(page, SettingsPage) and self._frame.current_page == "settings":
            page.show_section(section)
