"""The words by which the learner tells calls, titles, journals, deadlines and everything else on a page apart."""

from __future__ import annotations

import re

from cfpfeeds.extract.pieces import DAY
from cfpfeeds.learn.menus import is_navigation
from cfpfeeds.text import fold

_FLAGS = re.IGNORECASE | re.VERBOSE

DEADLINE = re.compile(
    r"""d\s?eadline | \bdue\b | clos(?:es|ing)\b | submi(?:t|ssion)s?\s+(?:by|until|date|end|clos) | \bsubmit\s+by\b
      | \blast\s+(?:day|date)\b | \b(?:send|sent|submit|submitted|received)\b[^.]{1,80}\bby\b
      | frist\b | schluss\b | abgabe(?:termin)? | date\s+limite | échéance | fecha\s+l[ií]mite
      | plazo | prazo | data\s+limite | scadenza | termin\s+nadsy | срок | 締め?切 | 截[稿止]
      | 投稿期限 | cierre | clôture""",
    _FLAGS,
)
NOT_A_DEADLINE = re.compile(
    r"post(?:ed)?|publi|updated|modified|created|added|start|begin|event|opens?\b|opening|issue-date|conference-date|when"
    r"|notif|camera|accept|decision|online",
    re.I,
)
CALL = re.compile(
    r"""\bcalls?[\s-]+for[\s-]+(?:[\w,&]+[\s-]+){0,3}?(?:papers?|submissions?|abstracts?|articles?|manuscripts?|chapters?
          |contributions?|proposals?|presentations?|posters?|participation|workshops?)
      | \bcfps?\b | \b(?:special|thematic|themed?|topical|guest)[\s-]+(?:issues?|sections?|collections?|series)\b
      | \bopen\s+(?:collections?|calls?)\b | \bresearch\s+topics?\b | \bcalls?\s+open\b | \bsubmission\s+deadlines?\b
      | appels?\s+[àa]\s+(?:contributions?|communications?|articles?|textes|propositions?)
      | convocatorias?\b | llamada?s?\s+a\s+(?:art|contrib|trabaj) | chamadas?\s+(?:de|para|abertas?|p[úu]blicas?)
      | chamada\s+de\s+(?:trabalhos|artigos) | ^\W*chamada\W*$ | invito\s+a\s+contribu | 徵稿 | 征文 | 稿件徵求
      | aufruf | themenheft | einreichung(?:en)?\b | beitragsaufruf | 征稿 | 約稿 | 論文募集 | 投稿募集
      | inviti?\s+a\s+contribu | call\s+aperte | nabór\s+(?:tekst|artyk)""",
    _FLAGS,
)
CALL_ADDRESS = re.compile(
    r"calls?[-_]?(?:for)?[-_]?(?:papers?|abstracts?|submissions?)|\bcfps?\b|/cfps?/|special[-_]?issues?|collections?/"
    r"|/announcement|research-topics?|convocatoria|appel",
    re.I,
)
_NEGATIVE = re.compile(
    r"""\b(?:latest|recent|current|most|popular|trending|featured)\s+(?:articles?|papers?|issues?|news|read|cited|content
          |publications?|research|posts?|downloads?)\b
      | \bnews\b | \brelated\b | \bmost\s+(?:read|viewed|cited)\b | \beditorial\s+board\b | \beditors?\b | \bbrowse\b
      | \bpublished\b | \barchives?\b | \bback\s+issues?\b | \bpast\s+issues?\b | \bissues?\s+in\s+progress\b
      | \btable\s+of\s+contents\b | \bcontact\b | \babout\b | \bfollow\s+us\b | \bquick\s+links\b | \bmenu\b
      | \bcommittee\b | \bspeakers?\b | \bsponsors?\b | \bcomments?\b | \bshare\b | \btopics\s+(?:of\s+interest|include)
      | \bblog\b | \bjobs?\b | \bevents?\b | \bsee\s+also\b | \bresources\b | \bin\s+press\b | \btags?\b
      | \bcategories\b
      | \breferences\b | \bpublications\b | \bbibliography\b | \bguidelines\b
      | \baccepted\s+(?:papers|posters)\b | \bproceedings\b
      | \bcorporate\b | \bservices\b | \bimpact\s+factor | \bmetrics\b""",
    _FLAGS,
)
_ALSO = re.compile(
    r"\b(?:also\s+like|similar|recommended|(?:more|other|further|related)\s+calls?|see\s+also|you\s+may"
    r"|(?:published|latest|past|previous|recent|completed)\s+(?:special\s+|theme[d]?\s+|virtual\s+)*(?:issues?|collections?))\b",
    re.I,
)
_NEGATIVE_ELSEWHERE = re.compile(
    r"\b(?:art[ií](?:culos|gos)|trabalhos|trabajos)\s+(?:aceitos|aceptados|selecionados)\b|\b(?:enlaces|liens|links|not[ií]cias|actualit[ée]s|aktuelles|kontakt|contacto|sobre|nachrichten|noticias|neuigkeiten)\b",
    re.I,
)
PLURAL = re.compile(
    r"""\bcalls\b | \bcfps\b | \bissues\b | \bcollections\b | \bdeadlines\b | \bannouncements?\b | \bopportunities\b
      | \bcall\s+for\s+papers\s*$
      | ^\s*(?:(?:open|current|new|active|all|journal|browse|\d[\d,.]*)\s+)*calls?\s+for\s+papers\b
          (?=\s*(?:$|[|–—(]|-\s|for\s+special))
      | \b(?:up|forth)coming\b | \bthemes\b | \bconferences\b | \bevents\b | \btopics\b | \bnews\b | \bhub\b
      | \baufrufe\b | \bappels\b
      | \bconvocatorias\b | \bchamadas\b | \blist(?:e|ing|a)?\b | \bhome\b | \bcall\s+for\s+papers\s+list""",
    _FLAGS,
)
"""What the heading of a page says that lists several."""

