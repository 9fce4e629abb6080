"""Two calls at once: which sightings are one call, what it then says, and what that changes."""

from cfpfeeds.merge.compose import compose
from cfpfeeds.merge.evidence import ENOUGH
from cfpfeeds.merge.explain import Explanation, Tie, explain
from cfpfeeds.merge.group import clusters
from cfpfeeds.merge.plan import plan, revise
from cfpfeeds.merge.traits import keys_of

RECIPE = "3"
"""Raised whenever keys or rules of matching change, so that what is stored is looked at anew once."""

__all__ = ["ENOUGH", "RECIPE", "Explanation", "Tie", "clusters", "compose", "explain", "keys_of", "plan", "revise"]
