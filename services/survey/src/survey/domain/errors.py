"""Why this domain refuses a command; `code` is stable, `params` fill the message."""

from typing import ClassVar


class SurveyError(Exception):
    """Base of the refusals of this domain."""

    code: ClassVar[str]

    def __init__(self, **params: str) -> None:
        super().__init__(", ".join([self.code, *(f"{name}={value}" for name, value in params.items())]))
        self.params = params


class FollowUpMoveForbidden(SurveyError):
    """The follow-up's status does not allow the move. Params: `move`, `status`."""

    code: ClassVar[str] = "follow_up_move_forbidden"


class AttemptTooEarly(SurveyError):
    """The customer was not reached a moment ago; several calls in a row are one attempt. Params: `not_before`."""

    code: ClassVar[str] = "attempt_too_early"


class UnknownItem(SurveyError):
    """An answer to something that the survey form does not ask. Params: `item`, `items`."""

    code: ClassVar[str] = "unknown_survey_item"


class DecisiveAnswerMissing(SurveyError):
    """A completed follow-up must answer every decisive item. Params: `item`."""

    code: ClassVar[str] = "decisive_answer_missing"


class ImprovementMoveForbidden(SurveyError):
    """The improvement's status does not allow the move. Params: `move`, `status`."""

    code: ClassVar[str] = "improvement_move_forbidden"


class NotResponsible(SurveyError):
    """The task is another's to answer. Params: `responsible`."""

    code: ClassVar[str] = "not_responsible"


class RemarkMissing(SurveyError):
    """A measure is sent back without a word on what it lacked."""

    code: ClassVar[str] = "verification_remark_missing"


class ImprovementFull(SurveyError):
    """The improvement holds as many answers as one document may carry. Params: `limit`."""

    code: ClassVar[str] = "improvement_full"
