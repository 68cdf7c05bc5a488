"""The tests on Windows: what cannot be tried there and why, and a record of what came of each.

A skip here is by reason and is counted in the table that `tests/windows/stage.py` prints. A test
that says something true for both systems is written so that it runs on both; only what has no
Windows side is listed.
"""

import ctypes
import json
import os
import sys

import pytest

RESULTS = os.environ.get("WORKSTATION_TEST_RESULTS", "")

NOT_ON_WINDOWS = {
    "mode bits, which Windows does not have": (
        "tests/clinic/test_tokens_and_passwords.py::test_the_key_is_readable_by_its_owner_only",
        "tests/base/test_paths.py::test_folders_are_private",
        "tests/base/test_log.py::test_files_are_private",
    ),
    "the socket in the profile's folder, where Windows has a pipe": (
        "tests/ui/shell/test_single_instance.py::test_the_socket_lies_in_the_profile_however_long_its_path_is",
        "tests/ui/shell/test_single_instance.py::test_a_folder_that_others_write_in_holds_no_socket",
    ),
    "the sound server, which Windows does not have": (
        "tests/devices/test_sound_server.py::test_it_is_lost_once_its_connection_ended_and_back_with_the_next",
        "tests/devices/test_sound_server.py::test_it_is_known_where_the_environment_names_it",
    ),
    "the desktop of GNOME and its program gsettings": (
        "tests/web/test_proxy.py::test_the_desktop_is_asked_by_its_program",
    ),
    "names of time zones, of which Windows has no table and the program reads none": (
        "tests/store/test_snooze_choices.py",
    ),
    "forks, by which Linux tries a kill before every step": (
        "tests/vault/keys/test_key_kill.py",
        "tests/vault/removal/test_erasure.py::test_killed_before_each_step_it_is_all_there_or_the_next_start_ends_it",
    ),
    "builds side by side are the Debian package's, with symbolic links": (
        "tests/base/test_installation.py",
        "tests/ui/shell/test_update_strip.py::test_the_system_tells_of_the_upgrade_and_the_strip_stays",
        "tests/ui/shell/test_update_strip.py::test_an_upgrade_of_which_nobody_told_is_seen_when_the_doctor_comes_back",
    ),
}
NOT_UNDER_WINE = {
    "Wine's certificate engine knows no addresses in certificates": (
        "tests/journeys/test_over_tls.py",
        "tests/web/test_loading.py::test_calls_and_media_work_on_the_window_s_loop",
        "tests/web/test_media_client.py::test_a_redirect_does_not_leave_encryption",
        "tests/web/test_tls.py::test_an_unknown_authority_is_refused",
        "tests/web/test_tls.py::test_a_bare_address_is_trusted_by_its_entry_in_the_certificate",
        "tests/web/test_tls.py::test_a_connection_cut_under_tls_is_dropped_not_untrusted",
        "tests/web/test_tls.py::test_the_environment_has_no_say",
    ),
    "Wine takes a certificate for good whose issuer it does not know": (
        "tests/link/test_opening.py::test_a_certificate_that_proves_nothing_is_told_as_what_it_is[unknown]",
        "tests/link/test_proxy.py::test_the_environment_has_no_say_in_which_proxy_is_trusted",
        "tests/web/test_proxy.py::test_a_proxy_that_nobody_vouches_for_is_refused",
        "tests/support/test_network.py::test_an_unknown_issuer_is_unusable_and_named",
    ),
    "Wine has the printers of its computer, of which ours has none": (
        "tests/ui/record/test_leaving.py::test_the_sign_in_ends_while_something_is_asked[printer]",
        "tests/ui/record/test_printing.py::test_pages_go_to_the_printer_that_was_chosen",
        "tests/ui/record/test_printing.py::test_who_picks_no_printer_prints_nothing",
        "tests/ui/record/test_printing.py::test_a_printer_that_takes_nothing_is_said",
    ),
}
WORDS_OF_WINE = ("COM error 0x80004001: Not implemented",)
"""Of Qt's, about what Wine does not have: adapters and costs of the network."""


def under_wine() -> bool:
    """Whether this Windows is Wine, which says so in its own library."""
    libraries = getattr(ctypes, "windll", None)
    return libraries is not None and hasattr(libraries.ntdll, "wine_get_version")


def pytest_configure(config: pytest.Config) -> None:
    if under_wine():
        config.getini("qt_log_ignore").extend(WORDS_OF_WINE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if sys.platform != "win32":
        return
    reasons = {**NOT_ON_WINDOWS, **(NOT_UNDER_WINE if under_wine() else {})}
    for item in items:
        path, _, name = item.nodeid.partition("::")
        plain = f"{path}::{name.partition('[')[0]}"
        for reason, places in reasons.items():
            if {path, plain, item.nodeid}.intersection(places):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A file that is skipped or cannot be read as a whole is one line."""
    if report.outcome != "passed":
        _write(report, 0)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """One line for each phase that says something: its test, outcome, seconds, and why."""
    if report.when == "call" or report.outcome != "passed":
        _write(report, report.duration)


def _write(report: pytest.CollectReport | pytest.TestReport, seconds: float) -> None:
    if not RESULTS or "PYTEST_XDIST_WORKER" in os.environ:
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    line = {"test": report.nodeid, "outcome": report.outcome, "reason": reason}
    with open(RESULTS, "a", encoding="utf-8") as file:  # noqa: PTH123 - the shortest way
        file.write(json.dumps({**line, "seconds": seconds}) + "\n")
