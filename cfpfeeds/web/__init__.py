"""Requests, headers, status codes, pages. `create_app` is the door; `server.run` puts it on a port."""

from cfpfeeds.web.app import create_app

__all__ = ["create_app"]
