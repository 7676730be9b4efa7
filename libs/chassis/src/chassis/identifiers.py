"""Ids that nobody else has."""

import os


def new_id() -> str:
    """32 hexadecimal digits, random."""
    return os.urandom(16).hex()
