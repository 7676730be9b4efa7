"""Settings of the intake service."""

from pathlib import Path

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`tracking_key_file` holds the secret of the customers' tracking links; `number_block` is how many case numbers a
    replica takes at a time; `clock_tolerance` is in seconds."""

    tracking_key_file: Path | None = None
    number_block: int = 200
    clock_tolerance: float = 300.0
