"""What files are by their content, found out when they are first seen: they are never opened."""

import asyncio
from collections import OrderedDict
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from workstation.base.task_scope import TaskScope
from workstation.domain.errors import WorkstationError
from workstation.services.media_reader import OriginalFile
from workstation.ui.media.media_lookup import DocumentState, MediaPhase

MAX_DOCUMENTS = 500
MAX_LOADERS = 2


class Documents(Protocol):
    """Where files come from: the cache, else the network."""

    async def needs_network(self, url: str) -> bool:
        """Whether a file has to be fetched, as it is not on this computer."""

    async def document(self, url: str, declared_bytes: int | None = None) -> OriginalFile:
        """A file that the policy takes. Raises ``WorkstationError``."""


class DocumentLoader(QObject):
    """Loads files and says what is known of them; ``changed`` when any is different.

    Of each only kind and size are remembered: its bytes lie sealed on the disk.
    """

    changed = Signal()

    def __init__(self, source: Documents, scope: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source, self._scope = source, scope
        self._documents: OrderedDict[str, DocumentState] = OrderedDict()
        self._places = asyncio.Semaphore(MAX_LOADERS)
        self._fetches = asyncio.Semaphore(MAX_LOADERS)

    def document(self, url: str, declared_bytes: int | None) -> DocumentState:
        """The file at ``url``; asking for it starts loading it."""
        if url not in self._documents:
            self._documents[url] = DocumentState(MediaPhase.LOADING)
            self._scope.spawn(self._load(url, declared_bytes))
            if len(self._documents) > MAX_DOCUMENTS:
                self._documents.popitem(last=False)
        return self._documents[url]

    def forget(self, url: str) -> None:
        """Forget a file: it is loaded afresh when it is next asked for."""
        self._documents.pop(url, None)

    def drop(self) -> None:
        """Forget every file."""
        self._documents.clear()

    async def _load(self, url: str, declared_bytes: int | None) -> None:
        try:
            # A network that stalls holds up no file that lies on this computer.
            is_away = await self._source.needs_network(url)
            async with self._fetches if is_away else self._places:
                file = await self._source.document(url, declared_bytes)
            state = DocumentState(MediaPhase.READY, file.extension, len(file.content))
        except WorkstationError as error:
            state = DocumentState(MediaPhase.FAILED, code=error.code)
        if url in self._documents:  # else it was let go meanwhile
            self._documents[url] = state
            self.changed.emit()
