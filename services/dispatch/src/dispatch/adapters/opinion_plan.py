"""The training plan from YAML."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from dispatch.adapters.data_file import Section, read_data
from dispatch.adapters.opinion_schema import EvidencePart, FeaturesPart, Share
from dispatch.domain.opinion.evidence import RulesEvidence
from dispatch.domain.opinion.features import FeatureSpec
from dispatch.domain.opinion.plan import TrainingPlan


class PlanModel(Section):
    """`policy/opinion.yaml`."""

    features: FeaturesPart
    passes: Annotated[int, Field(ge=1, le=1000)]
    averaged: Annotated[int, Field(ge=1, le=1000)] = 1
    rate: Annotated[float, Field(gt=0, le=1000)]
    seed: int
    rarity: Annotated[float, Field(ge=0, le=10)]
    balance: Share
    rule_weight: Share
    accepted_share: Share
    folds: Annotated[int, Field(ge=2, le=100)]
    precision: Share
    least: Share
    evidence: EvidencePart


def training_plan(path: Path | None) -> TrainingPlan:
    """The file's plan, else the shipped one. Raises `PolicyError`, `OSError`."""
    data = read_data(PlanModel, path, "opinion")
    return TrainingPlan(
        features=FeatureSpec(**data.features.model_dump()),
        passes=data.passes,
        averaged=min(data.averaged, data.passes),
        rate=data.rate,
        seed=data.seed,
        rarity=data.rarity,
        balance=data.balance,
        rule_weight=data.rule_weight,
        accepted_share=data.accepted_share,
        folds=data.folds,
        precision=data.precision,
        least=data.least,
        evidence=RulesEvidence(data.evidence.weights, data.evidence.floor),
    )
