# ruff: noqa: E501, SIM905  (word lists on one line each, and chance that must only be repeatable)
"""How fast the whole match is, beside RapidFuzz's WRatio over all pairs, on made-up Japanese labels.

    python bench/match_speed.py
    python bench/match_speed.py --steps 30000 --features 5000

    python bench/match_speed.py --plain       # as it runs without the extra `fast`

One process, one core. Each step is made from one function by shortening, swapping words for usual other words, and
changing kana and width; `in first five` counts the steps whose source is found. WRatio is timed on a sample of the steps.
"""

import argparse
import random
import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from fitgap.app.pipeline import analyse, analyse_many, prepare, read_steps
from fitgap.matching import sums
from fitgap.matching.queries import ask, read_queries
from fitgap.matching.ranking import first_cut
from fitgap.matching.scorers import count_steps
from fitgap.model.catalog import Catalog, Feature
from fitgap.model.flow import Flow, Node, Process, Work
from fitgap.model.message import Source
from fitgap.model.policy import Policy
from fitgap.model.step import steps_of
from fitgap.policies import default_policy

CUT_ROUNDS = 10
CUT_PEERS = 10  # steps that WRatio is given in a round of the first cut
SOURCE = Source(file="made up")
AREAS = "国民健康保険 後期高齢者医療 介護保険 児童手当 児童扶養手当 個人住民税 固定資産税 軽自動車税 住民記録 印鑑登録 障害福祉 生活保護 保育 就学 健康管理 選挙 国民年金 戸籍 収納 滞納整理".split()
OBJECTS = (
    "資格取得 資格喪失 被保険者証 高額療養費 認定申請 現況届 賦課決定 納税通知書 督促状 口座振替 過誤納金 減免申請 所得照会 "
    "世帯変更 転入届 転出届 住所異動 支給決定 受給者台帳 負担割合 限度額認定 証明書 登録原票 異動履歴 送付先 代理人 調定額 "
    "更正決定 申告書 課税資料 名寄せ 家屋評価 利用調整 入所申込 保育料 給付費 健診結果 予防接種 選挙人名簿 学齢簿"
).split()
ACTIONS = {
    "登録": "入力 登録 打込み".split(), "照会": "照会 検索 確認".split(), "発行": "発行 作成 打出し".split(),
    "送付": "送付 発送 郵送".split(), "計算": "計算 算定 算出".split(), "審査": "審査 判定 点検".split(),
    "取込": "取込み 受信 読込み".split(), "集計": "集計 統計 とりまとめ".split(), "抽出": "抽出 洗い出し 抽出".split(),
    "消込": "消込み 入金確認 消込".split(), "還付": "還付 払戻し 返金".split(), "変更": "変更 修正 訂正".split(),
}  # fmt: skip
ADDED = "一括 随時 年次 月次 窓口 電子申請 過年度 支所 職権 仮".split()
THINGS = {
    "被保険者証": "保険証", "納税通知書": "税の通知", "口座振替": "口振", "過誤納金": "納めすぎ", "所得照会": "所得の問合せ",
    "世帯変更": "世帯の異動", "住所異動": "住所変更", "受給者台帳": "受給者カード", "代理人": "後見人", "調定額": "調定",
    "利用調整": "選考", "入所申込": "入園の申込み", "健診結果": "検診の結果", "家屋評価": "家屋調査", "負担割合": "割合",
}  # fmt: skip
WHO = "窓口で 担当課で 支所の 審査係が 委託先にて 夜間に システムで 係長が 会計年度任用職員による 住民からの".split()
ENDINGS = ("", "", "する", "を行う", "処理", "作業", "及び結果の確認", "のうえ決裁")
REMARKS = "月次 年次 様式第 件数 期限 締切 対象 第 棟 区".split()
SHORT = {
    "国民健康保険": "国保",
    "後期高齢者医療": "後期",
    "介護保険": "介護",
    "児童手当": "児手",
    "個人住民税": "住民税",
}


