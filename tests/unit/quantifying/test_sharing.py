"""Shares computed by hand."""

import pytest

from fitgap.model.message import UsageError
from fitgap.model.sharing import Sharer, Sharing, SharingRule
from fitgap.quantifying import share, share_change

CITY = Sharer(member="市", population=60_000, volume=900, has_asked=True)
TOWN = Sharer(member="町", population=30_000, volume=100, has_asked=True)
VILLAGE = Sharer(member="村", population=10_000, volume=0, has_asked=False)
ALL = (CITY, TOWN, VILLAGE)


@pytest.mark.parametrize(
    ("sharing", "expected"),
    [
        (Sharing(rule=SharingRule.EQUAL), (334, 333, 333)),  # 1,000 ÷ 3, the yen left goes to the first
        (Sharing(rule=SharingRule.POPULATION), (600, 300, 100)),
        (Sharing(rule=SharingRule.VOLUME), (900, 100, 0)),
        (Sharing(rule=SharingRule.ASKED), (500, 500, 0)),
        (Sharing(rule=SharingRule.MIXED, alpha=0.5), (467, 317, 216)),  # half of 333.3 + half of 600 = 466.7 …
    ],
)
def test_a_thousand_yen(sharing: Sharing, expected: tuple[int, ...]) -> None:
    parts = share(1_000, sharing, ALL)
    assert tuple(part for _, part in parts) == expected
    assert sum(part for _, part in parts) == 1_000


def test_a_missing_population_is_named() -> None:
    with pytest.raises(UsageError) as raised:
        share(1_000, Sharing(rule=SharingRule.POPULATION), (CITY, Sharer(member="島")))
    assert raised.value.message.code == "costs.no_population"
    assert dict(raised.value.message.values) == {"member": "島"}


def test_nobody_to_share_with_is_refused() -> None:
    with pytest.raises(UsageError):
        share(1_000, Sharing(), ())
    with pytest.raises(UsageError):
        share(1_000, Sharing(rule=SharingRule.ASKED), (VILLAGE,))


def test_who_joins_relieves_the_others_and_who_leaves_burdens_them() -> None:
    changes = share_change(1_000, Sharing(), (CITY, TOWN), (TOWN, VILLAGE))
    assert [(one.member, one.before, one.after) for one in changes] == [
        ("市", 500, 0),
        ("町", 500, 500),
        ("村", 0, 500),
    ]
