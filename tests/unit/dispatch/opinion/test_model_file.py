"""A model file is refused with the place of its mistake, and says the same after being written and read."""

import base64
import json
from array import array
from typing import Any

import pytest
from dispatch.adapters.opinion_file import DIGEST, digest_of, model_from_json, shipped_model
from dispatch.adapters.opinion_in_force import opinion_in_force
from dispatch.domain.opinion.errors import OpinionError
from dispatch.domain.opinion.features import read_text
from dispatch.domain.opinion.training import train
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import ruleset
from tests.unit.dispatch.opinion.models import CLEAR_TEXT, PLAIN, PLAN, content, examples, model


@pytest.fixture(scope="module", autouse=True)
def trained() -> None:
    """Once, and not within the time that one example of a property has."""
    model()


def changed(place: str, value: object) -> bytes:
    """The small model with another value at `place`, under a digest that fits."""
    data: dict[str, object] = json.loads(content())
    data.pop(DIGEST)
    part: object = data
    *way, last = place.split(".")
    for name in way:
        assert isinstance(part, dict)
        part = part[name]
    assert isinstance(part, dict)
    part[last] = value
    return json.dumps({**data, DIGEST: digest_of(data)}).encode()


def test_what_is_written_is_read() -> None:
    read = model()
    assert (read.name, read.version, read.created_at) == ("small", 3, "2026-03-01T00:00:00+00:00")
    assert read.trained_on.items == sum(read.trained_on.by_category.values()) == 36
    assert read.measured.items == sum(band.items for band in read.measured.calibration) == 36
    assert read.digest == json.loads(content())[DIGEST]


def test_the_file_says_what_was_learned() -> None:
    samples = [read_text(each.text, "", "", PLAN.features, PLAIN).features for each in examples()]
    fitted = train(examples(), PLAN, PLAIN, ruleset()).fitted
    for features in samples:
        assert model().shares(features) == pytest.approx(fitted.shares(features), abs=1e-3)


def test_a_file_with_one_byte_a_weight_is_still_read() -> None:
    data: dict[str, Any] = json.loads(content())
    data.pop(DIGEST)
    numbers = array("H", base64.b64decode(data["weights"]["data"]))
    data["format"], data["weights"]["encoding"] = 2, "int8+128 base64"
    data["weights"]["scale"] *= 256
    data["weights"]["data"] = base64.b64encode(bytes(number >> 8 for number in numbers)).decode()
    read = model_from_json(json.dumps({**data, DIGEST: digest_of(data)}).encode())
    features = read_text(CLEAR_TEXT, "", "", PLAN.features, PLAIN).features
    two_bytes = model_from_json(changed("format", 3))
    assert read.shares(features) == pytest.approx(two_bytes.shares(features), abs=0.1)


def test_older_files_share_a_whole_newer_ones_judge_each_category_by_itself() -> None:
    features = read_text(CLEAR_TEXT, "", "", PLAN.features, PLAIN).features
    older, newer = model_from_json(changed("format", 3)), model()
    assert sum(older.shares(features)) == pytest.approx(1)
    assert sum(newer.shares(features)) != pytest.approx(1, abs=0.01)
    assert sorted(range(9), key=older.shares(features).__getitem__) == sorted(
        range(9), key=newer.shares(features).__getitem__
    )


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("format", 1, "format"),
        ("name", "no good", "name"),
        ("version", 0, "version"),
        ("threshold", 1.5, "threshold"),
        ("features.buckets", 5000, "features.buckets"),
        ("features.shortest", 4, "features.shortest"),
        ("weights.data", "AAAA", "weights.data"),
        ("weights.data", "not base64!", "weights.data"),
        ("weights.scale", 0, "weights.scale"),
        ("bias", [0.0], "categories"),
        ("categories", ["delivery", "weather"], "categories.1"),
        ("more", 1, "more"),
    ],
)
def test_a_mistake_is_named_with_its_place(place: str, value: object, told: str) -> None:
    with pytest.raises(OpinionError) as refused:
        model_from_json(changed(place, value))
    assert refused.value.path == told


@given(st.integers(min_value=0), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, flip: int) -> None:
    damaged = bytearray(content())
    place %= len(damaged)
    damaged[place] ^= flip
    try:
        read = model_from_json(bytes(damaged))
    except OpinionError:
        return
    assert read == model() or read.digest == model().digest, "only white space may differ"


@pytest.mark.parametrize("damaged", [b"", b"\xff", b"[]", b"{", b"[" * 100_000, b"{}"])
def test_what_is_no_model_is_refused(damaged: bytes) -> None:
    with pytest.raises(OpinionError):
        model_from_json(damaged)


def test_the_shipped_model_is_sound_and_can_be_switched_off() -> None:
    shipped = shipped_model("default")
    assert shipped.trained_on.items >= 1000
    assert 0.5 < shipped.threshold < 1
    assert opinion_in_force("off", None) is None
    with pytest.raises(OpinionError, match="no model named"):
        opinion_in_force("nobody", None)