_GENERIC = re.compile(
    r"""\b(?:collections?|announcements?|upcoming|hub|home|lists?|browse|current(?:ly)?|active|disciplines?|subjects?|fields?|topics?
      |publications?|academic|opportunit(?:y|ies)|cfps?|events?|overview|pages?|conferences?|journals?|our|we|you|all|latest|recent|posts?
      |categor(?:y|ies)|sections?|series|themed?|thematic|guest|edited|volumes?|books?|chapters?|international|contributions?|participation
      |aufrufe?|beitr[äa]ge?n?|f[üu]r|aktuelle?|offene?|appels?|[àa]|contributions?|en|cours|convocatorias?|abiertas?|chamadas?|abertas?
      |de|art[ií]culos?|artigos?|trabajos?|news|society|presentations?|looking|seeking|by|in|with|at)\b""",
    _FLAGS,
)


_SEVERAL = re.compile(
    r"\bcalls\b|\bcfps\b|\b(?:issues|collections|deadlines|announcements|topics)\b|\baufrufe\b|\bappels\b|\bconvocatorias\b"
    r"|\bchamadas\b|\bupcoming\b|\blist\b|\b(?:aperte|abiertas|abertas|offene|ouverts)\b",
    re.I,
)


def lists_several(heading: str) -> bool:
    """Whether a heading names no subject but a list: "Open calls for papers", "Browse 312 special issues"."""
    parts = [part for part in re.split(r"\s+[|–—·•:]\s+|\s+-\s+|\s*\|\s*|:\s+", heading) if not JOURNAL.search(part)]
    own = [word for part in parts for word in substance(_GENERIC.sub(" ", part)).split()]
    telling = CALL.search(heading) or PLURAL.search(heading)
    return bool(telling) and len(own) <= 1


_OF_CALLS = re.compile(
    r"\b(?:upcoming|forthcoming|future|planned|open|current)\s+(?:themes|themed\s+issues|topics)\b|\bcalls\b|\bcfps\b|\bdeadlines\b|\bcollections\b|\baufrufe\b|\bappels\b|\bconvocatorias\b|\bchamadas\b",
    re.I,
)
ASKS = re.compile(
    r"\bcalls?\b|\bcfps?\b|\bopen\b|\bupcoming\b|\bforthcoming\b|\bcurrent\b|\bsubmi(?:t|ssions?)\b|\bdeadline|\bcontribut|\binvit|\bguest\s+editors?\b"
    r"|\bmanuscripts?\b|\bpapers\b|aufruf|appel|convocatoria|chamada|beitr[äa]g|artigos|art[ií]culos|aperte|abiert|offene|投稿|募集|征|徵|nab[óo]r",
    re.I,
)
"""Words of what still wants papers; where none of them stands, issues may as well have come out."""

