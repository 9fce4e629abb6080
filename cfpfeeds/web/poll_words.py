"""What the page of the sources says: how a poll ended, and what was found in place of a list."""

from __future__ import annotations

from cfpfeeds.languages import N_, gettext, ngettext
from cfpfeeds.model import Cause, OutcomeKind

_OUTCOMES = {
    OutcomeKind.UPDATED: N_("Read, with changes"),
    OutcomeKind.UNCHANGED: N_("Read, nothing new"),
    OutcomeKind.SUSPICIOUS: N_("Not believed"),
    OutcomeKind.BLOCKED: N_("Blocked"),
    OutcomeKind.FAILED: N_("Failed"),
    OutcomeKind.CRASHED: N_("Crashed"),
}
_CAUSES = {
    Cause.REFUSED: N_("The host does not serve programs: save the page in a browser and import it."),
    Cause.ROBOTS: N_("The host's robots.txt keeps programs away from this page."),
    Cause.CHALLENGE: N_("A test for browsers or humans stood in place of the page; it is never solved."),
    Cause.CONSENT: N_("The page asks for consent to cookies before it shows anything."),
    Cause.LOG_IN: N_("A log-in stood in place of the page."),
    Cause.NEEDS_BROWSER: N_("Without a browser that runs its scripts the page is empty."),
    Cause.SOFT_404: N_("The page answers as if all were well, but says that there is no such page."),
    Cause.NOT_FOUND: N_("The address has changed: nothing is there any more."),
    Cause.MOVED: N_("The address leads to another host, which this source does not know."),
    Cause.EMPTY: N_("The answer was empty."),
    Cause.TROUBLE: N_("The host did not answer, or broke off; it is asked again."),
    Cause.UNREADABLE: N_("What came is not what it claims to be."),
    Cause.OTHER_PAGE: N_("It is another page than the one that is known: moved, or redesigned."),
    Cause.FILTER_IGNORED: N_("The host answered another question than it was asked."),
    Cause.CUT_SHORT: N_("The list holds fewer calls than it says itself."),
    Cause.DOUBTFUL: N_("The list suddenly shrank, is empty, or could mostly not be read."),
}
_BAD_POLLS = {
    OutcomeKind.SUSPICIOUS: N_("what it answers is not believed"),
    OutcomeKind.BLOCKED: N_("it refuses us"),
    OutcomeKind.FAILED: N_("it cannot be read"),
    OutcomeKind.CRASHED: N_("cfpfeeds has a fault with it"),
}


def outcome_words(kind: OutcomeKind) -> str:
    """How a poll ended, for a person: "Read, nothing new"."""
    return gettext(_OUTCOMES[kind])


def missed_words(kind: OutcomeKind, times: int) -> str:
    """That several polls in a row went wrong, and how the last of them did."""
    return ngettext(
        "Missed once: %(why)s.", "Missed %(num)s times in a row: %(why)s.", times, why=gettext(_BAD_POLLS[kind])
    )


def cause_words(cause: Cause) -> str:
    """What the page really was, in a sentence for a person."""
    return gettext(_CAUSES[cause])
