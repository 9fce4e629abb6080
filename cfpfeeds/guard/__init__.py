"""Is a poll believable? A failure is never read as absence: what looks wrong changes nothing and says why.

`judge` weighs a whole poll against what the source is usually like, `steady` each changed deadline of a believed poll,
`spared` each call that it lacks. `learn` keeps the memory that all three need.
"""

from cfpfeeds.guard.absence import spared, unsettled
from cfpfeeds.guard.habits import learn, learn_again, quiet, returned, usual_count
from cfpfeeds.guard.steady import Steadied, steady
from cfpfeeds.guard.verdict import Reading, Recall, Verdict, judge

__all__ = [
    "Reading",
    "Recall",
    "Steadied",
    "Verdict",
    "judge",
    "learn",
    "learn_again",
    "quiet",
    "returned",
    "spared",
    "steady",
    "unsettled",
    "usual_count",
]
