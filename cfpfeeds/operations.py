"""What the commands do, apart from talking: the service built from its configuration, and where things lie."""

from __future__ import annotations

import difflib
import logging
import os
import secrets
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import platformdirs

from cfpfeeds import disciplines
from cfpfeeds.alerts import Ways, tell
from cfpfeeds.config import Config, Source, Watch
from cfpfeeds.errors import UsageError
from cfpfeeds.fetch import ArchiveTransport, HttpFetcher, page_from_file
from cfpfeeds.hub import Herald, announce
from cfpfeeds.inbox import saved_files, saved_page_of
from cfpfeeds.jobs import Runner
from cfpfeeds.merge import Explanation, explain
from cfpfeeds.model import Call, Outcome, Page, Site
from cfpfeeds.poll import poll_source
from cfpfeeds.store import Store, open_store, poller_lock

_log = logging.getLogger(__name__)

_PARENT_LOOK_S = 1.0
_STAND_BY_S = 10.0
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for another; 12 of them are 59 bits."""


def mint() -> str:
    """A fresh call id: short, random, sayable over the telephone."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


def database_url(chosen: str) -> str:
    """`chosen` as an address (a bare path is a SQLite file), or the file in the user's data folder."""
    if not chosen:
        return f"sqlite:///{platformdirs.user_data_path('cfpfeeds', appauthor=False) / 'cfpfeeds.sqlite'}"
    return chosen if "://" in chosen else f"sqlite:///{Path(chosen).expanduser().resolve()}"


def demo_config() -> Path:
    """The demo's own sources.toml."""
    return Path(str(files("cfpfeeds").joinpath("demo", "sources.toml")))


def demo_pages() -> Path:
    """The folder of archived pages that the demo polls."""
    return Path(str(files("cfpfeeds").joinpath("demo", "pages")))


def site_of(config: Config, base_url: str) -> Site:
    """What every output says about this service."""
    return Site(
        base_url=(base_url or "http://127.0.0.1:8080").rstrip("/"),
        title=config.settings.title,
        contact=config.settings.contact,
        mistakes=config.settings.mistakes,
        uid_domain=config.settings.uid_domain,
        discipline_names={d.slug: d.name for d in disciplines.all_disciplines()},
        source_names={source.id: source.name for source in config.sources},
        hub=config.settings.hub,
    )


def left_out(config: Config, calls: Sequence[Call]) -> dict[str, int]:
    """How many calls each rule of [leave_out] hides now, in the order of the file."""
    rules = config.leave_out.told()
    return {**dict.fromkeys(rules.rules(), 0), **Counter(filter(None, map(rules.why, calls)))}


def no_such_source(config: Config, source_id: str) -> str:
    """The complaint about an unknown source id, with the nearest ones."""
    near = difflib.get_close_matches(source_id, [s.id for s in config.sources], n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `cfpfeeds check` lists them"
    return f"no source has the id {source_id!r}{hint}"


class Service:
    """Configuration, store and fetcher together. Opening it opens and migrates the database."""

    def __init__(
        self,
        config: Config,
        database: str,
        clock: Callable[[], datetime],
        *,
        mirror: str = "",
        base_url: str = "",
        archive: Path | None = None,
    ) -> None:
        self.config, self.clock, self._database = config, clock, database
        disciplines.adopt(config.own_disciplines())
        self.store: Store = open_store(database)
        self.site = site_of(config, base_url or config.settings.base_url or self.store.meta("base_url"))
        if self.store.meta("base_url") != self.site.base_url:
            self.store.set_meta("base_url", self.site.base_url)  # a later `poll` writes the same addresses
        self._fetcher = HttpFetcher(
            contact=config.settings.contact,
            clock=clock,
            monotonic=time.monotonic,
            sleep=time.sleep,
            mirror=mirror,
            transport=ArchiveTransport(archive) if archive else None,
            secret=lambda name: os.environ.get(name, ""),
        )
        self._herald = Herald(self.announce)
        self._runner = Runner(
            config,
            self.store,
            self._fetcher,
            clock=clock,
            monotonic=time.monotonic,
            mint=mint,
            tell=self.tell,
            announce=self._herald.wake,
        )

    @property
    def fetcher(self) -> HttpFetcher:
        """The one client that everything is fetched with."""
        return self._fetcher

    def close(self) -> None:
        """Close connections to hosts and to the database."""
        self._herald.close()
        self._fetcher.close()
        self.store.close()

    def poll(
        self, sources: Sequence[Source], done: Callable[[Outcome], None] = lambda _: None, *, believe: bool = False
    ) -> list[Outcome]:
        """Poll `sources` once; `believe` what the guard would doubt."""
        return self._runner.poll(sources, done, believe=believe)

    def take_inboxes(self, sources: Sequence[Source]) -> list[Outcome]:
        """Read what lies in the watched folders of `sources`."""
        return self._runner.take_inboxes(sources)

    def publish(self, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Write the documents whose inputs changed."""
        return self._runner.publish(self.site, progress)

    def tell(self) -> int:
        """Tell the operator of sources that have fallen ill or are well again; how many that were."""
        settings = self.config.settings
        ways = Ways(
            webhook=settings.webhook,
            mail=settings.mail_to,
            server=settings.mail_server,
            sender=settings.mail_from,
            user=settings.mail_user,
            password=os.environ.get("CFPFEEDS_MAIL_PASSWORD", ""),
        )
        names = {source.id: source.name for source in self.config.sources if source.enabled}
        return tell(self.store, names, ways, misses=settings.misses, status_page=f"{self.site.base_url}/status")

    def announce(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Tell the hub of the feeds that have changed since it was last told; how many it has heard of."""
        allow_private = self.config.settings.hub_allow_private
        return announce(self.store, self.site, self._fetcher, self.clock(), allow_private=allow_private, stop=stop)

    def take_saved(self, source: Source, paths: Sequence[Path]) -> Outcome:
        """Read saved pages as a poll of `source`."""
        now = self.clock()
        pages = [saved_page_of(source, path, now) for path in saved_files(paths)]
        self._runner.keep_up()
        every, overrides = self.config.settings.every, self.config.overrides
        return poll_source(
            source, self.store, self._fetcher, now=now, mint=mint, every=every, saved=pages, overrides=overrides
        )

    def explain(self, call: str) -> Explanation:
        """The evidence for a call, by its id of now or before or its address. Raises UsageError if there is none."""
        name = call.rstrip("/").rpartition("/")[2]
        found = explain(name, self.store.look, self.config.overrides)
        if found is None:
            raise UsageError(f"no call has the id {name!r}")
        return found

    def poll_for_ever(self, watch: Watch) -> None:
        """Poll what is due until SIGTERM, SIGINT, or the end of the process that started this one.

        A change of the file that `watch` looks at holds from the next round on; `contact`, `database` and `base_url`
        need a restart.
        """

        def changed() -> tuple[Config, Site] | None:
            if (config := watch.changed()) is None:
                return None
            disciplines.adopt(config.own_disciplines())
            self.config, self.site = config, site_of(config, self.site.base_url)
            return self.config, self.site

        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        threading.Thread(target=_watch_parent, args=(os.getppid(), stop), daemon=True).start()
        while not stop.is_set():
            with poller_lock(self._database) as mine:
                if mine:
                    self._runner.run(self.site, stop, changed)
                else:
                    _log.info("another poller works on this database; waiting for it to end")
            stop.wait(_STAND_BY_S)
        self.close()


def _watch_parent(parent: int, stop: threading.Event) -> None:
    """A server that was killed outright cannot end its poller: the poller looks for itself."""
    while not stop.wait(_PARENT_LOOK_S):
        if os.getppid() != parent:
            stop.set()


def saved_page(path: Path, url: str, now: datetime) -> Page:
    try:
        return page_from_file(path, url=url, now=now)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
