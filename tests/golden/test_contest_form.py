"""Data in the form of the process model matching contests is read and measured."""

import subprocess
import sys
from pathlib import Path

ALIGNMENT = """<rdf:RDF xmlns="http://knowledgeweb.semanticweb.org/heterogeneity/alignment#"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><Alignment>
  <map><Cell><entity1 rdf:resource="http://North-West#t1"/><entity2 rdf:resource="http://East#n1"/></Cell></map>
  <map><Cell><entity1 rdf:resource="http://North-West#t2"/><entity2 rdf:resource="http://East#n2"/></Cell></map>
</Alignment></rdf:RDF>"""


def net(*names: str, prefix: str) -> str:
    """A row of transitions, a silent one behind them."""
    ids = [f"{prefix}{number}" for number in range(1, len(names) + 2)]
    works = [
        f'<transition id="{i}"><name><text>{name}</text></name></transition>'
        for i, name in zip(ids, (*names, ids[-1]), strict=True)
    ]
    places = [f'<place id="p{number}"/>' for number in range(len(ids) + 1)]
    arcs = [f'<arc source="p{n}" target="{i}"/><arc source="{i}" target="p{n + 1}"/>' for n, i in enumerate(ids)]
    return f"<pnml><net>{''.join((*works, *places, *arcs))}</net></pnml>"


def test_two_nets_are_compared_and_held_against_their_alignment(repository: Path, tmp_path: Path) -> None:
    models, gold = tmp_path / "models", tmp_path / "gold"
    for folder in (models, gold):
        folder.mkdir()
    (models / "North-West.pnml").write_text(
        net("Check documents", "Send letter of rejection", prefix="t"), encoding="utf-8"
    )
    (models / "East.pnml").write_text(net("Verification of papers", "Rejection", prefix="n"), encoding="utf-8")
    (gold / "North-West-East.rdf").write_text(ALIGNMENT, encoding="utf-8")
    script = repository / "bench" / "contest_quality.py"
    found = subprocess.run([sys.executable, script, models, gold], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "| 1 pairs of models | 1.000 (2/2) | 1.000 (2/2) | 1.000 |" in found.stdout
