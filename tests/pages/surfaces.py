"""Every template of a page in every state that looks different, over one service that has them all."""

from __future__ import annotations

from pathlib import Path

from cfpfeeds.config import Settings
from cfpfeeds.model import Caution, Status
from cfpfeeds.web import create_app
from tests.builders import a_config, a_source
from tests.web.samples import CONFIG, Service, a_call, a_filled_service, a_sighting, an_entry

_SAVED = a_source(
    id="hub",
    name="The Hub",
    url="https://hub.example/calls",
    enabled=False,
    rules={"kind": "cards", "item": "article", "title": "h2"},
)
CONFIG_OF_SURFACES = a_config(*CONFIG.sources, _SAVED).model_copy(
    update={"settings": Settings(languages=("en", "de", "es", "fr", "zh"))}
)
"""All languages, and a source whose pages a person saves."""

CAUTIONED = a_call(
    "cautioned",
    title="Everything about anything: a journal of all sciences",
    venue="Annals of Everything",
    summary="Papers are invited.\nOf any length.",
    disciplines=("physics-astronomy",),
    entries=(an_entry(40, text="Submit by 3 January 2027"),),
    cautions=(Caution("This listing is under review by the editors of the list.", "press"),),
)
_CAUTIONED_SIGHTING = a_sighting(CAUTIONED, issns=("1234-5678",), warning="This listing is under review.")
_LONG = "thermoluminescence-of-archaeological-ceramics-" * 4
UNBROKEN = a_call(
    "unbroken",
    title=f"On {_LONG}",
    venue=_LONG,
    url=f"https://press.example/{_LONG * 3}",
    disciplines=("earth-sciences",),
    entries=(an_entry(50, text=f"{_LONG}: 13 January 2027"),),
)
SURFACES: dict[str, str] = {
    "home": "/",
    "list": "/nursing/",
    "list-of-all": "/all/",
    "list-found": "/all/?q=night&sort=new",
    "list-narrowed": "/all/?kind=conference&within=90d&only=abstract",
    "list-nothing-found": "/nursing/?q=zeppelin",
    "list-empty": "/chemistry/",
    "list-closed": "/dentistry/?show=closed&page=2",
    "unclassified": "/unclassified/",
    "call": "/calls/extended",
    "call-rounds": "/calls/rounds",
    "call-rolling": "/calls/rolling",
    "call-withdrawn": "/calls/withdrawn",
    "call-arabic": "/calls/arabic",
    "call-cautioned": "/calls/cautioned",
    "call-unbroken": "/calls/unbroken",
    "filter": "/filter/",
    "filter-filled": "/filter/?discipline=nursing&discipline=law&q=night&venue=journal&stage=abstract&remind=7d",
    "filter-too-long": "/filter/?" + "&".join(f"q=word{number:04}" for number in range(40)),
    "embed-builder": "/embed",
    "embed-builder-filled": "/embed?list=nursing&count=3&theme=dark&accent=1b5e4b",
    "month": "/all/month/2026-12/",
    "month-empty": "/chemistry/month/2031-01/",
    "timeline": "/all/timeline/",
    "timeline-empty": "/chemistry/timeline/",
    "journals": "/journal/",
    "journal": "/journal/journal-of-care/",
    "source": "/source/crawler/",
    "status": "/status",
    "about": "/about",
    "no-page": "/nursing/nowhere",
    "no-feed": "/nowhere/calls.rss",
    "bad-request": "/all/?page=x",
    "german-home": "/de/",
    "german-list": "/de/all/?q=night&within=90d",
    "german-embed-builder": "/de/embed?list=nursing",
    "french-home": "/fr/",
    "spanish-home": "/es/",
    "german-filter": "/de/filter/?discipline=nursing&q=night",
    "german-about": "/de/about",
    "french-list": "/fr/nursing/",
    "french-call": "/fr/calls/extended",
    "spanish-embed-builder": "/es/embed?list=nursing",
    "spanish-status": "/es/status",
    "spanish-no-page": "/es/nursing/nowhere",
    "chinese-call": "/zh/calls/extended",
    "chinese-month": "/zh/all/month/2026-12/",
    "chinese-timeline": "/zh/all/timeline/",
}
"""Whole pages, by a name for each state."""

BOXES: dict[str, str] = {
    "box": "/nursing/embed",
    "box-light": "/nursing/embed?theme=light&count=3",
    "box-dark": "/nursing/embed?theme=dark&accent=b5541a",
    "box-empty": "/chemistry/embed",
    "box-of-words": "/filter/embed?q=night",
    "box-german": "/de/nursing/embed",
}
"""What stands in the frames of others."""


def a_service_of_every_state(folder: Path, base_url: str = "https://calls.example.org") -> Service:
    """The filled service, a call that its own source warns of, one of endless words, and closed calls by the page."""
    service = a_filled_service(folder, base_url)
    crowd = tuple(
        a_call(
            f"past{number}",
            title=f"Closed dental call {number}",
            status=Status.CLOSED,
            disciplines=("dentistry",),
            entries=(an_entry(-2 - number % 60),),
        )
        for number in range(105)
    )
    others = tuple(a_sighting(call) for call in (UNBROKEN, *crowd))
    service.add(CAUTIONED, UNBROKEN, *crowd, sightings=(_CAUTIONED_SIGHTING, *others))
    service.publish()
    service.app = create_app(service.store, CONFIG_OF_SURFACES, service.site, service.clock, look_again_s=0.0)
    return service


def expected_status(name: str) -> int:
    """What a server answers at an address of SURFACES."""
    return 400 if name.startswith("bad-") else 404 if "no-page" in name or name == "no-feed" else 200
