"""What a condition means, as tables: does the rule hold for the text?"""

import pytest
from dispatch.domain.classification import Facts, decide

from tests.unit.dispatch.classification.builders import Data, classify, compiled, rule

PAIR = [{"left": ["屏幕"], "right": ["差"], "within": 3}]


@pytest.mark.parametrize(
    ("parts", "text", "holds"),
    [
        pytest.param({"any": ["坏", "破"]}, "裤子破了", True, id="any word"),
        pytest.param({"any": ["坏", "破"]}, "裤子很好", False, id="no word"),
        pytest.param({"all": ["买", ["贵", "便宜"]]}, "买得便宜", True, id="every group has a word"),
        pytest.param({"all": ["买", ["贵", "便宜"]]}, "买得好", False, id="a group is missing"),
        pytest.param({"any": ["坏"], "all": ["手机"]}, "手机坏", True, id="any and all"),
        pytest.param({"any": ["坏"], "all": ["手机"]}, "裤子坏", False, id="any without all"),
        pytest.param({"any": ["坏"], "none": ["没事"]}, "坏了,没事", False, id="a forbidden word"),
        pytest.param({"near": PAIR}, "屏幕真的差", True, id="near enough"),
        pytest.param({"near": PAIR}, "屏幕我觉得很差", False, id="too far"),
        pytest.param({"near": PAIR}, "屏幕好,差", False, id="another clause"),
        pytest.param({"near": PAIR}, "屏幕好，差", False, id="another clause, wide comma"),
        pytest.param({"near": PAIR}, "差屏幕", False, id="wrong order"),
        pytest.param({"near": [PAIR[0] | {"ordered": False}]}, "差屏幕", True, id="either order"),
        pytest.param({"any": ["清楚"], "polarity": "plain"}, "不清楚", False, id="plain refuses a negated word"),
        pytest.param({"any": ["清楚"], "polarity": "plain"}, "很清楚", True, id="plain takes a plain word"),
        pytest.param({"any": ["清楚"], "polarity": "negated"}, "没有清楚", True, id="negated takes a negated word"),
        pytest.param({"any": ["清楚"], "polarity": "negated"}, "很清楚", False, id="negated refuses a plain word"),
        pytest.param({"any": ["good"], "polarity": "negated"}, "Not good", True, id="English negation"),
        pytest.param({"any": ["late"]}, "the chocolate", False, id="no English word inside another"),
        pytest.param({"any": ["late"]}, "it came LATE!", True, id="English in any case"),
        pytest.param({"any": ["xp"]}, "装XP系统", True, id="English word between Chinese"),
        pytest.param({"any": ["scratch*"]}, "many scratches", True, id="open end"),
        pytest.param({"any": ["scratch*"]}, "unscratched", False, id="open end needs a beginning"),
        pytest.param({"any": ["質量差"]}, "质量差", True, id="traditional rule, simplified text"),
        pytest.param({"any": ["垃圾"]}, "垃 圾", True, id="spaces between characters"),
    ],
)
def test_a_condition_holds(parts: Data, text: str, holds: bool) -> None:
    decision = classify(text, rule("tested", "service", **parts))
    assert (decision.rule == "tested") is holds


@pytest.mark.parametrize(
    ("where", "facts", "holds"),
    [
        ({"kind": "fault"}, Facts(text="", kind="fault"), True),
        ({"kind": ["fault", "visit"]}, Facts(text="", kind="visit"), True),
        ({"kind": "fault"}, Facts(text="", kind="complaint"), False),
        ({"remedy": "refund"}, Facts(text="", remedy=None), False),
        ({"remedy": "refund", "customer_grade": "A"}, Facts(text="", remedy="refund", customer_grade="A"), True),
        ({"remedy": "refund", "customer_grade": "A"}, Facts(text="", remedy="refund", customer_grade="B"), False),
        ({"customer_type": "dealer"}, Facts(text="", customer_type="dealer"), True),
        ({"channel": "im"}, Facts(text="", channel="im"), True),
        ({"severity": "high"}, Facts(text="", severity="high"), True),
        ({"product": "ＡＢ 12"}, Facts(text="", product="ab 12"), True),
        ({"product_kind": "phone"}, Facts(text="", product="老人手機 T4"), True),
        ({"product_kind": "phone"}, Facts(text="", product="微波炉"), False),
    ],
)
def test_fields(where: Data, facts: Facts, holds: bool) -> None:
    rules = compiled(rule("tested", "service", where=where), product_kinds={"phone": ["手机", "机"]})
    assert (decide(facts, rules).rule == "tested") is holds


def test_the_longest_product_word_names_the_kind() -> None:
    kinds = {"computer": ["电脑"], "tablet": ["平板电脑"]}
    tested = rule("tested", "service", where={"product_kind": "tablet"})
    assert decide(Facts(text="", product="平板电脑"), compiled(tested, product_kinds=kinds)).rule == "tested"


def test_a_phrase_hides_the_words_inside_it() -> None:
    language = {"negations": ["不"], "clause_breaks": ",", "ignore": ["差不多"], "fold_traditional": True}
    bad = rule("bad", "product_quality", any=["差"])
    assert classify("差不多", bad, language=language).rule == "fallback"
    assert classify("差不多,但是差", bad, language=language).rule == "bad"


def test_a_vocabulary_stands_for_its_words() -> None:
    bad = rule("bad", "product_quality", near=[{"left": "$part", "right": ["$bad"], "within": 2}])
    words = {"bad": ["差", "烂"], "part": ["键盘"]}
    assert classify("键盘烂", bad, vocabularies=words).rule == "bad"
