"""The matcher's figures do not fall below the recorded floors."""

import subprocess
import sys
from pathlib import Path


def test_no_figure_is_below_its_floor(repository: Path) -> None:
    script = repository / "bench" / "match_quality.py"
    found = subprocess.run([sys.executable, script, "--check-floors"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "floors held: The repository's own sample" in found.stdout
