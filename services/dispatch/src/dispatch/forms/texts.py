"""A sheet in one language: who signed, what a box says, what time it was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from dispatch.domain.policy import Policy
from dispatch.domain.returns.reply import measure_text
from dispatch.domain.words import BoxName, CategoryName, Language, LevelName
from dispatch.forms.sheet import Signed
from dispatch.forms.visible import visible
from dispatch.forms.words import FormWords

_CATEGORY, _LEVEL = ("|".join(get_args(words)) for words in (CategoryName, LevelName))
_CLASS = re.compile(rf"({_CATEGORY}); severity ({_LEVEL}); urgency ({_LEVEL}); team (.+)")
_MINUTE = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language, the zone in which times are told, and the teams' names in that language."""

    language: Language
    words: FormWords
    zone: ZoneInfo
    teams: Mapping[str, str]

    def label(self, name: str) -> str:
        """A printed word of the form."""
        return self.words.form[name]

    def local(self, at: datetime) -> str:
        """The minute on the wall clock of the zone."""
        return at.astimezone(self.zone).strftime(_MINUTE)

    def times(self) -> str:
        """Whose times these are."""
        return self.label("times").format(zone=self.zone.key)

    def signer(self, address: str | None, name: str | None) -> str:
        """A person's name, or what signed where no person did."""
        if address is None:
            return ""
        if name is not None:
            return visible(name)
        kind, _, identity = address.partition(":")
        pattern = self.words.signers.get(kind)
        return visible(identity or address) if pattern is None else pattern.format(name=visible(identity))

    def superseded_by(self, version: Signed) -> str:
        """The note beside a superseded version; empty for one that stands."""
        if version.superseded_at is None:
            return ""
        who = self.signer(version.superseded_by, version.superseded_by_name)
        return self.label("superseded_by").format(who=who, when=self.local(version.superseded_at))

    def box_text(self, box: BoxName, text: str, outcome: str | None = None) -> str:
        """What was signed. Words of closed lists are translated, a person's own words never are.

        `outcome` is that of the return whose end signed the text.
        """
        if box == "classification":
            return self._classified(text)
        if box == "feedback":
            return self._verdict(text)
        known = None if outcome is None else self.words.outcomes.get(outcome)
        if outcome is None or known is None:
            return visible(text)
        return self.words.verdict.format(verdict=known, words=visible(text.removeprefix(measure_text(outcome, ""))))

    def _classified(self, text: str) -> str:
        found = _CLASS.fullmatch(text)
        if found is None:
            return visible(text)
        category, severity, urgency, team = found.groups()
        categories: Mapping[str, str] = {str(name): word for name, word in self.words.categories.items()}
        levels: Mapping[str, str] = {str(name): word for name, word in self.words.levels.items()}
        return self.words.classification.format(
            category=categories[category],
            severity=levels[severity],
            urgency=levels[urgency],
            team=visible(self.teams.get(team, team)),
        )

    def _verdict(self, text: str) -> str:
        verdict, colon, words = text.partition(": ")
        known = self.words.verdicts.get(verdict)
        if known is None:
            return visible(text)
        return self.words.verdict.format(verdict=known, words=visible(words)) if colon else known


def texts_of(words: FormWords, language: Language, policy: Policy) -> Texts:
    """The texts by which a policy's people read the sheet."""
    teams = {team.id: team.names[language] for team in policy.teams.values()}
    return Texts(language, words, ZoneInfo(policy.timezone), teams)
