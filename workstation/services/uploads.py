"""Uploads of own pictures, voices and files.

An upload may be repeated freely: nobody sees a file before a message refers to it. So transient
failures (network, server, a full disk) are retried after 5 s, then after twice as long, up to 2
min, since the whole file is sent each time; other failures are shown in the message's row. The
address is written into the row before the message is sent: without it a restart would upload the
file a second time. Where the disk is full that write is waited for, since the file is on the server
by then (``test_a_file_goes_over_the_line_once_however_long_the_disk_is_full``).
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from workstation.domain import backoff
from workstation.domain.commands import Send
from workstation.domain.errors import BrokenMedia, StorageError, WorkstationError
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import Attachment, MessageKind
from workstation.domain.message_kinds import ByKind, kind_of
from workstation.domain.recovery import Recovery, recovery_of
from workstation.media.library import MediaLibrary
from workstation.services.retrying_vault import RetryingVault
from workstation.services.slot_upload import SlotUploader
from workstation.vault.conversation.in_doubt import FILE_LOST
from workstation.vault.unsent import failures, files, outbox

SLOT_NAMES = ByKind(text="", image="picture", voice="voice", file="file")


class _GoneFile(BrokenMedia):
    """A file on a page of the database that cannot be read any more."""


class Uploads:
    """Brings an outbox entry's bytes to the server.

    ``progress`` holds shares between 0 and 1 by ``origin_id``; ``on_progress`` is called when one
    changes. ``retry_later`` gets a room whose upload is to be tried again, and after how many
    seconds.
    """

    def __init__(
        self,
        vault: RetryingVault,
        slots: SlotUploader,
        library: MediaLibrary,
        *,
        on_progress: Callable[[str], None],
        retry_later: Callable[[ConsultationId, float], None],
    ) -> None:
        self.progress: dict[OriginId, float] = {}
        self._backoff: dict[OriginId, Iterator[float]] = {}
        self._under_way: dict[OriginId, asyncio.Task[Attachment]] = {}
        self._vault, self._slots, self._library = vault, slots, library
        self._on_progress, self._retry_later = on_progress, retry_later

    async def upload(self, entry: outbox.OutboxEntry) -> Send | None:
        """The command with the file's address; ``None`` when it waits or has failed for good."""
        name = entry.origin_id
        self._under_way[name] = task = asyncio.ensure_future(self._put_file(entry))
        try:
            await asyncio.wait([task])
            if task.cancelled():
                return None
            uploaded = task.result()
        except WorkstationError as error:
            if recovery_of(error) is not Recovery.NEVER or not await self._mark_failed(name, error):
                self._schedule_retry(entry)
            return None
        finally:
            task.cancel()
            self._under_way.pop(name, None)
            self.progress.pop(name, None)
            self._on_progress(name)
        self._backoff.pop(name, None)
        return replace(entry.command, attachment=uploaded)

    def cancel(self, origin_id: OriginId) -> None:
        """Stop the upload of a message that was deleted."""
        self._backoff.pop(origin_id, None)
        task = self._under_way.get(origin_id)
        if task is not None:
            task.cancel()

    async def _put_file(self, entry: outbox.OutboxEntry) -> Attachment:
        """Bring the bytes to the server, and note in the row where they are."""
        content = await self._vault.read_once(files.data, entry.file_id or "")
        if content is None or entry.attachment is None:
            raise _GoneFile("the file is gone")
        kind, name = entry.attachment.media_type, _slot_name(entry.attachment)

        def on_share(share: float) -> None:
            self.progress[entry.origin_id] = share
            self._on_progress(entry.origin_id)

        url = await self._slots.upload(name, content, kind, on_share)
        await self._library.keep(url, content)
        uploaded = replace(entry.attachment, url=url, name=_message_name(entry.attachment))
        changes = await self._vault.store(outbox.mark_uploaded, entry.origin_id, uploaded)
        if not changes:  # purged meanwhile: nothing would name it any more
            await self._library.drop([url])
        self._vault.publish(changes)
        return uploaded

    def _schedule_retry(self, entry: outbox.OutboxEntry) -> None:
        """Schedule another try, later each time: the whole file goes over the line each time."""
        waits = self._backoff.setdefault(entry.origin_id, backoff.UPLOAD.waits())
        self._retry_later(entry.consultation_id, next(waits))

    async def _mark_failed(self, origin_id: OriginId, error: WorkstationError) -> bool:
        """Write the failure into the row; false where that write fails."""
        why = FILE_LOST if isinstance(error, _GoneFile) else error.code
        try:
            await self._vault.write_once(failures.fail, origin_id, why, error.server_text)
        except StorageError as full:
            self._vault.report(full)
            return False
        self._backoff.pop(origin_id, None)
        return True


def _slot_name(attachment: Attachment) -> str:
    """The neutral name for an upload slot, which becomes part of the address and of a log.

    So the name of the doctor's own file, which may be a patient's, is no part of it; that of a
    document goes with the message alone.
    """
    return SLOT_NAMES.of(kind_of(attachment)) + PurePosixPath(attachment.name).suffix


def _message_name(attachment: Attachment) -> str:
    """The file name that is sent: only a document's, by which it is shown and saved.

    A picture's name is shown nowhere, and may contain another patient's name.
    """
    is_document = kind_of(attachment) is MessageKind.FILE
    return attachment.name if is_document else _slot_name(attachment)
