"""Pages made once for each state of the store and hour of the clock, and answered like finished documents."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from cfpfeeds.disciplines import up_to_date
from cfpfeeds.errors import StoreError
from cfpfeeds.languages import spoken
from cfpfeeds.model import Call, Document, Site
from cfpfeeds.render.document import document
from cfpfeeds.store import Held, Store
from cfpfeeds.web.answers import Ready
from cfpfeeds.web.caches import ReadyCache, Watch
from cfpfeeds.web.catalogue import Catalogue
from cfpfeeds.web.headers import Lines
from cfpfeeds.web.texts import Texts

Moment = tuple[int, datetime]
"""Version of the store and hour of the clock: what a page shows depends on nothing else."""

_MOST_BYTES = 48_000_000


class Library:
    """The store as pages read it: a catalogue for the present moment, and the pages made from it."""

    def __init__(
        self,
        store: Store,
        site: Site,
        watch: Watch,
        clock: Callable[[], datetime],
        shown: Callable[[Iterable[Call]], Iterable[Call]] = tuple,
    ) -> None:
        """`shown` chooses which calls readers may see."""
        self.store, self.site = store, site
        self._shown = shown
        self._watch, self._clock = watch, clock
        self._pages: ReadyCache[Moment] = ReadyCache(_MOST_BYTES)
        self._texts = Texts(site)
        self._held: dict[str, Held] = {}
        self._catalogue: tuple[Moment, Catalogue] | None = None
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The hour that pages speak of, aware UTC: they count in days, and a page that is kept must stay true."""
        return self._clock().astimezone(UTC).replace(minute=0, second=0, microsecond=0)

    def as_of(self) -> datetime:
        """The day as of which published lists were made (ADR 4); the present one before the first publication."""
        kept = self.store.meta("as_of")
        return datetime.fromisoformat(kept) if kept else self.now().replace(hour=0)

    def moment(self) -> Moment:
        return self._watch.version(), self.now()

    def catalogue(self) -> Catalogue:
        """All calls as of now; the last one known while the store cannot be read."""
        moment = self.moment()
        with self._lock:
            if self._catalogue is None or self._catalogue[0] != moment:
                try:
                    self._catalogue = (moment, self._read(moment[1]))
                except StoreError:
                    if self._catalogue is None:
                        raise
            return self._catalogue[1]

    def _read(self, now: datetime) -> Catalogue:
        """The catalogue as of now, from that of before: a poll changes a few calls of many thousand."""
        self._held = self.store.calls_again(self._held)
        calls = up_to_date(call for _, call in self._held.values() if not call.hidden)
        return Catalogue(tuple(self._shown(calls)), self._texts, now, self._catalogue and self._catalogue[1])

    def page(self, name: str, make: Callable[[], str | Document], lines: Lines, media_type: str) -> Ready:
        """The page of this name in the spoken language, made by `make` unless it is held for this very moment.

        A page whose words are the same as before keeps its Last-Modified. While the store cannot be read the last
        page is served; StoreError is raised if there is none.
        """
        moment, name = self.moment(), f"{spoken().code}:{name}"
        held = self._pages.get(name)
        if held and held[0] == moment:
            return held[1]
        try:
            made = make()
        except StoreError:
            if held:
                return held[1]
            raise
        now = self._clock()
        if isinstance(made, str):
            made = document(name, media_type, made.encode(), now)
        return self._pages.renewed(name, moment, made, lines, now)
