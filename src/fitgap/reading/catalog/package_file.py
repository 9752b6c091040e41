"""package.toml: who sells the package, what it is called, which areas it covers, what its signs mean."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fitgap.model.catalog import Offer
from fitgap.model.message import Issue, Message, Severity, Source, message
from fitgap.model.policy import Limits
from fitgap.policies.tables import legend_names
from fitgap.reading.decoding import decode_text
from fitgap.reading.result import NamedBytes

PACKAGE_FILE = "package.toml"
TEXT_KEYS = {"vendor": "vendor", "product": "product", "version": "version", "source": "source_note"}
TEXT_KEYS |= {"source_note": "source_note"}
MOST_BYTES = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """What a package says of itself; `legend` is a known legend's name, `signs` the package's own legend."""

    vendor: str = ""
    product: str = ""
    version: str = ""
    areas: tuple[str, ...] = ()
    source_note: str = ""
    legend: str = ""
    signs: Mapping[str, Offer] = field(default_factory=dict)


def read_package_file(upload: NamedBytes, limits: Limits, issues: list[Issue]) -> PackageFile:
    """Read package.toml; unknown keys and values of the wrong kind are reported and left out."""

    def report(said: Message, severity: Severity = Severity.WARNING) -> None:
        issues.append(Issue(message=said, severity=severity, source=Source(file=upload.name)))

    if len(upload.content) > min(MOST_BYTES, limits.file_bytes):
        report(message("wrong_content.too_large", megabytes=round(len(upload.content) / 1_048_576, 1), most=1))
        return PackageFile()
    try:
        table = tomllib.loads(decode_text(upload.content).text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        report(message("catalog.package_not_toml", detail=str(error)[:200]), Severity.ERROR)
        return PackageFile()
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in TEXT_KEYS:
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                values[TEXT_KEYS[key]] = str(value).strip()
            else:
                report(message("catalog.package_bad_value", key=key))
        elif key == "areas":
            if isinstance(value, list) and all(isinstance(one, str) for one in value):
                values["areas"] = tuple(dict.fromkeys(one.strip() for one in value if one.strip()))
            else:
                report(message("catalog.package_bad_value", key=key))
        elif key == "legend":
            values |= _legend(value, report)
        else:
            report(message("catalog.package_unknown_key", key=key[:100]))
    return PackageFile(**values)


def _legend(value: Any, report: Any) -> dict[str, Any]:
    if isinstance(value, str) and value in legend_names():
        return {"legend": value}
    if isinstance(value, dict) and all(one in list(Offer) for one in value.values()):
        return {"signs": {sign.strip(): Offer(one) for sign, one in value.items()}}
    report(message("catalog.package_bad_legend", names="、".join(legend_names())))
    return {}
