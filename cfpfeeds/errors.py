"""Everything that can fail, in one tree. A message names the thing and the mend; none of these is a bug.

CfpfeedsError
 +- ConfigError      sources.toml: all its problems at once
 +- FetchError       a page could not be had
 |   +- BlockedError     the host refuses us (403, a challenge, robots.txt): not an outage, never retried at once
 +- ExtractError     bytes that are not what their type claims
 +- StoreError       the database: missing, locked, corrupt, read-only, full
 +- UsageError       what was typed or asked for cannot be done
"""

from __future__ import annotations

from collections.abc import Sequence


class CfpfeedsError(Exception):
    """The root: whoever catches it prints `str(error)` and no traceback."""

    exit_status = 1


class ConfigError(CfpfeedsError):
    """`problems` are whole sentences, each naming source and key."""

    exit_status = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class FetchError(CfpfeedsError):
    """`retry_after_s` is the pause in seconds that the host asked for, or None. `status` is 0 without an answer.

    `cause` is the value of a `model.Cause`: what came instead of the page.
    """

    def __init__(
        self, url: str, reason: str, *, status: int = 0, retry_after_s: float | None = None, cause: str = "trouble"
    ) -> None:
        self.url, self.reason, self.status, self.retry_after_s = url, reason, status, retry_after_s
        self.cause = cause
        super().__init__(f"{url}: {reason}")


class BlockedError(FetchError):
    """The host refuses an honest client; a person can still save the page and import it."""


class ExtractError(CfpfeedsError):
    """`url` names the page whose bytes cannot be read as what they claim to be."""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")


class StoreError(CfpfeedsError):
    """The database cannot be used; the message says why and what to do."""


class UsageError(CfpfeedsError):
    """A command or request that makes no sense as given."""

    exit_status = 2
