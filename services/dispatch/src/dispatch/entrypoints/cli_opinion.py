"""``python -m dispatch opinion train | evaluate | label | export | record``: the second opinion, made and measured.

``train`` reads examples (JSONL on standard input; with ``--shipped`` beside those of the package) and writes a model
file; ``evaluate`` measures a model on examples it was not trained on, rules alone and rules with the model; ``label``
turns complaints ``{"product"?, "text"}`` into examples wherever the rules are sure; ``export`` and ``record`` read the
service's database: examples, and how often proposals were what people said. Exit status 2: something given cannot be
used.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from dispatch.adapters.opinion_examples import example_line, read_examples, shipped_examples
from dispatch.adapters.opinion_file import load_model, model_to_json, shipped_model
from dispatch.adapters.opinion_in_force import as_opinion
from dispatch.adapters.opinion_plan import training_plan
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.rules import rules_in_force
from dispatch.adapters.ruleset_yaml import traditional_folding
from dispatch.domain.classification import CompiledRuleset, Facts, RulesetError, decide
from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.opinion.errors import OpinionError
from dispatch.domain.opinion.evaluation import evaluate
from dispatch.domain.opinion.examples import Example
from dispatch.domain.opinion.training import TooFewExamples, train
from dispatch.entrypoints.cli_classify import LineError, facts_in


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        if options.command in ("export", "record"):
            _read_database(options)
            return 0
        compiled = rules_in_force(options.ruleset).compiled
        if options.command == "train":
            _train(options, compiled)
        elif options.command == "evaluate":
            _evaluate(options, compiled)
        else:
            _label(compiled)
    except (OpinionError, PolicyError, RulesetError, TooFewExamples, LineError, OSError) as error:
        sys.stderr.write(f"opinion: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dispatch opinion", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train", help="examples in, model file out")
    training.add_argument("--name", default="default")
    training.add_argument("--version", type=int, required=True)
    training.add_argument("--out", type=Path, required=True, help="the file to write; an existing one is not replaced")
    training.add_argument("--plan", type=Path, help="a training plan instead of the shipped one")
    training.add_argument("--shipped", action="store_true", help="learn from the package's examples too")
    evaluating = commands.add_parser("evaluate", help="examples in, figures out")
    evaluating.add_argument("--model", type=Path, help="a model file instead of the shipped one")
    labelling = commands.add_parser("label", help="complaints in, examples out where the rules are sure")
    for name, told in (("export", "examples out of the database"), ("record", "how right the proposals were")):
        reading = commands.add_parser(name, help=told)
        reading.add_argument("--since", type=_instant, default=datetime.min.replace(tzinfo=UTC), help="ISO 8601")
        reading.add_argument("--until", type=_instant, default=datetime.max.replace(tzinfo=UTC), help="ISO 8601")
    for command in (training, evaluating, labelling):
        command.add_argument("--ruleset", type=Path, help="a ruleset file instead of the shipped one")
    return parser


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _read_database(options: argparse.Namespace) -> None:
    from dispatch.entrypoints import cli_opinion_export as reading  # the driver is loaded only where it is needed

    work = reading.export if options.command == "export" else reading.record
    asyncio.run(work(options.since, options.until))


def _train(options: argparse.Namespace, compiled: CompiledRuleset) -> None:
    plan = training_plan(options.plan)
    examples = [*(shipped_examples() if options.shipped else ()), *read_examples(sys.stdin.buffer)]
    trained = train(examples, plan, Normaliser(traditional_folding()), compiled)
    content = model_to_json(trained, plan, options.name, options.version, datetime.now(UTC).replace(microsecond=0))
    with Path(options.out).open("xb") as target:
        target.write(content)
    told = {"items": trained.trained_on.items, "threshold": trained.threshold, "bytes": len(content)}
    _tell({**told, "category": trained.measured.category, "team": trained.measured.team})


def _evaluate(options: argparse.Namespace, compiled: CompiledRuleset) -> None:
    model = shipped_model("default") if options.model is None else load_model(options.model)
    for line in evaluate(list(read_examples(sys.stdin.buffer)), compiled, as_opinion(model)):
        _tell(line.told())


def _label(compiled: CompiledRuleset) -> None:
    for line in sys.stdin.buffer:
        facts: Facts = facts_in(line)
        decision = decide(facts, compiled)
        if decision.sure:
            example = Example(facts.text, facts.product, decision.category, "rule", team=decision.team)
            sys.stdout.buffer.write(example_line(example))


def _tell(value: dict[str, object]) -> None:
    print(json.dumps(value, ensure_ascii=False))
