"""One folder of feeds made on demand: its calls, changes and archives, whatever chose them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from cfpfeeds.config import Config
from cfpfeeds.model import Call, Document, EventChoices, Feed
from cfpfeeds.render import CHANGE_FORMATS, FORMATS, Format
from cfpfeeds.render.archive import STEM, volumes
from cfpfeeds.render.changes import TOLD, told_changes
from cfpfeeds.render.document import document
from cfpfeeds.render.links import CHANGES
from cfpfeeds.render.select import for_calendar, for_feed
from cfpfeeds.web.pages import Library
from cfpfeeds.web.shelf import Shelf

_FORMATS = {fmt.filename: fmt for fmt in (*FORMATS, *CHANGE_FORMATS)}
_BY_ENDING = {fmt.filename.rpartition(".")[2]: fmt for fmt in FORMATS}
_MOST_CHANGES_READ = 20_000

_NO_CHOICE = EventChoices()

Choose = Callable[[Iterable[Call]], Iterable[Call]]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a list lies and what is in it. `name` is for titles; `events` are the calls as its calendar shows them."""

    slug: str
    name: str
    calls: Choose
    events: Choose
    query: str = ""
    choices: EventChoices = _NO_CHOICE


class Folders:
    """The files of folders, made when asked for."""

    def __init__(self, library: Library, shelf: Shelf, config: Config) -> None:
        self._library, self._shelf = library, shelf
        self._keep_past_days = config.settings.keep_past_days

    def answer(self, folder: Folder, filename: str) -> Response | None:
        """The answer with a file of a folder; None if it has no such file."""
        stem, _, ending = filename.rpartition(".")
        fmt = _FORMATS.get(filename)
        if fmt is None and STEM.fullmatch(stem) and ending != "ics":
            fmt = _BY_ENDING.get(ending)
        else:
            stem = ""
        if fmt is None:
            return None
        name = f"/{folder.slug}/{filename}?{folder.query}"
        return self._shelf.answer(name, lambda: self._made(name, folder, fmt, stem))

    def _made(self, name: str, folder: Folder, fmt: Format, stem: str) -> Document:
        feed = self._feed(folder, fmt, stem)
        body = fmt.function(feed, self._library.site, self._shelf.fragments)
        return document(name, fmt.media_type, body, feed.updated_at)

    def _feed(self, folder: Folder, fmt: Format, stem: str) -> Feed:
        if stem:
            return self._archive(folder, stem)
        if fmt in CHANGE_FORMATS:
            return self._changes(folder)
        every, as_of = self._library.catalogue().calls, self._library.as_of()
        if fmt.name == "ics":
            events = folder.events(every)
            return self._filled(folder, for_calendar(events, as_of, self._keep_past_days, folder.choices.kinds))
        chosen = tuple(folder.calls(every))
        made = volumes(chosen, as_of)
        return replace(self._filled(folder, for_feed(chosen, as_of)), older=made[-1].stem if made else "")

    def _archive(self, folder: Folder, stem: str) -> Feed:
        """The archive of that name. Raises NotFound if there is none: what is held is never looked for."""
        made = volumes(folder.calls(self._library.catalogue().calls), self._library.as_of())
        stems = [volume.stem for volume in made]
        if stem not in stems:
            raise NotFound
        place = stems.index(stem)
        older, newer = "".join(stems[max(place - 1, 0) : place]), "".join(stems[place + 1 : place + 2])
        filled = self._filled(folder, made[place].calls)
        return replace(filled, stem=stem, is_archive=True, older=older, newer=newer)

    def _changes(self, folder: Folder) -> Feed:
        calls = {call.id: call for call in folder.calls(self._library.catalogue().calls)}
        told = told_changes(self._library.store.recent_changes(_MOST_CHANGES_READ, TOLD), calls)
        return replace(
            self._empty(folder),
            title=f"Changed deadlines and new calls: {folder.name}",
            description=f"Calls that are new, extended, brought forward, withdrawn or open again: {folder.name}.",
            updated_at=max((change.at for change, _ in told), default=self._shelf.born()),
            changes=told,
            stem=CHANGES,
        )

    def _filled(self, folder: Folder, calls: tuple[Call, ...]) -> Feed:
        return replace(self._empty(folder), calls=calls, updated_at=self._shelf.newest(calls))

    def _empty(self, folder: Folder) -> Feed:
        return Feed(
            slug=folder.slug,
            title=f"Calls for papers: {folder.name}",
            description=f"Open calls for papers with their abstract and submission deadlines: {folder.name}.",
            calls=(),
            updated_at=self._shelf.born(),
            query=folder.query,
            choices=folder.choices,
        )


def of_list(slug: str, name: str, belongs: Callable[[Call], bool]) -> Folder:
    """The folder of a list of the calls that belong to it."""

    def chosen(calls: Iterable[Call]) -> Iterable[Call]:
        return filter(belongs, calls)

    return Folder(slug, name, chosen, chosen)
