"""The default ruleset on sentences of our own, in Chinese and English, for every category and level."""

import pytest
from dispatch.domain.classification import CompiledRuleset, Facts, Level, decide

from tests.unit.dispatch.classification.builders import default_rules

DEFAULT: CompiledRuleset = default_rules()

EXAMPLES: dict[str, list[tuple[str, str]]] = {
    "return_exchange": [
        ("衣服", "颜色我不喜欢，已经三天了，要求退货"),
        ("手机", "买来第五天，我想换货，门店不同意"),
        ("平板", "订的是白色，发错了，给了黑色"),
        ("洗发水", "订了三瓶，箱子里少了一瓶"),
        ("phone", "I want a refund, please take it back"),
        ("jacket", "You sent the wrong size"),
        ("衣服", "買的是長袖，發來的卻是短袖"),
        ("shirt", "I’d like to return this, it is not my colour"),
        ("phone", "Ordered the blue one but got a red one instead"),
        ("平板", "還在鑑賞期，想退費"),
    ],
    "product_quality": [
        ("衣服", "穿了两次就开线，还掉色"),
        ("洗发水", "怀疑是假货，用了以后头皮很痒"),
        ("水果", "打开一看一半都烂了"),
        ("热水器", "装好当天就漏水"),
        ("牛奶", "喝之前发现已经变质"),
        ("书籍", "中间缺页，印刷也模糊"),
        ("手机", "用了一周充电口就坏了"),
        ("laptop", "The hinge is broken and the lid is cracked"),
        ("shirt", "Poor quality, it fell apart after one wash"),
        ("衣服", "質量太差，洗一次就起球"),
        ("phone", "It won’t turn on any more after two weeks"),
        ("jacket", "The zip broke and the seams are coming apart"),
        ("洗髮精", "用了一直起疹，懷疑是仿冒品"),
    ],
    "product_design": [
        ("手机", "待机时间太短，按键也太小"),
        ("平板", "屏幕分辨率低，看久了眼睛累"),
        ("计算机", "散热口的位置不合理，机身又重"),
        ("衣服", "版型不好，腰围偏大，袖子太长"),
        ("手机", "不支持蓝牙，也没有收音机"),
        ("酒店", "房间太小，窗户对着马路，不隔音"),
        ("tablet", "The battery life is short and it is too heavy"),
        ("shoes", "They are too tight and uncomfortable"),
        ("手機", "鈴聲太小，螢幕又暗，字體小"),
        ("jeans", "They run small and the waist is tight"),
        ("筆電", "收訊差，解析度又低"),
    ],
    "software_fault": [
        ("手机", "一打开相册就死机"),
        ("平板", "升级后系统变得很卡，经常闪退"),
        ("计算机", "显卡驱动和新系统冲突，开机蓝屏"),
        ("手机", "短信里全是乱码"),
        ("phone", "The app crashes after the firmware update"),
        ("電腦", "更新系統之後一直當機"),
        ("tablet", "It freezes since the last update and can't connect to wifi"),
        ("平板", "藍芽配對失敗，程式一打開就閃退"),
    ],
    "usage": [
        ("计算机", "请教一下怎么设置双屏"),
        ("热水器", "不知道怎么调温度，说明书看不懂"),
        ("计算机", "自己重装系统折腾了一晚上"),
        ("平板", "哪位能告诉我如何使用分屏"),
        ("heater", "How do I set the timer? The manual does not say"),
        ("phone", "I can't figure out how to block a number"),
        ("熱水器", "請問定時要怎麼設定？"),
    ],
    "delivery": [
        ("衣服", "物流太慢，半个月才收到"),
        ("水果", "快递员不送上门，让我自己去取"),
        ("洗发水", "付款十天了还没收到货"),
        ("热水器", "送货的师傅不打电话就放在楼下，快递很差"),
        ("phone", "My parcel has never arrived"),
        ("衣服", "快遞太慢了，等了三個禮拜"),
        ("book", "The parcel is two weeks late and the tracking has not moved"),
        ("平板", "宅配丟在管理室也沒通知"),
    ],
    "service": [
        ("手机", "客服态度恶劣，打电话没人接"),
        ("热水器", "售后互相推诿，没人管"),
        ("酒店", "前台服务很差，爱理不理"),
        ("平板", "联系了五次客服都不回复"),
        ("laptop", "Customer service was rude and hung up on me"),
        ("手機", "客服態度很差，還罵人"),
        ("phone", "I wrote four times and nobody replies"),
        ("筆電", "門市人員口氣很差，客服已讀不回"),
    ],
    "commercial": [
        ("平板", "昨天刚买，今天就降价两百"),
        ("手机", "说好的赠品没有送"),
        ("计算机", "开的发票抬头错了，补开要等一个月"),
        ("热水器", "安装费太贵，乱收费"),
        ("洗发水", "优惠券用不了，活动是骗人的"),
        ("tablet", "The price dropped the day after I bought it"),
        ("phone", "The promised gift is missing and no invoice came"),
        ("平板", "剛買完就降價，不給補差價"),
        ("shampoo", "The discount code was not applied at the checkout"),
        ("筆電", "發票沒有統編，折扣碼也不能用"),
    ],
    "other": [
        ("衣服", "很满意，料子舒服，推荐"),
        ("洗发水", "刚收到，还没用，用过再来评"),
        ("手机", "今天天气晴"),
        ("phone", "Excellent, I love it, thank you"),
        ("衣服", "質量不錯，尺寸合適，很喜歡"),
        ("phone", "Not bad, no problems, fast delivery"),
    ],
}


@pytest.mark.parametrize(
    ("category", "product", "text"),
    [(category, product, text) for category, pairs in EXAMPLES.items() for product, text in pairs],
)
def test_example(category: str, product: str, text: str) -> None:
    assert decide(Facts(text=text, product=product), DEFAULT).category == category


@pytest.mark.parametrize(
    ("text", "severity", "urgency"),
    [
        ("充电时电池爆炸，孩子手烧伤", Level.CRITICAL, Level.CRITICAL),
        ("The heater caught fire", Level.CRITICAL, Level.CRITICAL),
        ("摸外壳触电", Level.CRITICAL, Level.CRITICAL),
        ("没有爆炸，只是声音大", Level.MEDIUM, Level.MEDIUM),
        ("吃了以后拉肚子", Level.HIGH, Level.MEDIUM),
        ("颜色不好看", Level.MEDIUM, Level.MEDIUM),
        ("再不解决我就找消协曝光", Level.MEDIUM, Level.HIGH),
        ("I will call my lawyer", Level.MEDIUM, Level.CRITICAL),
        ("打了好几次电话，至今没有结果", Level.MEDIUM, Level.HIGH),
    ],
)
def test_levels(text: str, severity: Level, urgency: Level) -> None:
    decision = decide(Facts(text=text), DEFAULT)
    assert (decision.severity, decision.urgency) == (severity, urgency)


def test_the_remedy_sought_decides_over_the_words() -> None:
    facts = Facts(text="穿了一次就开线", product="衣服", remedy="exchange")
    assert decide(facts, DEFAULT).team == "returns"


def test_a_customer_of_grade_a_is_urgent() -> None:
    assert decide(Facts(text="颜色不好看", customer_grade="A"), DEFAULT).urgency is Level.HIGH
