"""Which tests `make test` runs under Wine: the rooms that touch the system, and one journey.

Few and certain: what is the same everywhere (values, wire, window contents) has run already.
"""

ROOMS = (
    "tests/config",
    "tests/log",
    "tests/clock",
    "tests/web/test_proxy.py",
    "tests/vault/test_keys.py",
    "tests/vault/test_opening.py",
    "tests/vault/test_outbox.py",
    "tests/ui/shell/test_single_instance.py",
    "tests/clinic/test_command_line.py",
    "tests/link/test_socket.py",
    "tests/installation",
)
JOURNEY = "tests/journeys/test_whole_day.py"
"""Through a real window: on Qt's `windows` plugin, where a screen can be had."""
