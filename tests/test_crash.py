"""An unexpected error ends in a sentence, and shows nothing that was in memory."""

import os
import pty
import sys
import textwrap
from pathlib import Path

MARKER = "4111222233334444"

BROKEN = textwrap.dedent(
    """
    import sys
    from contextlib import asynccontextmanager
    from pathlib import Path

    from firmly_tui.report import write_report
    from firmly_tui.tui.app import FirmlyApp

    home, marker = Path(sys.argv[1]), sys.argv[2]

    @asynccontextmanager
    async def opening():
        card_number = marker
        raise RuntimeError(f"a bug, met while {card_number} was at hand")
        yield

    app = FirmlyApp(opening, report=lambda error: write_report(error, home))
    app.run()
    sys.exit(app.return_code)
    """
)


def run_in_a_terminal(*command: str) -> tuple[str, int]:
    """Everything that the command wrote to its terminal, and its exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    written = bytearray()
    try:
        while chunk := os.read(terminal, 65536):
            written += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(terminal)
    return written.decode(errors="replace"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_a_crash_tells_where_the_report_is_and_nothing_else(tmp_path: Path):
    written, code = run_in_a_terminal(sys.executable, "-c", BROKEN, str(tmp_path), MARKER)
    assert code == 1
    assert "firmly-tui met an unexpected error (RuntimeError) and had to stop." in written
    assert "Traceback" not in written
    assert MARKER not in written
    (report,) = tmp_path.glob("error-*.txt")
    text = report.read_text()
    assert "RuntimeError" in text
    assert "in opening" in text
    assert MARKER not in text
    assert report.stat().st_mode & 0o077 == 0