def made_up_catalog(size: int, chance: random.Random) -> Catalog:
    """Functions with distinct names."""
    names: dict[str, Feature] = {}
    while len(names) < size:
        area, thing, action = chance.choice(AREAS), chance.choice(OBJECTS), chance.choice(list(ACTIONS))
        added = chance.choice(ADDED) if chance.random() < 0.7 else ""
        name = f"{area}{thing}{added}{action}"
        names.setdefault(
            name,
            Feature(
                id=f"F{len(names):05d}",
                name=name,
                description=f"{area}の{thing}について、{added or '対象者'}を{action}し、結果を一覧で確認できること。",
                source=SOURCE,
                categories=(area, thing),
            ),
        )
    return Catalog(key="made-up", vendor="made up", product="made up", features=tuple(names.values()))


def made_up_steps(catalog: Catalog, count: int, chance: random.Random) -> tuple[Flow, dict[str, str]]:
    """A flow of that many steps, and the function each was made from."""
    nodes, sources = [], {}
    for number in range(count):
        feature = chance.choice(catalog.features)
        area, thing = feature.categories
        action = next(a for a in ACTIONS if feature.name.endswith(a))
        added = feature.name.removeprefix(area).removeprefix(thing).removesuffix(action)
        words = [
            SHORT.get(area, area) if chance.random() < 0.6 else "",
            added if chance.random() < 0.6 else "",
            THINGS.get(thing, thing) if chance.random() < 0.7 else thing,
        ]
        if chance.random() < 0.4:
            chance.shuffle(words)
        who = chance.choice(WHO) if chance.random() < 0.7 else ""
        joint = chance.choice(("の", "を", "", "に係る"))
        name = f"{who}{''.join(words)}{joint}{chance.choice(ACTIONS[action])}{chance.choice(ENDINGS)}"
        if chance.random() < 0.6:
            name += f"　{chance.choice(REMARKS)}{chance.randrange(1, 400)}"
        node_id = f"S{number:06d}"
        nodes.append(
            Node(id=node_id, kind="task", name=name, process_id="p", source=SOURCE, work=Work(method="システム"))
        )
        sources[node_id] = feature.id
    process = Process(id="p", name="made up", source=SOURCE)
    return Flow(name="made up", file="", notation="table", processes=(process,), nodes=tuple(nodes)), sources


def repeat(flow: Flow, catalog: Catalog, policy: Policy) -> None:
    """Print what repeated flows cost: ten flows of thirty steps, each once, ten times and a hundred times."""
    parts = [replace(flow, nodes=flow.nodes[place : place + 30]) for place in range(0, 300, 30)]
    for times in (1, 10, 100):
        start = time.process_time()
        count = sum(len(fit_gap.results) for fit_gap in analyse_many(parts * times, catalog, policy))
        seconds = time.process_time() - start
        print(f"{count} steps in {len(parts) * times} flows, 10 of them distinct: {seconds:.2f} s CPU")


@dataclass
class Side:
    """What one side has done so far."""

    steps: int = 0
    found: int = 0
    seconds: float = 0.0

    def add(self, seconds: float, steps: int, found: int = 0) -> None:
        """Count a round."""
        self.seconds += seconds
        self.steps += steps
        self.found += found

    @property
    def rate(self) -> float:
        """Steps a second."""
        return self.steps / self.seconds

    @property
    def share(self) -> float:
        """Of all steps, those whose source is among the first five."""
        return self.found / self.steps


def first_cut_beside(flow: Flow, catalog: Catalog, policy: Policy) -> tuple[float, float]:
    """Steps a second of the first cut alone, and of WRatio in turns with it.

    With counting: texts that are read already to the nearest fifty functions.
    """
    prepared = prepare(catalog, policy)
    steps = steps_of(flow)
    asked = ask([steps], policy.matching)
    texts = read_queries(asked.queries, read_steps(prepared.normaliser, steps))
    names = [feature.name for feature in catalog.features]
    ours, theirs = Side(), Side()
    for start in range(0, CUT_ROUNDS * CUT_PEERS, CUT_PEERS):
        before = time.process_time()
        said = count_steps(prepared.index, texts, policy.matching)
        first_cut(prepared.index, said, policy.matching)
        ours.add(time.process_time() - before, len(asked.queries))
        before = time.process_time()
        sample = [node.name for node in flow.nodes[start : start + CUT_PEERS]]
        cdist(sample, names, scorer=fuzz.WRatio, workers=1)
        theirs.add(time.process_time() - before, len(sample))
    return ours.rate, theirs.rate


