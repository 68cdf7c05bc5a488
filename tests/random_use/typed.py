"""What a doctor's keyboard gives: keys, letters of shortcuts, words of all kinds."""

from PySide6.QtCore import Qt

from tests.random_use import hands

Key = Qt.Key
KEYS = {
    **dict.fromkeys((Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_Delete), ""),
    **dict.fromkeys((Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right), ""),
    **dict.fromkeys((Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown), ""),
    **dict.fromkeys((Key.Key_F1, Key.Key_F3, Key.Key_F5, Key.Key_F6, Key.Key_Menu), ""),
    Key.Key_Backspace: "",
    Key.Key_Return: "\r",
    Key.Key_Space: " ",
    Key.Key_Slash: "/",
    Key.Key_At: "@",
    Key.Key_Question: "?",
}
MODIFIERS = [hands.NONE] * 6 + [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier]
LETTERS = "ABCDEFGHJKLMNOPRSTUVXYZ0123456789,.-+=/"
WORDS = [
    "皮疹",
    "早晚各一次。",
    "好的",
    "a",
    "😀",
    "👨‍👩‍👧",
    "@",
    "/",
    "<b>x</b>",
    "12",
    "لا",
    "e\u0301",
]
