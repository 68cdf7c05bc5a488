"""The line above two photos of which one lies over the other: which is seen where."""

from PySide6.QtWidgets import QHBoxLayout

from workstation.ui.kit.theme import SIZE, VIEWER, TextRole
from workstation.ui.viewer.controls import ViewerBar, ViewerText


class OverlayNames(ViewerBar):
    """The names of both photos, above them and never on them: nobody may mix them up."""

    def __init__(self) -> None:
        super().__init__(SIZE.control, background=VIEWER.bg)
        self.left, self.right = (
            ViewerText(TextRole.CAPTION, strong=True, firm=True) for _ in range(2)
        )
        row = QHBoxLayout(self)
        row.addWidget(self.left)
        row.addStretch(1)
        row.addWidget(self.right)
        for name in (self.left, self.right):
            policy = name.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # in turn twice a second, nothing moves
            name.setSizePolicy(policy)
        self.hide()

    def show_names(self, left: str, right: str, *, seen: tuple[bool, bool]) -> None:
        """Name the photos that are ``seen``, each at its side."""
        for name, text, is_seen in zip((self.left, self.right), (left, right), seen, strict=True):
            name.show_text(text)
            name.setVisible(is_seen)
