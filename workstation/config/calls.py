"""Every path of the REST API, once (the interface contract, "Calls").

They are the defaults of the setting ``api.paths``.
"""

from collections.abc import Mapping

from workstation.domain.value import Value

ID = ":id"


class Call(Value):
    """A call's configuration key, method and default path.

    ``edits``: it writes back a copy that was read before. Only then does "conflict" (409) mean that
    the server's copy changed meanwhile; to any other call it is a refusal like others.
    """

    key: str
    method: str
    path: str
    edits: bool = False

    @property
    def name(self) -> str:
        """How errors and logs name it; never an actual id."""
        return f"{self.method} {self.path}"

    def filled(self, paths: Mapping[str, str], number: int | None = None) -> str:
        """The path to ask for, with configured paths before the default and the id filled in.

        ``paths`` are those of ``api.paths`` by the key of their call; ``number`` stands for
        ``:id``.
        """
        path = paths.get(self.key, self.path)
        return path if number is None else path.replace(ID, str(number))


IM_SERVERS = Call("im_servers", "GET", "/im/servers")
IM_PASSWORD = Call("im_password", "GET", "/im/password")
CREATE = Call("create", "POST", "/consult")
CONSULTATION = Call("consultation", "GET", "/consult/:id")
IN_PROCESS = Call("in_process", "GET", "/consult/in_process_list")
HISTORY = Call("history", "GET", "/consult/history_list")
DELETE = Call("delete", "DELETE", "/consult/history_list/:id")
DOCTOR = Call("doctor", "GET", "/doctor/detail")
SAVE_DOCTOR = Call("save_doctor", "POST", "/doctor/detail", edits=True)

CALLS = (
    IM_SERVERS,
    IM_PASSWORD,
    CREATE,
    CONSULTATION,
    IN_PROCESS,
    HISTORY,
    DELETE,
    DOCTOR,
    SAVE_DOCTOR,
)
