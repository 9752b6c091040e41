"""The one check command: format, lint, types, import contracts, tests. Stops at the first that fails.

Run it as `python scripts/check.py`; words after it go to pytest (`python scripts/check.py -m "not browser"`).
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
    ("tests", [sys.executable, "-m", "pytest"]),
)


def main() -> int:
    """Run every check in turn and say how long each took."""
    for name, command in CHECKS:
        started = time.monotonic()
        words = [*command, *sys.argv[1:]] if name == "tests" else command
        print(f"== {name}", flush=True)
        code = subprocess.run(words, cwd=ROOT, check=False).returncode
        print(f"== {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
