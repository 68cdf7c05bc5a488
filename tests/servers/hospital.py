"""The hospital's platform as the rig plays it: short-lived IM passwords, and who checks them.

It answers over HTTP on loopback:

* ``GET /im/servers``, ``/im/password``, ``/consult/in_process_list`` and ``/consult/history_list``
  (contract 1.1, 1.2, 1.5, 1.6) under ``X-AUTH-TOKEN``;
* ``POST /im/check`` for the engines: ``{"user", "domain", "password"}``, 204 = good, 401 = not.
"""

import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PASSWORD_SECONDS = 3600
PATIENT_NAME = "王秀英"


@dataclass(frozen=True)
class Password:
    """A short-lived password; ``expire`` in Unix seconds, ``good_until`` in monotonic seconds."""

    text: str = field(repr=False)
    expire: int
    good_until: float


class Hospital:
    """Issues passwords as the platform does; ``outage`` makes it answer 503 to everybody."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        self.servers: list[dict[str, Any]] = []
        self.consultations: dict[int, dict[str, Any]] = {}
        self.outage = False
        self.checks = 0
        self.fetches = 0
        self.password_of = lambda member_id: self.issue(member_id).text
        self._passwords: dict[int, list[Password]] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._answering_class())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="hospital")
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the platform listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def check_url(self) -> str:
        """Where an IM server asks whether a password is good (contract, "Session")."""
        return f"{self.url}/im/check"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def begin(self, consultation_id: int, doctor_ids: list[int], patient_id: int) -> None:
        """A consultation is in process from now on."""
        self.consultations[consultation_id] = {
            "consultation_id": consultation_id,
            "status": "in_process",
            "creator_member_id": patient_id,
            "creator_member_name": PATIENT_NAME,
            "target_member_id": patient_id,
            "target_member_name": PATIENT_NAME,
            "team_id": 1,
            "team_name": "内科",
            "doctor_ids": doctor_ids,
            "symptom_content": "头疼",
            "symptom_type": "text",
            "images": [],
            "created": time.time_ns() // 1_000_000,
        }

    def token(self, member_id: int) -> str:
        return f"token-of-{member_id}"

    def issue(self, member_id: int, seconds: int = PASSWORD_SECONDS) -> Password:
        """A fresh password: 32 hex digits, good for ``seconds``; older ones stay good."""
        password = Password(secrets.token_hex(16), seconds, time.monotonic() + seconds)
        with self._lock:
            self._passwords.setdefault(member_id, []).append(password)
        return password

    def expire_all(self, member_id: int) -> None:
        """From now on none of this member's earlier passwords is good."""
        with self._lock:
            self._passwords.pop(member_id, None)

    def good(self, user: str, domain: str, password: str) -> bool:
        """Whether a password is this user's, and still good."""
        if domain != self.domain or not user.isdecimal():
            return False
        with self._lock:
            known = list(self._passwords.get(int(user), ()))
        now = time.monotonic()
        return any(
            each.good_until > now and hmac.compare_digest(each.text, password) for each in known
        )

    def _member_of(self, token: str) -> int | None:
        member_id = token.removeprefix("token-of-")
        return int(member_id) if member_id.isdecimal() and member_id != token else None

    def get(self, path: str, token: str) -> tuple[int, dict[str, Any]]:
        """What the platform answers to a GET: the status and the JSON."""
        member_id = self._member_of(token)
        if member_id is None:
            return 401, {"success": False, "code": 401, "message": "unknown token"}
        if path == "/im/servers":
            return 200, {"success": True, "result": self.servers}
        if path == "/im/password":
            self.fetches += 1
            result = {"expire": PASSWORD_SECONDS, "password": self.password_of(member_id)}
            return 200, {"success": True, "result": result}
        if path == "/consult/in_process_list":
            listed = [
                each for each in self.consultations.values() if member_id in each["doctor_ids"]
            ]
            return 200, {"success": True, "code": 200, "result": listed}
        if path == "/consult/history_list":
            return 200, {"success": True, "code": 200, "result": []}
        return 404, {"success": False, "code": 404, "message": "no such call"}

    def _answering_class(self) -> type[BaseHTTPRequestHandler]:
        hospital = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = self.headers.get("X-AUTH-TOKEN", "")
                status, body = hospital.get(self.path, token)
                self._send(503 if hospital.outage else status, json.dumps(body).encode())

            def do_POST(self) -> None:
                hospital.checks += 1
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                good = hospital.good(asked["user"], asked["domain"], asked["password"])
                self._send(503 if hospital.outage else 204 if good else 401, b"")

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if status != 204:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Stay silent: a request line is not the test's output."""

        return Answer
