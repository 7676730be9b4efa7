"""What can go wrong with a local stack, said in words its user can act on."""


class LocalStackError(Exception):
    """Base of every failure of the local stack; the command line prints it without a traceback."""


class BackendUnavailableError(LocalStackError):
    """No broker or database can be had on this machine; the message lists the ways to get one."""


class NotReadyError(LocalStackError):
    """A started process ended early or did not become ready in time; the message carries the end of its log."""


class StackRunningError(LocalStackError):
    """Another live process owns the home directory."""


class ExternalBackendError(LocalStackError):
    """The backend was given by its URL: the stack did not start it and must not stop or kill it."""
