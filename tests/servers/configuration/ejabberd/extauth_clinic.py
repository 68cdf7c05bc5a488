"""ejabberd's external authentication: asks the platform whether a short-lived password is good.

ejabberd starts this program with the platform's check address as argument and speaks lines of
counted bytes with it: two bytes of length, big-endian, then ``auth:USER:DOMAIN:PASSWORD`` or
``isuser:USER:DOMAIN``. The answer is two bytes of length and two of a 1 or a 0. A platform that
does not answer means 0: nobody gets in on doubt.
"""

import json
import struct
import sys
import urllib.error
import urllib.request

ANSWER_SECONDS = 5


def check(url: str, user: str, domain: str, password: str) -> bool:
    """Whether the platform takes the password; no answer within ``ANSWER_SECONDS`` is a no."""
    body = json.dumps({"user": user, "domain": domain, "password": password}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=ANSWER_SECONDS) as answer:
            return bool(answer.status == 204)
    except (urllib.error.URLError, OSError):
        return False


def decide(url: str, line: str) -> bool:
    """The answer to ejabberd's ``auth:user:domain:password`` or ``isuser:user:domain``."""
    # Only the first three colons separate: a password may hold more of them.
    match line.split(":", 3):
        case ["auth", user, domain, password]:
            return check(url, user, domain, password)
        case ["isuser", user, _]:
            return user.isdecimal()
    return False


def main() -> None:
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(2)) == 2:
        line = source.read(struct.unpack(">H", head)[0]).decode("utf-8", "replace")
        sink.write(struct.pack(">HH", 2, int(decide(sys.argv[1], line))))
        sink.flush()


if __name__ == "__main__":
    main()
