"""Long lists of rows with heights of their own: index of heights, and the view that uses it."""

from workstation.ui.kit.rows.entries_view import EntriesView
from workstation.ui.kit.rows.heights import RowHeights
from workstation.ui.kit.rows.view import RowsView

__all__ = ["EntriesView", "RowHeights", "RowsView"]
