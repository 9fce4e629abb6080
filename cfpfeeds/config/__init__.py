"""sources.toml: its spelling, its checks, and where it lies. `load(path)` is the door."""

from cfpfeeds.config.load import default_path, load
from cfpfeeds.config.models import Config, Mailbox, Settings, Source
from cfpfeeds.config.watch import Watch

__all__ = ["Config", "Mailbox", "Settings", "Source", "Watch", "default_path", "load"]
