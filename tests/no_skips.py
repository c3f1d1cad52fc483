"""A pytest plugin: says loudly, at the end, what was not tested here; a failure where BYLINE_NO_SKIPS is set.

Loaded with ``-p tests.no_skips``.
"""

import os
from collections import Counter

import pytest

from tests.with_postgresql import is_available

NO_POSTGRESQL = (
    "everything, on PostgreSQL: no server programs here. Install them (Debian: apt-get install postgresql) "
    "or give TEST_DATABASE_URL=postgres://…"
)


def left_out(config: pytest.Config) -> list[str]:
    """Return a line for each reason that tests were skipped for."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    lines = [f"{number} × {reason}" for reason, number in sorted(reasons.items())]
    return lines if is_available() else [NO_POSTGRESQL, *lines]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    forbidden = os.environ.get("BYLINE_NO_SKIPS") and not hasattr(session.config, "workerinput")
    if forbidden and exitstatus == pytest.ExitCode.OK and left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, config):
    lines = left_out(config)
    if not lines:
        return
    terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
    for line in lines:
        terminalreporter.line(f"  {line}", red=True)
    if os.environ.get("BYLINE_NO_SKIPS"):
        terminalreporter.line("  BYLINE_NO_SKIPS is set, so this run has failed.", red=True)
