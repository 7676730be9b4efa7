"""``python -m dispatch classify``: complaints in, decisions out, one JSON object a line, offline.

Reads ``{"product"?, "text"}`` lines from standard input (other keys are passed over) and streams one line each in the
same order. A line that cannot be read gets ``{"error": {"code", "line", "detail"}}``; then the exit status is 1.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from dispatch.adapters.opinion_in_force import SWITCHED_OFF, opinion_in_force
from dispatch.adapters.ruleset_yaml import compiled_default, load_ruleset, prepared
from dispatch.domain.classification import CompiledRuleset, Decision, Facts, RulesetError
from dispatch.domain.opinion.consultation import Judge, judging
from dispatch.domain.opinion.errors import OpinionError

CONFIDENCE_DIGITS = 4
SHIPPED_OPINION = "default"


class LineError(Exception):
    """An input line that is no complaint; ``code`` is stable, ``detail`` says what was found."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def main(arguments: Sequence[str]) -> int:
    """Classify standard input; 0 when every line was, 1 when some were refused, 2 for a bad ruleset or model."""
    parser = argparse.ArgumentParser(prog="python -m dispatch classify", description=__doc__)
    parser.add_argument("--ruleset", type=Path, help="a ruleset file instead of the shipped default")
    parser.add_argument("--no-opinion", action="store_true", help="the rules alone, whatever a model would say")
    parser.add_argument("--opinion", type=Path, help="a model file instead of the shipped default")
    options = parser.parse_args(arguments)
    try:
        compiled = _compiled(options.ruleset)
        judge = judging(opinion_in_force(SWITCHED_OFF if options.no_opinion else SHIPPED_OPINION, options.opinion))
    except (RulesetError, OSError) as error:
        sys.stderr.write(f"ruleset: {error}\n")
        return 2
    except OpinionError as error:
        sys.stderr.write(f"opinion: {error}\n")
        return 2
    try:
        refused = classify_stream(sys.stdin.buffer, sys.stdout.buffer, compiled, judge)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return 1 if refused else 0


def classify_stream(source: BinaryIO, target: BinaryIO, compiled: CompiledRuleset, judge: Judge) -> int:
    """Write one line for each line read; returns how many were refused."""
    refused = 0
    for number, line in enumerate(source, start=1):
        try:
            answer = _answer(judge(facts_in(line), compiled))
        except LineError as error:
            refused += 1
            answer = {"error": {"code": error.code, "line": number, "detail": error.detail}}
        target.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
    return refused


def _compiled(path: Path | None) -> CompiledRuleset:
    if path is None:
        return compiled_default()
    return prepared(load_ruleset(path))


def facts_in(line: bytes) -> Facts:
    """The complaint in a line; raises `LineError`."""
    try:
        value: object = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineError("invalid_utf8", f"byte {error.start} is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise LineError("invalid_json", "the line is not JSON") from error
    if not isinstance(value, dict):
        raise LineError("not_an_object", "the line must be a JSON object")
    if "text" not in value:
        raise LineError("text_missing", "the field text is missing")
    product = value.get("product")
    return Facts(text=_string(value["text"], "text"), product="" if product is None else _string(product, "product"))


def _string(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise LineError(f"{name}_not_a_string", f"the field {name} must be a string")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LineError("lone_surrogate", f"the field {name} has half a character at {error.start}") from error
    return value


def _answer(decision: Decision) -> dict[str, object]:
    return {
        "category": decision.category,
        "severity": decision.severity,
        "urgency": decision.urgency,
        "team": decision.team,
        "rule": decision.rule,
        "confidence": round(decision.confidence, CONFIDENCE_DIGITS),
        "ruleset": f"{decision.ruleset}@{decision.ruleset_version}",
        "sure": decision.sure,
        "words": list(dict.fromkeys(word for match in decision.reason.matches for word in match.words)),
        "runners_up": list(decision.reason.runners_up),
    }