NEWS = re.compile(
    r"\b(?:news|announcements?|actualit[ée]s|aktuelles|neuigkeiten|nachrichten|noticias|not[ií]cias|novedades|avvisi|notizie|blog)\b",
    re.I,
)
DEADLINES = re.compile(r"\b(?:deadlines|due\s+dates|fristen|échéances|plazos|prazos|scadenze)\b|締切|截稿", re.I)
NO_PAPERS = re.compile(
    r"\b(?:jobs?|vacanc(?:y|ies)|positions?|careers?|grants?|fundings?|awards?|prizes?|scholarships?|fellowships?|tenders?|stellen"
    r"|courses?|training|registrations?|internships?|emplois?|empleo|vagas|bolsas|becas|stipendien)\b",
    re.I,
)
"""Headings over other things that have a closing date."""

PUBLISHED = re.compile(
    r"\bpublished\b|\bvol(?:ume|\.)?\s*\d|\bissue\s+\d|\bpp\.\s*\d|\bdoi:|\d+\s+articles\b|\bread the issue\b",
    re.I,
)
"""What stands beside papers that have appeared."""


APPEARED = (
    r"(?i)\bpublished(?:\s+(?:on|in))?\s*:?\s*(?:\d{1,2}\s+)?(?:[a-z]{3,9}\.?\s+(?:\d{1,2},?\s+)?)?20\d\d\b"
    r"|\bread the (?:full )?issue\b|^\W*published\b(?!\s+by)|\bpublished in vol"
    r"|\b(?:browse|view|access)\s+(?:the\s+)?(?:full\s+)?(?:issue|articles)\b|\ball articles\b"
    r"|\bfull issue\b|\bread the editorial\b"
)
"""What a record prints whose issue has come out."""

OVER = re.compile(
    rf"{APPEARED}|\b(?:calls?(?:\s+for\s+papers)?|submissions?)\s+(?:has|have|is|are)\s+(?:been\s+|now\s+)?closed\b|\bin\s+peer\s+review\b"
)
"""The same, and the sentences by which one says that it takes no more papers."""


def lists_calls(heading: str) -> bool:
    """Whether a heading names nothing but calls, and several of them."""
    return lists_several(heading) and bool(CALL.search(heading) or _OF_CALLS.search(heading))


JOURNAL = re.compile(
    r"""\bjournals?\b | \btransactions\b | \breviews?\s+of\b | \breview$ | \bannals\b | \bbulletin\b | \bletters\b
      | \bquarterly\b | \bproceedings\b | \bmagazine\b | \barchives\s+of\b | \badvances\s+in\b | \bfrontiers\s+in\b
      | \bacta\b | \brevista\b | \brevue\b | \bzeitschrift\b | \brivista\b | \bjahrbuch\b
      | ^(?:bmc|plos|npj|ieee|acm|bmj)\b
      | \binternational\s+journal\b | \bstudies\s+in\b | \bseries\b | \bfoundations\s+and\s+trends\b | \bcahiers\b""",
    _FLAGS,
)
ABOUT_CALLS = re.compile(
    r"\b(?:guidelines?|instructions?|how\s+to\s+(?:submit|propose|publish)|faqs?|why\s+(?:publish|propose)|propos(?:e|als?|ing)\b.*\bissues?"
    r"|issues?\s+proposals?|guest\s+editors?\s+(?:guide|information|resources)|for\s+(?:guest\s+)?editors)\b",
    re.I,
)
"""Headings of pages that tell how calls are made."""