def side_by_side(
    flow: Flow, catalog: Catalog, policy: Policy, sources: Mapping[str, str], *, peer_steps: int, rounds: int
) -> None:
    """Print the whole match and WRatio in turns, a part of the steps after the other: a machine is not always as fast."""
    names = [feature.name for feature in catalog.features]
    ids = [feature.id for feature in catalog.features]
    size, peers = -(-len(flow.nodes) // rounds), -(-peer_steps // rounds)
    ours, theirs = Side(), Side()
    kept, ratios = [], []
    for start in range(0, len(flow.nodes), size):
        part = replace(flow, nodes=flow.nodes[start : start + size])
        before = time.process_time()
        results = analyse(part, catalog, policy).results
        seconds = time.process_time() - before
        found = sum(sources[r.step.id] in [c.feature_id for c in r.candidates[:5]] for r in results)
        ours.add(seconds, len(results), found)
        kept.append(results)  # so that the peak of memory is that of all
        sample = part.nodes[:peers]
        before = time.process_time()
        scores = cdist([node.name for node in sample], names, scorer=fuzz.WRatio, workers=1)
        peer_seconds = time.process_time() - before
        best = scores.argsort(axis=1, kind="stable")[:, ::-1][:, :5]
        found = sum(sources[node.id] in [ids[place] for place in row] for node, row in zip(sample, best, strict=True))
        theirs.add(peer_seconds, len(sample), found)
        ratios.append((peer_seconds / len(sample)) / (seconds / len(results)))
    distinct = len({node.name for node in flow.nodes})
    print(f"fitgap: {ours.steps} steps ({distinct} distinct) in {ours.seconds:.2f} s CPU, explained first five")
    print(f"        {ours.rate:,.0f} steps/s, in first five {ours.share:.3f}")
    print(f"WRatio: {theirs.rate:,.1f} steps/s, in first five {theirs.share:.3f} (on {theirs.steps} steps)")
    print(
        f"fitgap is {ours.rate / theirs.rate:,.1f} times as fast ({min(ratios):,.1f} to {max(ratios):,.1f} in "
        f"{len(ratios)} rounds), in first five {100 * (ours.share - theirs.share):+.1f} points"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=3_000)
    parser.add_argument("--features", type=int, default=2_000)
    parser.add_argument("--peer-steps", type=int, default=300, help="steps that WRatio is timed on")
    parser.add_argument("--rounds", type=int, default=10, help="turns that the two take; 1: all steps are one flow")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--plain", action="store_true", help="by NumPy and SciPy alone")
    wanted = parser.parse_args()
    if wanted.plain:
        sums.USED = sums.PLAIN
    chance = random.Random(wanted.seed)
    catalog = made_up_catalog(wanted.features, chance)
    flow, sources = made_up_steps(catalog, wanted.steps, chance)
    policy = default_policy()
    policy = replace(policy, matching=replace(policy.matching, candidates=5))

    start = time.perf_counter()
    prepare(catalog, policy)
    print("sums compiled by numba" if sums.USED is sums.COMPILED else "sums by NumPy and SciPy")
    print(f"index of {len(catalog.features)} functions, dictionary loaded: {time.perf_counter() - start:.2f} s")
    analyse(replace(flow, nodes=flow.nodes[:10]), catalog, policy)  # what is loaded, or compiled, but once
    side_by_side(flow, catalog, policy, sources, peer_steps=wanted.peer_steps, rounds=wanted.rounds)

    cut, rate = first_cut_beside(replace(flow, nodes=flow.nodes[:256]), catalog, policy)
    print(f"first cut: {cut:,.0f} steps/s, {cut / rate:,.0f} times WRatio (256 steps, read already)")

    thirty = replace(flow, nodes=flow.nodes[:30])
    thousand = replace(catalog, features=catalog.features[:1000])
    prepare(thousand, default_policy())
    start, begun = time.perf_counter(), time.process_time()
    analyse(thirty, thousand, default_policy())
    wall, busy = time.perf_counter() - start, time.process_time() - begun
    print(f"30 steps against 1,000 functions, index ready: {1000 * wall:.0f} ms, of it {1000 * busy:.0f} ms CPU")
    repeat(flow, catalog, policy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
