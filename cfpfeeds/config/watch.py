"""Noticing that sources.toml has changed, so that nobody need restart anything."""

from __future__ import annotations

import logging
from pathlib import Path

from cfpfeeds.config.load import load
from cfpfeeds.config.models import Config
from cfpfeeds.errors import ConfigError

_log = logging.getLogger(__name__)


class Watch:
    """One configuration file, as it was when it was last looked at."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._looks()

    def changed(self) -> Config | None:
        """The new configuration if the file is another one than before and has no problem; else None.

        A file with problems is named in the log, once, and the configuration that holds goes on.
        """
        looks = self._looks()
        if looks is None or looks == self._seen:
            return None
        self._seen = looks
        try:
            config = load(self._path)
        except ConfigError as error:
            for problem in error.problems:
                _log.error("%s (the former configuration stays)", problem)
            return None
        _log.info("%s has changed: %d sources", self._path, len(config.sources))
        return config

    def _looks(self) -> tuple[int, int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:  # between the two steps of an editor's replacement there is none
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino
