"""What a doctor must know of the place where the words are kept, said until it is read."""

from typing import TYPE_CHECKING

from workstation.domain.errors import StorageError
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.session.storage import NOTHING_RETURNED, Storage
from workstation.ui.kit.strings import error_key, tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.vault.rescue.recovery import Salvage

if TYPE_CHECKING:
    from workstation.ui.main_window.main_window import MainWindow


def show_storage_notices(
    main_window: "MainWindow",
    storage: Storage,
    memory_only: MemoryOnlyVaults,
    not_kept: StorageError | None,
) -> None:
    """Show what holds in the strip, and what was rebuilt or came back in lasting notices."""
    from workstation.ui.shell.storage_warning import StorageWarningWiring

    notices = main_window.frame.notices
    if memory_only.disk_retry is not None:
        StorageWarningWiring(
            main_window.frame, main_window.scope, memory_only.disk_retry, main_window.overlays.code
        )
    elif not_kept is not None:
        notices.add("keeping.not_remembered", f"{error_key(not_kept)}.what")
    if memory_only.moved_to_disk:
        main_window.frame.notify(tr("keeping.moved"))
    if (salvage := storage.salvage) is not None:
        counts = unsent_and_drafts(salvage.unsent, salvage.drafts)
        text = f"keeping.salvaged.{salvage_extent(salvage)}"
        notices.add("keeping.salvaged.title", text, counts=counts)
    if storage.newer_aside:
        notices.add("keeping.newer_aside.title", "keeping.newer_aside.text")
    elif count := storage.vault.restored:
        notices.add("keeping.restored.title", "keeping.restored.text", count=count)
    if (returned := storage.returned) != NOTHING_RETURNED:
        counts = unsent_and_drafts(returned.unsent, returned.drafts)
        text = "keeping.returned.text" if returned.unsent else "keeping.returned.drafts"
        notices.add("keeping.returned.title", text, counts=counts)


def salvage_extent(salvage: Salvage) -> str:
    """How much of the doctor's own was carried over, in words."""
    if salvage.unsent or salvage.drafts:
        return "whole" if salvage.complete else "partly"
    return "nothing" if salvage.complete else "lost"