NONE_OPEN = re.compile(
    r"""\b(?:no|not\s+any)\s+(?:(?:open|current|active|new|upcoming|special)\s+)*(?:calls?|cfps?|special\s+issues?|submissions?)\b
      | \b(?:calls?|submissions?)\s+(?:is|are)\s+(?:currently\s+|now\s+)?closed\b
      | \bkeine\s+(?:offenen|aktuellen)\b | \bno\s+hay\s+convocatorias\b | \baucun\s+appel\b | \bnenhuma\s+chamada\b""",
    _FLAGS,
)
TITLE_NAME = re.compile(
    r"special.{0,3}(?:issue|section)|^(?!journal|publication|venue)(?:.*\b)?name\b|theme|title|heading|headline|-name|subject-line|topic|^(?:conference|workshop|symposium|event)s?$",
    re.I,
)
VENUE_NAME = re.compile(r"journal|venue|publication(?!.*date)|series|magazine|outlet|revista|revue|zeitschrift", re.I)
SUMMARY_NAME = re.compile(r"summary|descri|abstract|excerpt|intro|teaser|body|text\b|content|blurb|snippet", re.I)
STATUS_NAME = re.compile(r"status|state\b", re.I)
SUBJECT_NAME = re.compile(r"subject|categor|disciplin|area|field-of|tags?\b|keyword|topic|sections?\b", re.I)
OTHER_NAME = re.compile(
    r"editor|author|date|deadline|time\b|place|location|where|when|city|country|link|url|more|button|meta|price|rank"
    r"|organi[sz]er|contact|badge|label\b|posted|updated|status|(?<!special[ _-])issue\b|notification|publisher|volume",
    re.I,
)
"""Names of classes and columns that say: this is no title."""

