"""`make run` with stand-ins for the services: `python run_fakes.py HOME`."""

import sys
from pathlib import Path

from localstack.foreground import run_until_ended, say
from localstack.home import Home
from localstack.services import ServiceSpec

if __name__ == "__main__":
    settings = {"PYTHONPATH": str(Path(__file__).parent)}
    fakes = [ServiceSpec(name, port, "fake_service", settings) for name, port in (("intake", 8001), ("survey", 8004))]
    run_until_ended(Home.at(Path(sys.argv[1])), None, lambda stack: say(f"ready {stack.url('intake')}"), fakes)
