"""A file is written where somebody chose, who waits for it: said where it lasts, or why not."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from workstation.base.blocking_call import start_writing
from workstation.domain.errors import StorageError
from workstation.services.foreign_file import save_foreign
from workstation.ui.export.gate import record_written
from workstation.ui.kit.layers.progress import Begin, show_while_busy
from workstation.ui.kit.strings import error_text, tr


async def write_noticed(
    begin: Begin,
    notify: Callable[[str], object],
    path: Path,
    content: bytes,
    record: Callable[[], object],
) -> bool:
    """Write a file and record it; whether all of it is there. Else ``notify`` says why."""
    writing = record_written(start_writing(partial(save_foreign, path, content)), record)
    try:
        await show_while_busy(begin, tr("export.writing"), writing)
    except StorageError as error:
        notify(str(error_text(error)))
        return False
    return True
