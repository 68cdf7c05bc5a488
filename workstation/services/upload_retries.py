"""Retries a room's upload after a wait: one retry at a time, however often it failed meanwhile.

A failed upload is also tried again by each text that is sent after it and by each new connection.
If each of these failures began a wait of its own, hundreds would be pending after a day on a bad
line, and the photo would be uploaded every few seconds. So a room has at most one pending retry,
the first. Test: tests/services/test_upload_retries.py.
"""

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any

from workstation.base.task_scope import Spawn
from workstation.domain.ids import ConsultationId


class UploadRetries:
    """Waits before a room's upload is tried again, one wait for each room.

    ``pump`` sends what waits in a room. What waits here is work of the session's ``spawn``.
    """

    def __init__(
        self, spawn: Spawn, pump: Callable[[ConsultationId], Coroutine[Any, Any, None]]
    ) -> None:
        self._spawn, self._pump = spawn, pump
        self._due_at: dict[ConsultationId, float] = {}

    def ask(self, consultation_id: ConsultationId, seconds: float) -> None:
        """Try a room again after so many seconds, unless that is done before."""
        due_at = asyncio.get_running_loop().time() + seconds
        if due_at < self._due_at.get(consultation_id, math.inf):
            self._due_at[consultation_id] = due_at
            self._spawn(self._try_at(consultation_id, seconds, due_at), optional=True)

    async def _try_at(self, consultation_id: ConsultationId, seconds: float, due_at: float) -> None:
        """Wait as work of the session, whose end a timer of the loop would outlive; then try."""
        await asyncio.sleep(seconds)
        if self._due_at.get(consultation_id) == due_at:
            del self._due_at[consultation_id]
            self._spawn(self._pump(consultation_id))
