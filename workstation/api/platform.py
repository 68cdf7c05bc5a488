"""Calls as the contract wants them: named, within one deadline, reads retried, writes never."""

from collections.abc import Mapping
from typing import Any

from workstation.api.envelope import Envelope, open_envelope
from workstation.config.calls import Call
from workstation.web.api_client import ApiClient
from workstation.web.json_text import ReadObject
from workstation.web.retry import API_RETRY, RetryPolicy


class Platform:
    """The hospital's platform behind one client; the three groups of calls share it.

    ``paths`` overrides single paths by the key of their call. ``retry`` is for one call with all
    its tries: 30 seconds as a rule.
    """

    def __init__(
        self,
        client: ApiClient,
        paths: Mapping[str, str] | None = None,
        retry: RetryPolicy = API_RETRY,
    ) -> None:
        self._client = client
        self._paths = paths or {}
        self._retry = retry

    async def read(
        self,
        call: Call,
        number: int | None = None,
        read_object: ReadObject | None = None,
        before: Envelope | None = None,
    ) -> Envelope:
        """A call that changes nothing, tried again with back-off when it fails in passing.

        ``number`` fills the path's ``:id``, ``read_object`` is for each object of the answer, the
        envelope among them; an answer that says the same as ``before`` is not read again. Raises
        ``NetworkError``, ``AnswerError``, ``PlatformError``, each with the call's name and without
        ids.
        """
        return await self._retry.read(
            lambda: self._once(call, number, read_object=read_object, before=before),
            call=call.name,
        )

    async def write(self, call: Call, number: int | None = None, *, body: Any = None) -> Envelope:
        """A call that changes something, sent once; ``body`` becomes JSON in UTF-8.

        Raises as ``read``. After ``ConnectionDropped`` or ``DeadlineExceeded`` it may have been
        carried out: read before offering it again.
        """
        return await self._retry.write(lambda: self._once(call, number, body), call=call.name)

    async def _once(
        self,
        call: Call,
        number: int | None,
        body: Any = None,
        read_object: ReadObject | None = None,
        before: Envelope | None = None,
    ) -> Envelope:
        path = call.filled(self._paths, number)
        answer = await self._client.send(call.method, path, call=call.name, body=body)
        return await open_envelope(answer, call, read_object, before)
