"""Says at the end how much was simulated, and from which seeds."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    simulated = [value for report in reports for name, value in report.user_properties
            if name == "simulated"]  # fmt: skip
    if simulated:
        seeds = " ".join(str(first) for _, first, _ in simulated)
        cuts = sum(count for count, _, _ in simulated)
        terminalreporter.write_line(f"simulated {cuts} cuts in days from the seeds {seeds} on")
