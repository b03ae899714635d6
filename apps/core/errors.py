"""The errors that a caller may meet, over REST and WebSocket alike: section 5 of docs/protocol.md."""

from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    INVALID = "invalid"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    UNAUTHENTICATED = "unauthenticated"
    TOKEN_REUSED = "token_reused"  # noqa: S105 (an error's code)
    FORBIDDEN = "forbidden"
    BANNED = "banned"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    LAST_OWNER = "last_owner"
    CALL_ENDED = "call_ended"
    LIMIT_REACHED = "limit_reached"
    TOO_LARGE = "too_large"
    NO_CURRENT_ROOM = "no_current_room"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"


STATUS: dict[ErrorCode, int] = {
    ErrorCode.INVALID: 400,
    ErrorCode.NO_CURRENT_ROOM: 400,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.TOKEN_REUSED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.BANNED: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.METHOD_NOT_ALLOWED: 405,
    ErrorCode.CONFLICT: 409,
    ErrorCode.LAST_OWNER: 409,
    ErrorCode.CALL_ENDED: 409,
    ErrorCode.LIMIT_REACHED: 409,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.UNAVAILABLE: 503,
}

RETRYABLE = frozenset({ErrorCode.RATE_LIMITED, ErrorCode.UNAVAILABLE})


class ParleyError(Exception):
    """An answer that the caller is owed instead of what it asked for.

    `attr` names the offending field; `retry_after` is in seconds.
    """

    code: ClassVar[ErrorCode] = ErrorCode.INVALID
    default_detail: ClassVar[str] = "This request cannot be understood."

    def __init__(self, detail: str = "", *, attr: str | None = None, retry_after: int | None = None) -> None:
        self.detail = detail or self.default_detail
        self.attr = attr
        self.retry_after = retry_after
        super().__init__(self.detail)


class Invalid(ParleyError):
    pass


class NoCurrentRoom(ParleyError):
    code = ErrorCode.NO_CURRENT_ROOM
    default_detail = "Name a conversation, or join a room first."


class Unauthenticated(ParleyError):
    code = ErrorCode.UNAUTHENTICATED
    default_detail = "Sign in first."


class TokenReused(ParleyError):
    code = ErrorCode.TOKEN_REUSED
    default_detail = "This refresh token was used before; its session has ended."


class Forbidden(ParleyError):
    code = ErrorCode.FORBIDDEN
    default_detail = "You may not do this."


class Banned(ParleyError):
    code = ErrorCode.BANNED
    default_detail = "This account is banned."


class NotFound(ParleyError):
    """Also the answer for what exists and is hidden from the caller: the two must not differ by a byte."""

    code = ErrorCode.NOT_FOUND
    default_detail = "Not found."


class MethodNotAllowed(ParleyError):
    code = ErrorCode.METHOD_NOT_ALLOWED
    default_detail = "This method is not allowed here."


class Conflict(ParleyError):
    code = ErrorCode.CONFLICT
    default_detail = "This client_id was used for something else."


class LastOwner(ParleyError):
    code = ErrorCode.LAST_OWNER
    default_detail = "Hand the conversation over to another owner first."


class CallEnded(ParleyError):
    code = ErrorCode.CALL_ENDED
    default_detail = "This call has ended."


class LimitReached(ParleyError):
    code = ErrorCode.LIMIT_REACHED
    default_detail = "This is full."


class TooLarge(ParleyError):
    code = ErrorCode.TOO_LARGE
    default_detail = "This is too large."


class RateLimited(ParleyError):
    code = ErrorCode.RATE_LIMITED
    default_detail = "Too many requests; try again later."


class Unavailable(ParleyError):
    code = ErrorCode.UNAVAILABLE
    default_detail = "The service is busy or a part of it is away; try again."

    def __init__(self, detail: str = "", *, attr: str | None = None, retry_after: int | None = 1) -> None:
        super().__init__(detail, attr=attr, retry_after=retry_after)


class NotYet(Unavailable):
    """What is there in a moment, as things go: nothing is wrong."""

    default_detail = "This is not ready yet; try again."
