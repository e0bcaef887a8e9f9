"""SARIF 2.1.0 (OASIS, 2020): the findings of a check as code hosts and editors show them beside the file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from glossary.check.model import DESCRIPTIONS, SEVERITIES, Finding, Rule, Severity
from tm.text import printable

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_RULES = tuple(Rule)


def sarif(findings: Sequence[Finding], version: str, *, complete: bool = True) -> dict[str, Any]:
    """The log of one run, ready for JSON. `complete` says whether all was read and all findings are in it."""
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "glossary check",
                "semanticVersion": version,
                "rules": [
                    {
                        "id": rule.value,
                        "shortDescription": {"text": DESCRIPTIONS[rule]},
                        "defaultConfiguration": {"level": SEVERITIES[rule].value},
                    }
                    for rule in _RULES
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": complete}],
        "results": [_result(finding) for finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding) -> dict[str, Any]:
    fault, segment = finding.fault, finding.segment
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(segment.file)}}
    if segment.line:
        place["region"] = {"startLine": segment.line, "snippet": {"text": printable(segment.target)}}
    location: dict[str, Any] = {"physicalLocation": place}
    if name := segment.unit or segment.place:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(name), "kind": "resource"}]
    identity = "\0".join((fault.rule, fault.term, fault.found, segment.source, segment.target))
    return {
        "ruleId": fault.rule.value,
        "ruleIndex": _RULES.index(fault.rule),
        "level": "error" if finding.severity is Severity.ERROR else "warning",
        "message": {"text": printable(f"{fault.message} ({segment.source} → {segment.target})")},
        "locations": [location],
        "partialFingerprints": {"segment/v1": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()},
        "properties": {"segment": segment.number, "source": segment.source, "target": segment.target, "expected": list(fault.expected)},
    }
