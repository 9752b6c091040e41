"""Write `constraints.txt` from the environment that this runs in: names and versions, no index, no address."""

from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOT_PINNED = frozenset({"fitgap", "pip", "setuptools", "wheel"})
HEAD = """\
# The versions that fitgap is tested with. Names and versions only: pip asks whichever index it is set up for.
# Renew: in a fresh environment `python -m pip install -e ".[dev]"`, then `python scripts/write_constraints.py`.
"""


def main() -> None:
    """Pin everything that is installed beside fitgap itself."""
    pins = {found.name: found.version for found in distributions() if found.name.lower() not in NOT_PINNED}
    lines = [f"{name}=={version}" for name, version in sorted(pins.items(), key=lambda pin: pin[0].lower())]
    (ROOT / "constraints.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
