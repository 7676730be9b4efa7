"""The meaning of a ruleset spelled out the slow way: every word looked for everywhere, every rule asked."""

from collections.abc import Iterator, Mapping
from functools import cache

from dispatch.domain.classification import Category, CompiledRuleset, Facts, Level, Ruleset
from dispatch.domain.classification.ruleset import Condition, Near
from dispatch.domain.classification.vocabulary import LEVELS_RISING, Polarity

Span = tuple[int, int]
Answer = tuple[Category, Level, Level, dict[str, tuple[float, tuple[str, ...]]]]
"""Category, severity, urgency, and the score and words of each category rule that held."""


class Reference:
    """Answers for a text without fields; spelling is the compiled ruleset's own and tested elsewhere."""

    def __init__(self, compiled: CompiledRuleset) -> None:
        self._ruleset: Ruleset = compiled.ruleset
        self._normalise = cache(compiled.normalise)
        self._spans = cache(self._search)
        language = compiled.ruleset.language
        self._breaks = set(compiled.normalise(language.clause_breaks))
        self._masks = [compiled.normalise(mask) for mask in language.ignore]
        self._negations = [compiled.normalise(w) + " " * w.isascii() for w in language.negations]

    def decide(self, facts: Facts) -> Answer:
        ruleset, text = self._ruleset, self._normalise(facts.text)
        held: dict[str, tuple[float, tuple[str, ...]]] = {}
        totals: dict[Category, float] = {}
        levels = {"severity": [ruleset.severity.default], "urgency": [ruleset.urgency.default]}
        for rule in ruleset.rules:
            found = self._evidence(rule.condition, text, facts)
            if found is not None:
                held[rule.id] = (found[0] * rule.weight, found[1])
                totals[rule.category] = totals.get(rule.category, 0.0) + found[0] * rule.weight
        best = max(totals, key=lambda category: (round(totals[category], 9), -list(ruleset.teams).index(category)))
        for name, policy in (("severity", ruleset.severity), ("urgency", ruleset.urgency)):
            levels[name] += [r.level for r in policy.rules if self._evidence(r.condition, text, facts) is not None]
        for rule in ruleset.rules:
            if rule.id in held and rule.category is best:
                levels["severity"] += [rule.severity] if rule.severity else []
                levels["urgency"] += [rule.urgency] if rule.urgency else []
        severity, urgency = (max(levels[name], key=LEVELS_RISING.index) for name in ("severity", "urgency"))
        return best, severity, urgency, held

    def _evidence(self, condition: Condition, text: str, facts: Facts) -> tuple[float, tuple[str, ...]] | None:
        fields: Mapping[str, str | None] = {"kind": facts.kind, "channel": facts.channel, "remedy": facts.remedy}
        if any(fields.get(test.field) not in test.values for test in condition.where):
            return None
        if any(self._spans(word, text) for word in condition.none_words):
            return None
        if any(not any(self._spans(word, text) for word in group) for group in condition.all_words):
            return None
        if not condition.any_words and not condition.near:
            return 1.0, ()
        hits = {
            (-word.weight, *span, self._normalise(word.text))
            for word in condition.any_words
            for span in self._spans(word.text, text)
            if self._counts(span, text, condition.polarity)
        }
        for near in condition.near:
            hits.update(self._near(near, text, condition.polarity))
        return self._strength(sorted(hits)) if hits else None

    def _near(self, near: Near, text: str, polarity: Polarity) -> Iterator[tuple[float, int, int, str]]:
        for left, right in ((left, right) for left in near.left for right in near.right):
            for first in self._spans(left, text):
                for second in self._spans(right, text):
                    before, after = (second, first) if not near.ordered and second[1] <= first[0] else (first, second)
                    gap = text[before[1] : after[0]]
                    apart = 0 <= after[0] - before[1] <= near.within and not self._breaks & set(gap)
                    if apart and self._counts(second, text, polarity):
                        label = f"{self._normalise(left)}…{self._normalise(right)}"
                        yield -near.weight, before[0], after[1], label

    def _strength(self, hits: list[tuple[float, int, int, str]]) -> tuple[float, tuple[str, ...]]:
        kept: list[tuple[float, int, int, str]] = []
        for rank, start, end, label in hits:
            covered = any(s <= start and end <= e and e - s > end - start and other <= rank for other, s, e, _ in hits)
            if not covered and all(label != k[3] and (start, end) != k[1:3] for k in kept):
                kept.append((rank, start, end, label))
        decay = self._ruleset.scoring.repeat_decay
        return sum(-hit[0] * decay**place for place, hit in enumerate(kept)), tuple(hit[3] for hit in kept)

    def _search(self, word: str, text: str) -> list[Span]:
        spans = _occurrences(self._normalise(word), text)
        masks = [span for mask in self._masks for span in _occurrences(mask, text)] if spans else []
        return [(s, e) for s, e in spans if not any(a <= s and e <= b and b - a > e - s for a, b in masks)]

    def _counts(self, span: Span, text: str, polarity: Polarity) -> bool:
        negated = any(text[: span[0]].endswith(negation) for negation in self._negations)
        return polarity is Polarity.ANY or negated is (polarity is Polarity.NEGATED)


def _occurrences(word: str, text: str) -> list[Span]:
    letters, open_end = word.removesuffix("*"), word.endswith("*")
    if letters not in text:
        return []
    spans = [(at, at + len(letters)) for at in range(len(text)) if text.startswith(letters, at)]
    return [
        (start, end)
        for start, end in spans
        if not _one_english_word(text[:start][-1:], letters[0])
        and (open_end or not _one_english_word(letters[-1], text[end : end + 1]))
    ]


def _one_english_word(before: str, after: str) -> bool:
    return all(side.isascii() and side.isalpha() for side in (before, after))
