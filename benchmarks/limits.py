"""Ends work that takes too long: what a benchmark and a fuzzer need to go on."""

from __future__ import annotations

import math
import multiprocessing
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


class OutOfTime(BaseException):
    """The limit has passed; no `except Exception` on the way may swallow it."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raises OutOfTime in the body after so many seconds of the processor.

    The other processes of a busy machine do not count. A call into C that never returns to Python is not ended. Only
    in the main thread, and not on Windows, which has no such signal.
    """

    def stop(*_: object) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def apart(work: Callable[[], T], seconds: float) -> T | None:
    """What the work returns, done in a process of its own that begins with all our tables and none of its memory.

    None where it needs more than so many seconds of the processor, in whatever language it is written.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_do, args=(work, seconds, there))
    child.start()
    there.close()
    try:
        return here.recv()  # type: ignore[no-any-return]
    except EOFError:
        return None
    finally:
        child.join()
        here.close()


def _do(work: Callable[[], object], seconds: float, answer: Connection) -> None:
    whole = math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    answer.send(work())
