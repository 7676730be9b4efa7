"""Two services' shipped data agree: the teams that have a lead for notification are those that dispatch gives one."""

from importlib import resources
from pathlib import Path

from dispatch.adapters.policy_yaml import load_policy as dispatch_policy
from notification.adapters.policy_file import load_policy as notification_policy


def test_the_teams_with_a_lead_are_the_same() -> None:
    staff = dispatch_policy(Path(str(resources.files("dispatch").joinpath("policy/default.yaml")))).staff
    led = {member.team for member in staff if "team_lead" in member.roles}
    assert notification_policy(None).team_leads.teams == led
