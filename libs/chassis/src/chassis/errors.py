"""One hierarchy of errors with stable codes; `problems.py` turns them into RFC 9457 responses."""

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Said:
    """What is wrong, in both languages."""

    zh: str
    en: str

    def in_language(self, language: Literal["zh", "en"]) -> str:
        """The text of one language."""
        return self.zh if language == "zh" else self.en


class ServiceError(Exception):
    """Base. `code` is stable and documented; `params` fill the zh/en message of the code.

    A `detail` of words is `Said`; a plain text is shown to everybody as it is.
    """

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500

    def __init__(self, detail: str | Said = "", **params: str | int | float) -> None:
        super().__init__((detail.en if isinstance(detail, Said) else detail) or self.code)
        self.detail = detail
        self.params = params


class InvalidRequest(ServiceError):
    """The payload has the right shape but cannot be meant so."""

    code = "invalid_request"
    status = 422


class MalformedRequest(ServiceError):
    """The request cannot be read."""

    code = "malformed_request"
    status = 400


class NotStorable(InvalidRequest):
    """What would have to be stored is too large or holds something that the database cannot keep."""

    code = "not_storable"


class NotFound(ServiceError):
    """No such resource, or none that this caller may see."""

    code = "not_found"
    status = 404


class Conflict(ServiceError):
    """The aggregate's state does not allow this. Subclasses name the rule by their own code."""

    code = "conflict"
    status = 409


class InvalidTransition(Conflict):
    """A state machine has no such move from here."""

    code = "invalid_transition"


class PreconditionRequired(ServiceError):
    """A change without If-Match."""

    code = "precondition_required"
    status = 428


class PreconditionFailed(ServiceError):
    """If-Match names another version than the stored one, or a weak tag, which is no version."""

    code = "precondition_failed"
    status = 412


class IdempotencyMismatch(ServiceError):
    """The same Idempotency-Key came with another body."""

    code = "idempotency_mismatch"
    status = 422


class Unauthenticated(ServiceError):
    """No valid credential."""

    code = "unauthenticated"
    status = 401


class Forbidden(ServiceError):
    """The caller's roles do not permit this."""

    code = "forbidden"
    status = 403


class RequestTimeout(ServiceError):
    """The body came too slowly."""

    code = "request_timeout"
    status = 408


class PayloadTooLarge(ServiceError):
    """The body is over the configured limit."""

    code = "payload_too_large"
    status = 413


class UnsupportedMediaType(ServiceError):
    """The body is not JSON."""

    code = "unsupported_media_type"
    status = 415


class StorageUnavailable(ServiceError):
    """The database did not answer in time; nothing is known to be lost, the caller may repeat."""

    code = "storage_unavailable"
    status = 503
