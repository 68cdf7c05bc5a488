"""An engine that is one process: what both one-node engines do to it."""

from tests.servers.engine import Endpoint
from tests.servers.processes import EngineFailed, ServerProcess, listening


class OneNode:
    """Kill, stop, start, freeze and thaw the only node; any other node is a ValueError.

    The engine sets ``endpoints`` and ``_server`` before it starts.
    """

    name: str
    endpoints: list[Endpoint]
    _server: ServerProcess

    def ports(self) -> list[int]:
        """Where the node listens once it is ready."""
        raise NotImplementedError

    def kill(self, node: int = 0) -> None:
        self._only(node).kill()

    def stop(self, node: int = 0) -> None:
        self._only(node).stop()

    def start(self, node: int = 0) -> None:
        ports = self.ports()
        self._only(node).start(lambda: all(map(listening, ports)))

    def freeze(self, node: int = 0) -> None:
        self._only(node).freeze()

    def thaw(self, node: int = 0) -> None:
        self._only(node).thaw()

    def processes(self) -> list[ServerProcess]:
        return [self._server]

    def close(self) -> None:
        self._server.kill()
        if left := self._server.left():
            raise EngineFailed(f"{self.name} left processes: {left}")

    def _only(self, node: int) -> ServerProcess:
        if node:
            raise ValueError(f"{self.name} is one node")
        return self._server
