"""Every place of the window in which the doctor writes, saved and asked about as one."""

from workstation.ui.conversation.details.note_wiring import NoteWiring
from workstation.ui.main_window.overlays import Overlays
from workstation.ui.main_window.page_wirings import PageWirings


class Editors:
    """All places of the window in which the doctor writes: composer, notes, profile and forms.

    Whoever leaves, locks or replaces the window asks here, so that no place is forgotten.
    """

    def __init__(self, pages: PageWirings, overlays: Overlays) -> None:
        self._pages, self._overlays = pages, overlays

    @property
    def has_text(self) -> bool:
        """Whether anything stands in the composer, words or a recording."""
        active = self._pages.active
        return active is not None and active.composer.has_text

    @property
    def is_typing(self) -> bool:
        """Whether anything was written within the last seconds, or a voice is being recorded.

        The forms over the pages are not asked: nobody takes a window away that shows one.
        """
        active, profile = self._pages.active, self._pages.profile
        timers = [note.saving for note in self._notes()]
        if profile is not None:
            timers.append(profile.saving)
        is_composing = active is not None and active.composer.is_typing
        return is_composing or any(timer.is_writing for timer in timers)

    def save(self) -> None:
        """Save everything that is written or recorded now, without waiting for a pause."""
        if (active := self._pages.active) is not None:
            active.composer.keep()
        self._save_notes_and_forms()

    def pause(self) -> None:
        """Save all, as ``save``, and let nobody see the doctor typing: the window is locked."""
        if (active := self._pages.active) is not None:
            active.composer.pause()
        if (profile := self._pages.profile) is not None:
            profile.keep_draft()
        self._save_notes_and_forms()

    def close(self) -> None:
        """Save all, as ``save``, and leave the consultation: the sign-in ends."""
        if (active := self._pages.active) is not None:
            active.composer.leave()
        if (profile := self._pages.profile) is not None:
            profile.close()
        self._save_notes_and_forms()

    def _save_notes_and_forms(self) -> None:
        for note in self._notes():
            note.keep()
        self._overlays.save_forms()

    def _notes(self) -> list[NoteWiring]:
        wirings = self._pages.active, self._pages.history
        return [wiring.details.note for wiring in wirings if wiring is not None]
