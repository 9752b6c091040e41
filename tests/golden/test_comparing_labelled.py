"""The groups keep their floors of quality on labelled flows: those beside the repository, and the repository's own."""

import subprocess
import sys
from pathlib import Path


def test_no_figure_of_comparing_is_below_its_floor(repository: Path) -> None:
    script = repository / "bench" / "compare_quality.py"
    found = subprocess.run([sys.executable, script, "--check-floors"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "compare_own: pairs F1" in found.stdout
    assert "compare_english: pairs F1" in found.stdout
    if (repository.parent / "shared" / "gold" / "alignment").is_dir():
        assert "compare_shared: pairs F1" in found.stdout
