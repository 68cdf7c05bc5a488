"""The rules in force for what leaves, as every part of the window may ask for them at any time."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton

from workstation.config import Settings
from workstation.domain.export import ExportChannel, ExportRule
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.tool_tip import set_spoken_reason, set_tool_tip


class ExportRules(QObject):
    """The export rules in force: ``changed`` tells those that show a way out to show it anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rules = dict.fromkeys(ExportChannel, ExportRule.ALLOW)
        self._excludes_captures = False

    def apply(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        rules = {
            ExportChannel.TEXT: ExportRule(settings.export_copy_text),
            ExportChannel.PICTURE: ExportRule(settings.export_copy_picture),
            ExportChannel.FILE: ExportRule(settings.export_save),
            ExportChannel.PRINT: ExportRule(settings.export_print),
            ExportChannel.PDF: ExportRule(settings.export_pdf),
        }
        before = (self._rules, self._excludes_captures)
        self._rules, self._excludes_captures = rules, settings.exclude_from_capture
        if before != (self._rules, self._excludes_captures):
            self.changed.emit()

    @property
    def excludes_captures(self) -> bool:
        """Whether the window is to be kept out of pictures of the screen, where the system can."""
        return self._excludes_captures

    def rule(self, channel: ExportChannel) -> ExportRule:
        """What holds for a way out."""
        return self._rules[channel]

    def denial(self, channel: ExportChannel) -> str:
        """The sentence that says who forbade a way out; empty where it may be gone."""
        if self._rules[channel] is not ExportRule.DENY:
            return ""
        return tr(f"export.denied.{channel.value}")

    def strictest(self, *channels: ExportChannel) -> ExportChannel:
        """The most restricted of several ways by which something goes out at once."""
        order = (ExportRule.DENY, ExportRule.ASK, ExportRule.ALLOW)
        return min(channels, key=lambda channel: order.index(self._rules[channel]))

    def mark(
        self, button: QAbstractButton, channel: ExportChannel, *, possible: bool = True
    ) -> None:
        """Let a button that was just named be pressed only where its way out may be gone.

        One that a policy forbids stays in sight, and says who forbade it.
        """
        denial = self.denial(channel)
        button.setEnabled(possible and not denial)
        set_spoken_reason(button, denial)
        if denial:
            set_tool_tip(button, denial)


export_rules = ExportRules()
