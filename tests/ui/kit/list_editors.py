"""The editors of tags and of ordered lines with something in them, and what they tell."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.fields.ordered_list import OrderedListEditor
from workstation.ui.kit.fields.tag_editor import TagEditor
from workstation.ui.kit.widgets.chip import RemovableTag

Show = Callable[..., QWidget]
TAGS = ["湿疹", "荨麻疹"]


def editor_of_two_tags(show_widget: Show) -> TagEditor:
    """On the screen."""
    editor = TagEditor()
    show_widget(editor)
    editor.set_tags(TAGS)
    return editor


def tags_of(editor: TagEditor) -> list[RemovableTag]:
    """Its tags, in their order."""
    return [tag for tag in editor.findChildren(RemovableTag) if not tag.isHidden()]


def editor_of_three_lines(show_widget: Show) -> OrderedListEditor:
    """On the screen, laid out."""
    editor = OrderedListEditor()
    show_widget(editor)
    editor.set_items(["一", "二", "三"])
    QApplication.sendPostedEvents()
    return editor


def changes_of(editor: TagEditor | OrderedListEditor) -> list[list[str]]:
    """What the editor tells from now on."""
    emitted: list[list[str]] = []
    editor.changed.connect(emitted.append)
    return emitted
