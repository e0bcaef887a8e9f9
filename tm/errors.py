"""Problems that a user can mend: one line that says where, what, and what to do."""


class ReportedError(Exception):
    """A problem shown as `where: what. What to do.`, ending the command with `exit_code`."""

    exit_code = 3

    def __init__(self, where: object, what: str, todo: str = "") -> None:
        self.where = str(where)
        self.what = what
        self.todo = todo
        super().__init__(f"{self.where}: {what}." + (f" {todo}." if todo else ""))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.where, self.what, self.todo)  # from one process to another


class DataError(ReportedError):
    """Bad data, or a file that cannot be read or written (exit code 3)."""


class UsageError(ReportedError):
    """A request that makes no sense as given (exit code 2)."""

    exit_code = 2


class NotFoundError(ReportedError):
    """What was asked for is not there (exit code 1)."""

    exit_code = 1
