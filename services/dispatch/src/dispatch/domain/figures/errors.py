"""What figures and exports refuse."""

from dispatch.domain.errors import DispatchError


class WindowEmpty(DispatchError):
    """The window ends before it begins, or with its beginning."""

    code = "window_empty"


class WindowTooLarge(DispatchError):
    """More cases lie in the window than one figure may read."""

    code = "window_too_large"


class TooManyGroups(DispatchError):
    """The grouping would give more groups than an answer may hold."""

    code = "too_many_groups"


class ExportTooLarge(DispatchError):
    """More cases lie in the window than one file may hold."""

    code = "export_too_large"
