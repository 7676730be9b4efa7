"""The state file of a stack: what runs, since when, where."""

from pydantic import BaseModel, ValidationError

from localstack.home import Home
from localstack.processes import ProcessRef


class StackState(BaseModel):
    """Contents of ``stack.json``. ``containers`` names what a Docker engine runs for the stack."""

    supervisor: ProcessRef | None = None
    processes: list[ProcessRef] = []
    containers: list[str] = []
    urls: dict[str, str] = {}


def load(home: Home) -> StackState:
    """The recorded state; empty when nothing is recorded or a killed writer left half a file."""
    try:
        return StackState.model_validate_json(home.state_file.read_bytes())
    except (FileNotFoundError, ValidationError):
        return StackState()


def save(home: Home, state: StackState) -> None:
    """Replace the file in one step; only its owner may read it, the URLs hold the broker's password."""
    draft = home.state_file.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(state.model_dump_json(indent=2) + "\n")
    draft.replace(home.state_file)


def forget(home: Home) -> None:
    home.state_file.unlink(missing_ok=True)
