"""What looks like a call in a listing and is none: error pages, navigation, and other things that journals announce."""

from __future__ import annotations

import re

from cfpfeeds.text import fold

_FAILED_PAGES = (
    "not found|forbidden|access to this page has been denied|attention required|"
    "attention required cloudflare|verify you are human|are you a robot|"
    "security check|checking your browser|one moment please|request rejected|internal server error|bad gateway|"
    "service unavailable|site maintenance|redirecting|untitled|untitled document|no title|null|undefined|nan|"
    "enable javascript|please enable javascript|javascript is disabled|cookie policy|cookie settings|privacy policy|"
    "terms of use|terms and conditions"
)
_NAVIGATION = (
    "sign in|log in|login|contact us|about us|skip to main content|back to top|learn more|read more|find out more|"
    "more information|click here|view all|see all|see more|show more|submit now|submit your paper|submit here|"
    "submit your manuscript|submit manuscript|submit article|download pdf|author guidelines|authors guidelines|"
    "submission guidelines|instructions for authors|author instructions|guide for authors|information for authors|"
    "aims and scope|editorial board|current issue|latest issue|all issues|journal homepage"
)
# Each has been the theme of an issue somewhere: refused only where nothing else speaks for a call.
_NAVIGATION_OR_THEME = (
    "home|error|archive|archives|maintenance|loading|search|help|more|next|previous|menu|cookies|register|subscribe|"
    "submit|download|pdf|none|news|events|about"
)
_NO_TITLES = frozenset(f"{_FAILED_PAGES}|{_NAVIGATION}".split("|"))
_THEMES = frozenset(_NAVIGATION_OR_THEME.split("|"))
_BROKEN = re.compile(
    r"(?:error )?(?:404|403|500|502|503)(?: (?:error|not found|forbidden|internal server error|bad gateway))?"
    r"|(?:error )?(?:404 )?(?:the )?(?:page|file|document|resource) (?:\w+ ){0,4}not (?:be )?found\b.*"
    r"|access denied|just a moment|(?:oops|sorry) .*(?:not found|cant (?:be found|find)|went wrong).*"
)
_PERHAPS_BROKEN = re.compile(r"(?:access denied|just a moment)\b.*")

