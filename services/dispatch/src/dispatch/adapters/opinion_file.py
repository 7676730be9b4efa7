"""Model files: read and checked at start, written by the training command.

The SHA-256 in the file is that of its other content as canonical JSON, so that a damaged or edited file is refused.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from dispatch.adapters.opinion_schema import (
    CalibrationPart,
    EvidencePart,
    FeaturesPart,
    MeasuredPart,
    ModelPart,
    TrainedOnPart,
    WeightsPart,
)
from dispatch.domain.opinion.errors import OpinionError
from dispatch.domain.opinion.evidence import RulesEvidence
from dispatch.domain.opinion.features import FeatureSpec
from dispatch.domain.opinion.measures import Band, Measured
from dispatch.domain.opinion.model import Calibration, OpinionModel, TrainedOn
from dispatch.domain.opinion.plan import TrainingPlan
from dispatch.domain.opinion.quantising import quantise, widened
from dispatch.domain.opinion.training import CATEGORIES, Trained
from dispatch.domain.opinion.weights import BYTES, PackedWeights

DIGEST = "sha256"
EACH_SINCE = 4
"""The format from which on a file's categories have a probability each."""
TWO_BYTES: Final = "int16+32768 base64"


def shipped_model(name: str) -> OpinionModel:
    """A model that comes with the package; raises `OpinionError` for an unknown one."""
    source = files("dispatch") / "opinion" / f"{name}.json"
    if not source.is_file():
        raise OpinionError("", f"no model named {name!r} comes with the package")
    return model_from_json(source.read_bytes())


def load_model(path: Path) -> OpinionModel:
    """Read a model file; raises `OpinionError` for content, `OSError` for the file."""
    return model_from_json(path.read_bytes())


def model_from_json(content: bytes) -> OpinionModel:
    """A model out of a file's content; raises `OpinionError` with the place of the mistake."""
    try:
        value: object = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise OpinionError("", "the model is not JSON in UTF-8") from error
    if not isinstance(value, dict):
        raise OpinionError("", "the model must be a JSON object")
    said = value.pop(DIGEST, None)
    digest = digest_of(value)
    if said != digest:
        raise OpinionError(DIGEST, "does not fit the content: the file is damaged or was edited")
    try:
        part = ModelPart.model_validate_json(json.dumps(value))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise OpinionError(".".join(str(place) for place in first["loc"]), first["msg"]) from error
    return _model(part, digest)


def model_to_json(trained: Trained, plan: TrainingPlan, name: str, version: int, created_at: datetime) -> bytes:
    """The content of a model file."""
    quantised = quantise(trained.fitted.weights)
    part = ModelPart(
        format=4,
        name=name,
        version=version,
        created_at=created_at,
        features=FeaturesPart(**asdict(plan.features)),
        evidence=EvidencePart(**asdict(plan.evidence)),
        categories=CATEGORIES,
        bias=tuple(round(value, 6) for value in trained.fitted.bias),
        weights=WeightsPart(
            encoding=TWO_BYTES, scale=quantised.scale, data=base64.b64encode(quantised.raw).decode("ascii")
        ),
        calibration=CalibrationPart(**asdict(trained.calibration)),
        threshold=trained.threshold,
        least=plan.least,
        trained_on=TrainedOnPart.model_validate(asdict(trained.trained_on)),
        measured=MeasuredPart.model_validate(asdict(trained.measured)),
    )
    value: dict[str, object] = part.model_dump(mode="json")
    return json.dumps({**value, DIGEST: digest_of(value)}, ensure_ascii=False, indent=1).encode() + b"\n"


def digest_of(value: Mapping[str, object]) -> str:
    """SHA-256 of the canonical JSON."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _model(part: ModelPart, digest: str) -> OpinionModel:
    features, categories = part.features, part.categories
    if features.buckets & (features.buckets - 1):
        raise OpinionError("features.buckets", "must be a power of two")
    if features.shortest > features.longest:
        raise OpinionError("features.shortest", "must not be above longest")
    if len(set(categories)) != len(categories) or len(part.bias) != len(categories):
        raise OpinionError("categories", "each needs to be there once, with one bias")
    try:
        raw = base64.b64decode(part.weights.data, validate=True)
    except binascii.Error as error:
        raise OpinionError("weights.data", "is not base64") from error
    if part.weights.encoding != TWO_BYTES:
        raw = widened(raw)
    if len(raw) != BYTES * features.buckets * len(categories):
        wanted = features.buckets * len(categories)
        raise OpinionError("weights.data", f"must be {wanted} weights, is {len(raw) / BYTES:g}")
    measured = part.measured.model_dump(exclude={"calibration"})
    table = tuple(Band(**band.model_dump()) for band in part.measured.calibration)
    return OpinionModel(
        name=part.name,
        version=part.version,
        created_at=part.created_at.isoformat(),
        spec=FeatureSpec(**features.model_dump()),
        categories=categories,
        weights=PackedWeights(raw, len(categories)),
        scale=part.weights.scale,
        bias=part.bias,
        link="each" if part.format >= EACH_SINCE else "one",
        evidence=RulesEvidence(part.evidence.weights, part.evidence.floor),
        calibration=Calibration(part.calibration.slope, part.calibration.shift),
        threshold=part.threshold,
        least=part.least,
        trained_on=_trained_on(part.trained_on),
        measured=Measured(**measured, calibration=table),
        digest=digest,
    )


def _trained_on(part: TrainedOnPart) -> TrainedOn:
    return TrainedOn(part.items, {str(source): count for source, count in part.by_source.items()}, part.by_category)
