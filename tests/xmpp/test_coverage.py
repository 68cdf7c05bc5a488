"""Every branch of the wire is taken by its own tests."""

import io

import coverage


def test_each_branch_is_taken(branches: coverage.Coverage) -> None:
    report = io.StringIO()
    covered = branches.report(file=report, show_missing=True, skip_covered=True)
    assert covered == 100, report.getvalue()
