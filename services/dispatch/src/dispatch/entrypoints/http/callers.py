"""Who calls, in the words of this domain."""

from typing import Annotated

from chassis.http import Caller, if_match, permit

from dispatch.domain.authority import Actor

Reader = Annotated[Caller, permit("assignment.read")]
Classifier = Annotated[Caller, permit("assignment.classify")]
Worker = Annotated[Caller, permit("assignment.work")]
Namer = Annotated[Caller, permit("assignment.name_responsible")]
Communicator = Annotated[Caller, permit("assignment.communicate")]
PolicyReader = Annotated[Caller, permit("policy.read")]
StaffWriter = Annotated[Caller, permit("staff.write")]
AbsenceRecorder = Annotated[Caller, permit("absence.record")]
Version = Annotated[int, if_match()]


def actor(caller: Caller) -> Actor:
    """The person behind a request."""
    return Actor(caller.address, caller.roles, caller.team)
