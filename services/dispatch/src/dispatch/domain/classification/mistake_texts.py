"""The texts of mistakes in rulesets: code → Chinese, English. ``{names}`` are the mistake's parameters."""

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "yaml_invalid": ("不是有效的 YAML: {reason}", "not valid YAML: {reason}"),
        "not_utf8": ("不是 UTF-8 编码(第 {byte} 字节)", "not UTF-8 (byte {byte})"),
        "too_long": ("全文不得超过 {most} 个字符", "longer than {most} characters"),
        "too_deep": ("嵌套不得超过 {most} 层", "nested deeper than {most}"),
        "too_many_entries": ("条目过多,不得超过 {most} 项", "too many entries, at most {most} are allowed"),
        "alias_used": ("不得使用 YAML 别名,请改用词表", "aliases are not allowed, name a vocabulary"),
        "key_not_a_word": ("键必须是一个词", "a key must be a word"),
        "key_twice": ("键 {key} 重复出现", "the key {key} stands twice"),
        "not_a_mapping": ("应为键值对", "must be a mapping"),
        "not_a_list": ("应为列表", "must be a list"),
        "key_not_text": ("键 {shown} 应为文本", "key {shown} must be a string"),
        "unknown_field": ("不支持该字段", "unknown field"),
        "missing_field": ("缺少必填字段", "required field is missing"),
        "not_text": (
            "应为非空文本,而非 {shown}(若是词语请加引号)",
            "must be a non-empty string, not {shown} (quote it if it is a word)",
        ),
        "text_too_long": ("长度不得超过 {most} 个字符", "must not be longer than {most} characters"),
        "control_characters": (
            "不得含有控制字符或不完整的字符",
            "must not have control characters or half characters",
        ),
        "not_an_identifier": (
            "只能由字母、数字和 . _ : @ - 组成,而非 {shown}",
            "must be letters, digits and . _ : @ - only, not {shown}",
        ),
        "not_a_number": ("应为有限的数字,而非 {shown}", "must be a finite number, not {shown}"),
        "not_positive": ("应大于 0,而非 {shown}", "must be above 0, not {shown}"),
        "not_a_fraction": ("应介于 0 与 1 之间,而非 {shown}", "must lie in 0..1, not {shown}"),
        "not_whole": ("应为不小于 {least} 的整数,而非 {shown}", "must be a whole number from {least}, not {shown}"),
        "not_a_flag": ("应为 true 或 false,而非 {shown}", "must be true or false, not {shown}"),
        "unknown_category": ("未知的类别 {shown};可用: {known}", "unknown category {shown}; known: {known}"),
        "unknown_level": ("未知的级别 {shown};可用: {known}", "unknown level {shown}; known: {known}"),
        "unknown_polarity": ("未知的极性 {shown};可用: {known}", "unknown polarity {shown}; known: {known}"),
        "unknown_policy": ("未知的处理方式 {shown};可用: {known}", "unknown policy {shown}; known: {known}"),
        "unknown_case_field": ("案件没有该字段;可用: {known}", "unknown field; known: {known}"),
        "unknown_vocabulary": ("未知的词表 {shown}", "unknown vocabulary {shown}"),
        "misplaced_star": ("{shown}: * 只能位于词尾", "{shown}: * may only stand at the end of a word"),
        "empty": ("不得为空", "must not be empty"),
        "not_a_weighted_word": (
            "应为词语或 {{词语: 权重}},而非 {shown}(数字请加引号)",
            "must be a word or {{word: weight}}, not {shown} (quote a number)",
        ),
        "bounds_crossed": ("at_least 大于 at_most", "at_least is above at_most"),
        "pattern_invalid": (
            "不是 RE2 可识别的正则表达式: {reason},位于 {fragment}",
            "not a regular expression that RE2 knows: {reason}: {fragment}",
        ),
        "pattern_too_large": (
            "正则表达式过大: {steps} 步,上限 {most} 步",
            "the pattern is too large: {steps} steps of {most}",
        ),
        "pattern_engine_missing": (
            "没有可用的正则表达式引擎",
            "no engine for regular expressions was given",
        ),
        "duplicate_rule": ("规则编号 {rule} 重复", "duplicate rule id {rule}"),
        "too_many_rules": ("规则不得超过 {most} 条", "more than {most} rules"),
        "too_many_patterns": (
            "共有 {count} 个正则表达式,上限 {most} 个",
            "{count} regular expressions, at most {most} are allowed",
        ),
        "no_fallback": (
            "须有一条不带条件的规则,使任何内容都能归类",
            "one rule must have no condition, so that every text gets a category",
        ),
        "category_without_team": ("类别 {category} 没有负责部门", "category {category} has no team"),
        "level_rule_without_condition": ("级别规则须带条件", "a level rule needs a condition"),
    }
)

UNKNOWN_REASON_ZH = "语法有误"

REASONS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "did not find expected <document start>": "缺少文档开头",
        "did not find expected node content": "此处缺少内容",
        "did not find expected '-' indicator": "此处应为列表项 -",
        "did not find expected key": "此处应为键,请检查缩进",
        "did not find expected ',' or ']'": "此处应为 , 或 ]",
        "did not find expected ',' or '}'": "此处应为 , 或 }",
        "could not find expected ':'": "缺少冒号 :",
        "mapping values are not allowed": "此处不能有键值对,请检查缩进或引号",
        "block sequence entries are not allowed": "此处不能有列表项",
        "found character that cannot start any token": "此字符不能出现在开头,请加引号",
        "found a tab character": "缩进不能使用制表符",
        "found unexpected end of stream": "内容提前结束,引号可能未闭合",
        "found unexpected document indicator": "引号内出现文档分隔符",
        "found unknown escape character": "未知的转义字符",
        "found undefined tag handle": "未定义的标签",
        "found undefined alias": "未定义的别名",
        "control characters are not allowed": "不得含有控制字符",
        "special characters are not allowed": "不得含有特殊字符",
        "but found another document": "只能有一份文档",
        "could not determine a constructor": "不支持该标签",
        "missing ]": "缺少 ]",
        "missing )": "缺少 )",
        "unexpected )": "多余的 )",
        "trailing \\": "末尾有多余的 \\",
        "no argument for repetition operator": "重复符号前缺少内容",
        "invalid repetition size": "重复次数无效",
        "bad repetition operator": "重复符号有误",
        "invalid escape sequence": "转义序列无效",
        "invalid character class range": "字符范围无效",
        "invalid character class": "字符类无效",
        "invalid perl operator": "不支持该 (?…) 写法",
        "invalid UTF-8": "不是有效的 UTF-8",
        "invalid named capture group": "命名分组无效",
        "pattern too large": "表达式过大",
    }
)
"""How the YAML parser's and RE2's own words begin, and what they mean; the longer beginning stands first."""
