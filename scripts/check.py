"""The one check command: format, lint, types, import contracts, tests. Stops at the first that fails.

Run it as `python scripts/check.py`, or with the names of some checks (`python scripts/check.py lint types`). Tests run
in two processes, those in a browser after them and one at a time, because server and browser want both cores.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKS = (
    ("format", [sys.executable, "-m", "ruff", "format", "--check", "."]),
    ("lint", [sys.executable, "-m", "ruff", "check", "."]),
    ("types", [sys.executable, "-m", "mypy"]),
    ("imports", [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
    ("tests", [sys.executable, "-m", "pytest", "-m", "not browser", "-n", "2", "--dist", "loadfile"]),
    ("browser", [sys.executable, "-m", "pytest", "-m", "browser"]),
)


def main() -> int:
    """Run every check in turn and say how long each took."""
    wanted = sys.argv[1:] or [name for name, _ in CHECKS]
    for name, command in CHECKS:
        if name not in wanted:
            continue
        started = time.monotonic()
        print(f"== {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(f"== {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
