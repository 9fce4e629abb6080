"""HTTP, robots.txt, pacing, limits and saved pages: how pages come to us. `HttpFetcher.fetch` is the main door."""

from cfpfeeds.fetch.addresses import is_loopback
from cfpfeeds.fetch.archive import ArchiveTransport
from cfpfeeds.fetch.challenge import challenge, kind_of_wall
from cfpfeeds.fetch.client import HttpFetcher
from cfpfeeds.fetch.request import Fetcher, Form, MailRequest, Poster, Request
from cfpfeeds.fetch.saved import page_from_file

__all__ = [
    "ArchiveTransport",
    "Fetcher",
    "Form",
    "HttpFetcher",
    "MailRequest",
    "Poster",
    "Request",
    "challenge",
    "is_loopback",
    "kind_of_wall",
    "page_from_file",
]
