"""What Erlang's name server knows: it takes no node whose name it has not seen go."""

import socket

ANSWER_SECONDS = 10.0
NAMES = b"\x00\x01n"
"""A request of one byte (Erlang's distribution protocol, NAMES_REQ), behind its length."""


def names(port: int) -> set[str]:
    """The nodes that are registered at a name server of this computer."""
    with socket.create_connection(("127.0.0.1", port), ANSWER_SECONDS) as line:
        line.sendall(NAMES)
        with line.makefile("rb") as answer:
            lines = answer.read()[4:].decode().splitlines()  # the port of the server itself
    return {each.split()[1] for each in lines}
