"""A selection packed into a code, `/s/<code>/...`. Nothing is stored, so a code works on every server, for ever."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from cfpfeeds.errors import UsageError
from cfpfeeds.languages import gettext

_VERSION = "1"
_SHAPE = re.compile(r"1[A-Za-z0-9_-]{2,400}")
_MOST_BYTES = 4096
_LEVEL, _RAW = 9, -15

# What selections are made of. Deflate writes a part that stands here as two or three bytes. Never change a letter of
# it: every code that was ever given out is read with it. What is missing costs length only; a new version would add it.
_USUAL = (
    b"agricultural-biological-sciences arts-humanities business-management-accounting computer-science engineering "
    b"medicine social-sciences multidisciplinary agriculture-food biology-ecology history philosophy religion "
    b"literature linguistics arts biochemistry-genetics business-management information-systems chemical-engineering "
    b"chemistry cs-ai cs-vision-graphics cs-networks cs-systems cs-data-web cs-software cs-security cs-theory cs-hci "
    b"decision-sciences earth-sciences economics-finance energy electrical-engineering mechanical-aerospace "
    b"civil-architecture biomedical-engineering industrial-engineering environment immunology-microbiology materials "
    b"mathematics-statistics clinical-medicine public-health health-services mental-health neuroscience nursing "
    b"pharmacology physics-astronomy psychology education law sociology politics communication-media geography-urban "
    b"anthropology-archaeology library-information cultural-gender-studies social-work-development veterinary "
    b"dentistry rehabilitation-allied-health unclassified crawler list press journal Journal+of+ Studies "
    b"Review Research health care learning data systems management conference workshop special+issue&kind=special_issue"
    b"&kind=conference&kind=edited_volume&kind=standing&kind=other&stage=notification&stage=camera_ready&stage=event_start"
    b"&stage=abstract&stage=submission&language=en&language=de&language=fr&language=es&language=zh&only=abstract"
    b"&within=365d&within=180d&within=90d&within=60d&within=30d&remind=30d,14d,7d,3d,2d,1d,12h&events=days&events=times"
    b"&source=&venue=%22&q=discipline=&discipline="
)


def pack(query: str) -> str:
    """The code of a canonical query string."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zdict=_USUAL)
    packed = packer.compress(query.encode()) + packer.flush()
    return _VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(code: str) -> str:
    """The query string that a code holds. Raises UsageError for what `pack` never wrote."""
    try:
        if not _SHAPE.fullmatch(code):
            raise ValueError("not the letters of a code")
        body = code[len(_VERSION) :]
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        unpacker = zlib.decompressobj(_RAW, zdict=_USUAL)
        query = unpacker.decompress(packed, _MOST_BYTES)
        if not unpacker.eof or unpacker.unused_data:
            raise ValueError("cut off, or too much in it")
        return query.decode()
    except (ValueError, zlib.error, binascii.Error) as error:
        raise UsageError(gettext("this short address is damaged; copy it anew from where it was made")) from error
