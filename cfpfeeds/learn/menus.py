"""What menus, buttons and the headings of the parts of one call say: none of it is the title of a call."""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.VERBOSE

_NAVIGATION = re.compile(
    r"""(?:home|start|welcome|navigation|menu|main(?:\spage)?|log\s?in|admin|programs?|programmes?|schedule|agenda|organi[sz](?:ation|ers?|ing)|registration
      |venue|contacts?(?:\s(?:us|info(?:rmation)?))?|(?:program(?:me)?|organi[sz]ing|steering|technical)?\s?committees?|people|team|imprint
      |(?:important|key)\sdates|(?:invited|keynote)?\s?speakers?|keynotes?|accommodations?|travel|hotels?|sponsors?(?:hip)?|partners?
      |(?:paper\s)?submissions?|submit|about(?:\s\w+)?|news|archives?|(?:past|previous)\s\w+|accepted\s(?:papers?|posters?)\S*|proceedings
      |(?:(?:paper|submission|review(?:ing)?|manuscript|camera-?ready|abstract|author|poster|general|further|additional|more|practical)s?\s)?
       (?:format(?:ting)?|process|procedures?|instructions|requirements|information|details|polic(?:y|ies)|types|categories|site|system|dates?
       |deadlines?|rules|criteria|preparation|length)
      |background|tl;?dr|in\sbrief|motivation|goals|objectives|aims?(?:\s(?:and|&)\s(?:scope|topics|objectives))?|description|summary|theme|call|double.blind\sreview(?:ing)?
      |(?:main\s|key\s|conference\s)?(?:topics|themes|tracks|areas|sessions)(?:\sof\sinterest)?|publications?|dates|timeline|who\s(?:should|can|may)\s.{1,40}|what\sto\s.{1,30}
      |location|local\sinformation|conference|participation|history|faq|links|downloads?|gallery|photos?|visa|awards?|attend(?:ing)?|privacy
      |(?:for\s)?authors?|reviewers?|editors?|guidelines|instructions|templates?|topics(?:\sof\sinterest)?|scope|overview|introduction
      |(?:read|see|view|visit|browse|download)\s(?:the|full|all|our|more)\b[\w\s]{0,30}|full\s(?:issue|text|call|details)\b.{0,20}
      |(?:\w+\s){1,2}page|back\sto\b.{0,20}|share\b.{0,20}|sign\s(?:in|up)|subscribe|newsletter|contact\sthe\s\w+|terms|legal\snotice
      |startseite|programm|anmeldung|anreise|kontakt|accueil|inscriptions?|lieu|inicio|inscripci[óo]n|programa|comit[ée]s?|home\s?page)""",
    _FLAGS,
)
"""What menus of conferences and journals hold, and what stands over the parts of one call."""


_PART = re.compile(
    r"""(?:the\s+)?(?:(?:doctoral|phd|student|young\s+researchers?|industry|industrial|research|main|demo(?:nstration)?|posters?|workshops?
      |tutorials?|special|panel|challenge|applied|technical|conference|short\s+papers?|full\s+papers?|and|&|/)\W*){1,4}
      (?:consortium|symposium|forum|colloquium|track|tracks|session|sessions|challenge|competition|papers|program(?:me)?)?""",
    _FLAGS,
)


def is_part(text: str) -> bool:
    """Whether a heading names a part of a conference that has a call of its own: "Doctoral Consortium"."""
    return bool(_PART.fullmatch(text.strip(" :.")))


_BUTTON = re.compile(
    r"""(?:submit|register|browse|preview|download|view|read|see|get|apply|join|learn|visit|explore|discover|find|subscribe|contact|share
      |save|add|go|continue|propose|sign|log|click|check|show|send|back|follow|access)\b
      (?:\W*\b(?:the|this|an?|our|your|all|full|more|to|for|of|in|as|on|here|now|us|out|up|and|or|papers?|manuscripts?|abstracts?|proposals?
      |articles?|issues?|special|themed?|interest|topics?|calls?|cfps?|pdf|details?|info(?:rmation)?|guidelines?|web|site|website|page
      |conferences?|events?|journals?|links?|submissions?|templates?|calendar|registration|editors?|guest|organi[sz]ers?|list|archives?
      |volumes?|collections?|series|contents?|post|reading|form|portal|system|online|today|editorial|submit|register|browse|preview
      |download|view|read|see|contact|share)\b){1,7}\W*""",
    _FLAGS,
)
"""What buttons say, one or several in a row: "Submit paper", "Browse issue - All articles"."""


def is_navigation(text: str) -> bool:
    """Whether a text is a word of a menu, or the heading of a part of a call: "Committee", "Important dates"."""
    return bool(_NAVIGATION.fullmatch(plain := text.strip(" :.»›>·|-–—→↗✦•()")) or _BUTTON.fullmatch(plain))


_LISTS = re.compile(
    r"\blists?\b.*\b(?:conferences|journals|calls|cfps|events)\b|\b(?:conferences?|journals?|calls?|cfps?|events?)\s+lists?\b",
    re.I,
)


def names_list(text: str) -> bool:
    """Whether a link leads to another list of calls or events."""
    return bool(_LISTS.search(text))
