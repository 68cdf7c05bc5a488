"""A number beside a field: how much is in it, of how much there may be."""

from PySide6.QtWidgets import QWidget

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.theme import TextRole
from workstation.ui.kit.widgets.label import Label


class CountLabel(SpokenAs, Label):
    """A count that is seen, and no text of its own to a screen reader.

    One that opens a sheet reads all labels that belong to no field before anything else: the
    sheet began with “0 / 2000” for each of its fields. The field itself says the number instead.
    Tests: tests/ui/kit/test_roles.py, ``test_a_sheet_does_not_begin_with_its_counters``.
    """

    spoken_role = Role.Grouping

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(role=TextRole.CAPTION, ink=Ink.TERTIARY, tabular=True, parent=parent)
