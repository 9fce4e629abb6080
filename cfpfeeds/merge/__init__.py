"""Two calls at once: which sightings are one call, what it then says, and what that changes."""

from cfpfeeds.merge.compose import compose
from cfpfeeds.merge.group import clusters
from cfpfeeds.merge.match import keys_of, same_call, veto
from cfpfeeds.merge.plan import plan

__all__ = ["clusters", "compose", "keys_of", "plan", "same_call", "veto"]
