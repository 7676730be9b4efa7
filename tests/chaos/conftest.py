"""What a campaign tells goes to the terminal at once: whoever waits for minutes wants to see how far it is."""

import pytest
from _pytest.terminal import TerminalReporter

from tests.chaos.journal import Tell


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Tell:
    """Writes a line past the capturing of output."""
    terminal = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    capture = pytestconfig.pluginmanager.get_plugin("capturemanager")

    def write(line: str) -> None:
        if isinstance(terminal, TerminalReporter) and capture is not None:
            with capture.global_and_fixture_disabled():
                terminal.ensure_newline()
                terminal.write_line(line, flush=True)

    return write
