"""Which tests `make test` runs under Wine: the rooms that touch the system, and one journey.

Few and certain: what is the same everywhere (values, wire, window contents) has run already.
Run as a program it names them, one a line, for a real Windows.
"""

ROOMS = (
    "tests/base/test_abandoned_files.py",
    "tests/base/test_held_files.py",
    "tests/base/test_log.py",
    "tests/base/test_log_file.py",
    "tests/base/test_paths.py",
    "tests/base/test_windows_folders.py",
    "tests/config/test_ownership.py",
    "tests/config/test_policy_files.py",
    "tests/config/test_registry.py",
    "tests/config/test_resolve.py",
    "tests/config/test_saving_faults.py",
    "tests/config/test_unusable_policy.py",
    "tests/config/test_windows_security.py",
    "tests/decoder/test_process.py",
    "tests/devices/test_printers.py",
    "tests/link/test_opening.py",
    "tests/link/test_web_socket.py",
    "tests/support/test_install_staged.py",
    "tests/support/test_odd_computers.py",
    "tests/ui/kit/test_system_look.py",
    "tests/ui/shell/test_foreground.py",
    "tests/ui/shell/test_running_lock.py",
    "tests/ui/shell/test_single_instance.py",
    "tests/ui/shell/test_system_lock.py",
    "tests/updates/test_every_fault.py",
    "tests/vault/keys/test_credential_manager.py",
    "tests/vault/keys/test_keys.py",
    "tests/vault/engine/test_opening.py",
    "tests/vault/unsent/test_outbox.py",
    "tests/web/test_deferred_verification.py",
    "tests/web/test_proxy.py",
    "tests/web/test_winhttp.py",
)
JOURNEY = "tests/journeys/test_whole_day.py"
"""Through a real window: on Qt's `windows` plugin, where a screen can be had."""

if __name__ == "__main__":
    print(*ROOMS, JOURNEY, sep="\n")
