"""What a doctor's window asks of the program that shows it."""

from collections.abc import Awaitable, Callable, Sequence

from workstation.domain.diagnostics_bundle import DiagnosticsFile
from workstation.domain.updates import UpdateState
from workstation.domain.value import Value
from workstation.settings.resolve import Resolution

GatherDiagnostics = Callable[[], Awaitable[Sequence[DiagnosticsFile]]]


class RunningProgram(Value):
    """The program as its window sees it.

    ``resolution`` gives the current settings, ``update`` what stands of an approved version.
    """

    resolution: Callable[[], Resolution]
    update: Callable[[], UpdateState | None]
    gather_diagnostics: GatherDiagnostics
