"""Settings of the repair service: those of every service."""

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Read from the environment, prefix `AFTERSALES_`."""