_ISSUE = r"(?:issues?|sections?|collections?)"
_SPECIAL = r"(?:special|theme|themed|thematic|topical)"
_EDITOR = r"(?:editors?|editor in chief|editors in chief|editorial board(?: members?)?)"
_NOT_CALLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "it looks for guest editors",
        (
            r"\bcalls? for (?:\w+ ){0,2}guest editors?(?:hip)?\b",
            r"\b(?:become|becoming|seeking|recruiting|inviting) (?:an? |new )*(?:\w+ )?guest editors?\b",
            r"\bguest editors? (?:wanted|needed|proposals?|applications?|opportunit\w+|recruitment)\b",
            r"\bproposals? (?:for|from|by) (?:\w+ ){0,3}guest edit\w+",
            rf"\b{_SPECIAL} {_ISSUE} proposals?\b",
            rf"\bproposals? (?:for|of) (?:\w+ ){{0,3}}{_SPECIAL} {_ISSUE}\b",
            rf"\b(?:propose|suggest) an? (?:\w+ ){{0,2}}{_SPECIAL} {_ISSUE}\b",
        ),
    ),
    (
        "it is an issue of published papers",
        (
            r"\bvirtual (?:special )?issues?\b",
            r"\bread the (?:special |latest |full )*issue\b",
            rf"^(?:latest|current|recent|past|published|previous) (?:special )?{_ISSUE}\b",
            r"\bspecial issues? (?:in (?:process|progress|press)|now (?:published|available|online))\b",
        ),
    ),
    (
        "it looks for editors or reviewers",
        (
            rf"\bcalls? for (?:new |associate |section |managing |senior |co )*(?:{_EDITOR}|reviewers?)\b",
            r"\bcalls? for (?:referees|applications? (?:for|as) (?:\w+ ){0,3}editors?)\b",
            rf"\b{_EDITOR} (?:search|wanted|needed|vacanc\w+|recruitment)\b",
            r"\bjoin (?:our|the) (?:editorial board|reviewers?|team of reviewers)\b",
            r"\breviewers? (?:wanted|needed|recruitment)\b",
        ),
    ),
    (
        "it looks for members of a committee",
        (
            r"\bto become (?:an? )?(?:\w+ )?members? of\b",
            r"\b(?:calls?|interest) for (?:new )?(?:membership|committee members)\b",
            r"\bcalls? for (?:\w+ ){0,3}(?:committee|advisory (?:group|board|panel))(?: members?)?$",
            r"\bcalls? for (?:\w+ ){0,3}expert (?:group|panel)(?: members?)?$",
        ),
    ),
    (
        "it looks for an institution or a contractor",
        (
            r"\bcalls? for (?:an? )?(?:\w+ )?(?:support|coordinating|coordination|collaborating) cent(?:re|er)s?\b",
            r"\bcalls? for (?:tenders?|bids|consultan\w+|experts?)\b",
            r"\brequests? for (?:quotations?|tenders?)\b",
        ),
    ),
    (
        "it offers a position",
        (
            r"^(?:job|position|vacancy) (?:opening|offer|advert\w*|announcement)s?\b",
            r"\b(?:phd|doctoral|postdoc|postdoctoral|faculty|tenure track) (?:positions?|vacanc\w+|studentship)",
        ),
    ),
    (
        "it awards a prize",
        (
            r"\b(?:award|prize|medal)s? nominations?\b",
            r"\bcalls? for (?:\w+ )?nominations?\b",
            r"\bbest (?:paper|article|dissertation|thesis) (?:award|prize)\b",
        ),
    ),
    (
        "it is news of a journal",
        (
            r"\b(?:new|first|latest|20\d\d|journal) impact factors?\b",
            r"\bimpact factors? (?:\d|increas|ris|announc|20\d\d)",
            r"^(?:welcome|introducing|announcing|meet) (?:our |the |a )*(?:new )?(?:editors?|editor in chief)\b",
            r"^new editors?(?: in chief| announced| appointed)?$",
        ),
    ),
)
_REFUSALS = tuple((reason, re.compile("|".join(patterns))) for reason, patterns in _NOT_CALLS)
_JOB = re.compile(r"\W*jobs?(?:\s+(?:offer|opening|advert\w*))?\W?\s*[:|–—\]]", re.IGNORECASE)
_PROPOSAL_ADDRESS = re.compile(
    r"(?:special-?issues?|guest-?edit\w*)-?proposals?|proposals?-(?:for-)?(?:special-?issue|guest)"
)


def why_no_title(title: str, *, alone: bool) -> str:
    """Why a title cannot be one of a call: words of a failed page or of navigation; "" if it can.

    `alone`: the title came without a deadline and a summary, so nothing else speaks for a call.
    """
    folded = fold(title)
    perhaps = folded in _THEMES or _PERHAPS_BROKEN.fullmatch(folded)
    if folded in _NO_TITLES or _BROKEN.fullmatch(folded) or (alone and perhaps):
        return f"not the title of a call: {title!r}"
    return "" if any(char.isalpha() for char in folded) else "no title"


def why_no_call(title: str, url: str = "") -> str:
    """Why a thing with a sound title is no call for papers ("it looks for guest editors"); "" if it may be one.

    "Call for Proposals" alone may well ask for papers and stays.
    """
    if _JOB.match(title):
        return "it offers a position"
    folded = fold(title)
    for reason, words in _REFUSALS:
        if words.search(folded):
            return reason
    return "it looks for guest editors" if _PROPOSAL_ADDRESS.search(url.lower()) else ""
