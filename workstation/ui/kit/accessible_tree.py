"""What an assistive program may still ask of a part of the window that is out of sight.

Such a program keeps the addresses of what it has read, and Qt answers there as long as the widget
exists, seen or not: a list also of rows that nobody ever scrolled to. Walking the tree of a locked
window finds none of it, but whoever walked it before need not walk. Tests:
tests/ui/kit/test_accessible_tree.py.
"""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def forget_addresses(top: QWidget) -> None:
    """Let every address below ``top`` lead nowhere; what is asked for again gets another one.

    The innermost go first: Qt looks for the parent of what goes, and would make it anew.
    """
    if not QAccessible.isActive():
        return
    for widget in (*reversed(top.findChildren(QWidget)), top):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(interface))
