"""Problems of this computer, shown above every page, also the sign-in page, until dismissed."""

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase

from workstation.config import BY_KEY
from workstation.domain.value import Value
from workstation.settings.problem import Problem
from workstation.settings.resolve import Resolution
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.announced import Announced
from workstation.ui.kit.widgets.banner import Banner, BannerTone

CHINESE = QFontDatabase.WritingSystem.SimplifiedChinese


class SystemProblem(Value):
    """One thing: ``trouble.<code>.what`` and ``.next`` are its texts, ``key`` a setting."""

    code: str
    key: str = ""

    @property
    def what(self) -> str:
        """The sentence of what is wrong."""
        title = tr(BY_KEY[self.key].title) if self.key in BY_KEY else self.key
        return tr(f"trouble.{self.code}.what", name=title)

    @property
    def then(self) -> str:
        """The sentence of what holds instead, and whom to ask."""
        return tr(f"trouble.{self.code}.next")


def system_problems(resolution: Resolution) -> list[SystemProblem]:
    """All problems that are shown; those with unknown keys are in the log and the check only."""
    problems = [_of(problem) for problem in resolution.problems if not problem.warning]
    if not QFontDatabase.families(CHINESE):
        problems.append(SystemProblem("font"))
    return list(dict.fromkeys(problems))


def _of(problem: Problem) -> SystemProblem:
    whose = "policy" if problem.source.machine else "own"
    return (
        SystemProblem(f"{whose}_value", problem.key)
        if problem.key
        else SystemProblem(f"{whose}_file")
    )


class SystemProblemBanner(Announced, Banner):
    """Shows one after the other, and hides when the last was dismissed."""

    def __init__(self, problems: Sequence[SystemProblem]) -> None:
        super().__init__()
        self._pending = list(problems)
        self.acted.connect(self._dismiss)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the first of those that are left."""
        if not self._pending:
            self.hide()
        else:
            first = self._pending[0]
            self.show_text(BannerTone.DANGER, first.what, first.then, tr("trouble.put_away"))
            self.announce_text(self.accessibleName())

    def _dismiss(self) -> None:
        self._pending.pop(0)
        self.retranslate()
