"""Tokens of the local stack, signed with its own key as the suite's are wherever no OpenID provider is."""

from chassis.local_tokens import AUDIENCE, ISSUER, Person, claims, issue

__all__ = ["AUDIENCE", "ISSUER", "Person", "claims", "issue"]
