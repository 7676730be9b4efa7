"""The shape of a model file: plain JSON, the weights as base64 of bytes.

From format 4 on each category has a probability of its own; the shares of formats 2 and 3 are of one whole. Format 2
has one byte a weight, later ones two. All three are read, 4 is written.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from dispatch.domain.classification.normalise import Script
from dispatch.domain.classification.vocabulary import Category

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
ModelName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
MOST_BUCKETS = 1 << 20


class Part(BaseModel):
    """What is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class FeaturesPart(Part):
    """How n-grams are taken."""

    buckets: Annotated[int, Field(ge=2, le=MOST_BUCKETS)]
    shortest: Annotated[int, Field(ge=1, le=8)]
    longest: Annotated[int, Field(ge=1, le=8)]
    characters: Annotated[int, Field(ge=1, le=4000)]
    product_share: Annotated[float, Field(ge=0, le=10)]
    script_share: Annotated[float, Field(ge=0, le=10)] = 0.0
    kind_share: Annotated[float, Field(ge=0, le=10)] = 0.0
    stem: Annotated[int, Field(ge=0, le=20)] = 0
    pairs: bool = False


class EvidencePart(Part):
    """How much the rules' scores count."""

    weights: dict[Script, Annotated[float, Field(ge=0, le=10)]]
    floor: Annotated[float, Field(gt=0, le=100)]


class WeightsPart(Part):
    """Bucket after bucket a number per category: weight + 32,768 in two bytes, the low one first; or + 128 in one."""

    encoding: Literal["int16+32768 base64", "int8+128 base64"]
    scale: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    data: str


class CalibrationPart(Part):
    """From share to confidence."""

    slope: Finite
    shift: Finite


class TrainedOnPart(Part):
    """The examples."""

    items: Count
    by_source: dict[Literal["person", "rule"], Count]
    by_category: dict[Category, Count]


class BandPart(Part):
    """A row of the calibration table."""

    low: Share
    high: Share
    items: Count
    confidence: Share
    accepted: Share


class MeasuredPart(Part):
    """Figures on unseen examples."""

    method: str
    items: Count
    category: Share
    team: Share
    decided: Share
    decided_right: Share
    calibration: tuple[BandPart, ...]


class ModelPart(Part):
    """A whole model file but for its SHA-256."""

    format: Literal[2, 3, 4]
    name: ModelName
    version: Annotated[int, Field(ge=1)]
    created_at: AwareDatetime
    features: FeaturesPart
    evidence: EvidencePart
    categories: Annotated[tuple[Category, ...], Field(min_length=2)]
    bias: tuple[Finite, ...]
    weights: WeightsPart
    calibration: CalibrationPart
    threshold: Share
    least: Share = 0.0
    trained_on: TrainedOnPart
    measured: MeasuredPart