STATUS = re.compile(
    r"(?:submissions?\s+)?(?:status\s*:?\s*)?(?:is\s+|are\s+)?(?:now\s+)?"
    r"(?:open|closed|closing soon|upcoming|active|inactive|expired|ongoing|open for submissions?"
    r"|accepting submissions?)"
    r"(?:\s+(?:call|for submissions?|soon))?",
    re.I,
)
_STAGE = re.compile(
    r"""\b(?:abstracts?|papers?|full|short|long|regular|submissions?|submit|deadlines?|proposals?|workshops?|tutorials?
      |posters?|demos?|demonstrations?|notifications?|registration|register|final|dates?|acceptance|accepted|authors?|early|late
      |bird|conference|camera|ready|versions?|due|extended?|extension|decisions?|reviews?|revised?|revisions?|manuscripts?
      |articles?|publications?|published|publish|closing|opens?|opening|opened|closes?|start|end|begins?|first|second|third|round|rounds?|cycle
      |copy|rejections?|rejected|versions?|hotel|closed|anticipated|dates?
      |and|or|of|for|the|to|by|on|from|a|an|is|are|until|till|at|all|online|new|important|hard|firm|strict|sessions?|track|tracks?
      |special|issues?|panels?|symposia|symposium|doctoral|consortium|industry|research|rebuttal|period|available|program(?:me)?|letters?
      |interest|intent|expected|expressions?|initial|invitations?|invited|drafts?|complete|print|estimated|tentative|target|call|calls
      |aoe|utc|gmt|cet|edt|est|pst|pt|midnight|time|anywhere|earth|monday|tuesday|wednesday|thursday|friday|saturday|sunday
      |january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct
      |nov|dec|janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|enero|febrero|marzo|mayo|junio
      |julio|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre
      |januar|februar|märz|mai|juni|juli|oktober|dezember|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre
      |rolling|ongoing|tba|tbd|open|closed|status|posted|updated|added|last|volume|vol|no|issue|online|apply|here|click|read|more|learn
      |view|details|info|information|see|find|out|download|pdf|full|text|website|web|site|link|page|download|register|deadline
      |einreichung|frist|abgabe|benachrichtigung|beginn|ende|der|die|das|von|bis|zur|und
      |date|limite|soumission|envoi|des|les|du|de|la|le|et|notification|aux|auteurs|fecha|plazo|prazo|envio|env[ií]o|submiss[ãa]o
      |later|than|no|da|do|das|dos|sele[çc][ãa]o|inscri[çc][õo]es|inscripci[óo]n(?:es)?|normas|orienta[çc][õo]es|autores|anais|publica[çc][ãa]o
      |avalia[çc][ãa]o|resultados?|programa[çc][ãa]o|cronograma|instru[çc][õo]es|b[áa]sicas|versi[óo]n|vers[ãa]o|final
      |resumos?|res[úu]menes|trabalhos|trabajos|aceptaci[óo]n|aceite)\b""",
    _FLAGS,
)
_STRUCK = re.compile(r"~~[^~\n]{1,200}~~")
_ORDINAL = re.compile(r"\b\d{1,2}\s?(?:st|nd|rd|th)\b", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@[\w-]+\.\S+|[\w-]+(?:\.[\w-]+)+/?\S*")
CALLED = re.compile(
    r"\bcalls? for (?:[\w-]+ ){0,3}?(?:papers|submissions|abstracts|articles|manuscripts|chapters|contributions"
    r"|proposals|posters|participation|presentations|tutorials|workshops|demos?|demonstrations)\b|\bcfp\b",
    re.I,
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_BUTTONS = """
    more details|details|view details|apply|website|pdf|link|full call|see call|view call|open call|submit a paper
    |continue reading|weiterlesen|mehr|en savoir plus|lire la suite|leer mas|saiba mais|read the call|view the call
    |special issue|special issues|guest editors|guest editor|editors|call for papers details|submission deadline
    |deadline|deadlines|important dates|keywords|share|contact|register now|submit your research|submit your article
    |txt|text|brochure|flyer|flier|poster|word|doc|docx|html|ics|ical|bibtex|slides|video
"""
_GENERIC_TITLES = frozenset(word.strip() for word in _BUTTONS.split("|"))


def names_one(heading: str) -> bool:
    """Whether a heading speaks of a call, and of one: "Call for Papers", "CfP: Care at Night", not "Calls"."""
    return bool(CALL.search(heading)) and not _SEVERAL.search(heading)


_OWN_NAME = re.compile(r"\b[A-Z][a-z]+[A-Z]\w*|\b[A-Z]{3,}\s*['’]?\d{1,4}\b|\b(?:19|20)\d\d\b")
"""The name of an event: "FoDS 10", "ICPR2026", "WARD '27", or a year."""


def is_own_name(text: str) -> bool:
    """Whether a text holds the name of an event: "FoDS 10", "ICPR2026", or a year."""
    return bool(_OWN_NAME.search(text))


def is_specific(heading: str) -> bool:
    """Whether a heading names a subject or an event beside what any call says of itself."""
    rest = _GENERIC.sub(" ", CALL.sub(" ", heading))
    if is_navigation(rest):
        return False
    return bool(_OWN_NAME.search(heading)) or (bool(substance(rest)) and is_title(heading))


def has_subject(heading: str) -> bool:
    """Whether a heading names more than a kind of call, a year and an acronym: "CfP 2027" and "ABC 2027" do not."""
    rest = _OWN_NAME.sub(" ", _GENERIC.sub(" ", CALL.sub(" ", heading)))
    return bool(substance(rest)) or bool(re.search(r"\b[A-Z]{3,}\b|[A-Z][a-z]+[A-Z]", heading))


def is_title(text: str) -> bool:
    """Whether a text may be the title of a call: words of its own beyond stages, days and buttons; no paragraph."""
    if not 3 <= len(text) <= 320 or fold(text) in _GENERIC_TITLES or _ADDRESS.fullmatch(text.strip()):
        return False
    if len(text) > 60 and text.rstrip().endswith(".") and not text.rstrip().endswith(("..", "etc.")):
        return False
    if len(text) > 170 and text.rstrip().endswith((".", "…", "...")):
        return False
    if text.rstrip().endswith(".") and text.lstrip()[:1].islower():
        return False  # the end of a sentence
    return bool(substance(_ADDRESS.sub(" ", text)) or CALLED.search(text))


def substance(text: str) -> str:
    """What is left of a text without days, numbers, and words on stages: what tells one call from another."""
    rest = _STAGE.sub(" ", _ORDINAL.sub(" ", DAY.sub(" ", _STRUCK.sub(" ", text) if "~~" in text else text)))
    return " ".join(_WORDS.findall(rest)) or (
        text.strip() if re.search(r"[\u3040-\u9fff\u0400-\u06ff]{2}", text) else ""
    )


def undated(text: str) -> str:
    """A title without its days, folded: what two records with the same title share."""
    return fold(DAY.sub(" ", text))


def is_negative(heading: str) -> bool:
    """Whether a heading stands over something else than calls."""
    other = _ALSO.search(heading) or _NEGATIVE.search(heading) or _NEGATIVE_ELSEWHERE.search(heading)
    return bool(other) and (not CALL.search(heading) or bool(_ALSO.search(heading)))
