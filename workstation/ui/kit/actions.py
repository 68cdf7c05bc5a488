"""Every action that has a key or can be asked for by name, declared once.

What it is called is in the catalogue (``actions.<name>``), and what else finds it: its pinyin, or
words that mean the same (``actions.spelled.<name>``). Shortcuts, tool tips, the sheet of keys, the
list on the settings page and the palette are made from this table, so none of them can name a key
that does nothing. Keys are in Qt's portable form; an action of several keys has one for each way.
Tests: tests/ui/kit/test_actions.py.
"""

import enum

from workstation.domain.value import Value
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon

ARROWS = {"Up": "↑", "Down": "↓"}


class ActionPlace(enum.Enum):
    """Where an action holds; the values are keys of the catalogue (``actions.place``)."""

    WINDOW = "window"
    QUEUE = "queue"
    CONVERSATION = "conversation"
    COMPOSER = "composer"
    HISTORY = "history"
    PROFILE = "profile"


class Action(Value):
    """What can be done, where, by which keys, and its symbol.

    One that ``repeats`` is done again and again while its keys are held down; any other once, as
    most take back, the second time, what they did.
    """

    name: str
    place: ActionPlace
    keys: tuple[str, ...] = ()
    icon: Icon = Icon.KEYBOARD
    repeats: bool = False

    @property
    def title(self) -> str:
        """What it is called, in the current language."""
        return tr(f"actions.{self.name}")

    @property
    def spelled(self) -> str:
        """What else it is found by."""
        return tr(f"actions.spelled.{self.name}")

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """Its keys as they are printed: ``Ctrl K``, ``Alt ↑``."""
        return tuple(print_keys(keys) for keys in self.keys)


def print_keys(keys: str) -> str:
    """Keys in Qt's portable form as they are printed."""
    *modifiers, key = [*keys[:-1].split("+"), keys[-1]] if keys.endswith("+") else keys.split("+")
    return " ".join([*filter(None, modifiers), ARROWS.get(key, key)])


_W, _Q, _C = ActionPlace.WINDOW, ActionPlace.QUEUE, ActionPlace.CONVERSATION
_REPLY = ActionPlace.COMPOSER

ACTIONS = {
    action.name: action
    for action in (
        Action("search", _W, ("Ctrl+K",), Icon.SEARCH),
        Action("next_patient", _W, ("Ctrl+J",), Icon.CLOCK),
        Action("active", _W, ("Ctrl+1",), Icon.CHAT),
        Action("history", _W, ("Ctrl+2",), Icon.HISTORY),
        Action("profile", _W, ("Ctrl+3",), Icon.PERSON),
        Action("settings", _W, ("Ctrl+,",), Icon.SLIDERS),
        Action("handover", _W, ("Ctrl+Shift+H",), Icon.USERS),
        Action("search_history", _W, ("Ctrl+H",), Icon.SEARCH),
        Action("undo", _W, ("Ctrl+Z",), Icon.UNDO),
        Action("refresh", _W, ("F5",), Icon.REFRESH),
        Action("panes", _W, ("F6", "Shift+F6"), Icon.PANEL, repeats=True),
        Action("text_size", _W, ("Ctrl++", "Ctrl+-", "Ctrl+0"), Icon.PALETTE, repeats=True),
        Action("lock", _W, ("Ctrl+L",), Icon.LOCK),
        Action("voice_back", _W, ("F7",), Icon.UNDO, repeats=True),
        Action("voice_pause", _W, ("F9",), Icon.PAUSE),
        Action("skip_pauses", _W, ("Shift+F9",), Icon.PLAY),
        Action("repeat", _W, ("F8",), Icon.BELL),
        Action("shortcuts", _W, ("F1", "?"), Icon.KEYBOARD),
        Action("close", _W, ("Esc",), Icon.X),
        Action("quick_replies", _W, (), Icon.QUICK),
        Action("connection", _W, (), Icon.OFFLINE),
        Action("diagnostics", _W, (), Icon.DOWNLOAD),
        Action("audit", _W, (), Icon.DOC),
        Action("sign_out", _W, (), Icon.SIGN_OUT),
        Action("look", _Q, ("Up", "Down"), Icon.CHAT),
        Action("answer", _Q, ("Enter",), Icon.CHAT),
        Action("no_reply", _Q, ("Ctrl+D",), Icon.CHECK),
        Action("neighbours", _Q, ("Alt+Up", "Alt+Down"), Icon.CHAT, repeats=True),
        Action("whose", _Q, ("Shift+F8",), Icon.PERSON),
        Action("new", _Q, ("Ctrl+N",), Icon.PLUS),
        Action("bookmark", _C, ("Ctrl+B",), Icon.BOOKMARK),
        Action("find", _C, ("Ctrl+F",), Icon.SEARCH),
        Action("match", _C, ("F3", "Shift+F3"), Icon.SEARCH, repeats=True),
        Action("reply", _C, ("R",), Icon.CHAT),
        Action("better_photo", _C, ("P",), Icon.REFRESH),
        Action("remind", _C, ("M",), Icon.BELL),
        Action("details", _C, ("Ctrl+I",), Icon.PANEL),
        Action("note", _C, ("Ctrl+Shift+N",), Icon.PENCIL),
        Action("label", _C, ("Ctrl+Shift+L",), Icon.TAG),
        Action("photo_window", _C, ("F11",), Icon.WINDOW),
        Action("summary", _C, (), Icon.FLAG),
        Action("pdf", _C, (), Icon.DOWNLOAD),
        Action("print", _C, (), Icon.DOC),
        Action("package", _C, (), Icon.CHECKS),
        Action("send", _REPLY, ("Enter",), Icon.CHAT),
        Action("new_line", _REPLY, ("Shift+Enter",), Icon.CHAT),
        Action("quick", _REPLY, ("/",), Icon.QUICK),
        Action("mention", _REPLY, ("@",), Icon.PERSON),
        Action("attach", _REPLY, ("Ctrl+Shift+A",), Icon.IMAGE),
        Action("record", _REPLY, ("Ctrl+Shift+R",), Icon.MIC),
        Action("delete", ActionPlace.HISTORY, ("Delete",), Icon.TRASH),
        Action("save", ActionPlace.PROFILE, ("Ctrl+S",), Icon.CHECK),
    )
}
"""By name, in the order in which they are listed."""
