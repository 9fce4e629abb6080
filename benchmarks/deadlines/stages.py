"""The nearest-keyword rule: what a day is for is what the nearest word of a stage says."""

from __future__ import annotations

import re
from dataclasses import dataclass

REACH = 30
"""Characters between a day and its word: of 20, 30, 40, 60, 100 and 200 the one with the best F1 (see README.md)."""

# Longer phrases first: "abstract submission" is about abstracts, "notification of acceptance" about neither.
_WORDS = {
    "abstract": r"""
        abstracts? submissions? | submissions? of (?:\w+ )?abstracts? | extended abstracts? | abstracts?
        letters? of intent | resúmenes | resumen(?:es)? | resumos? | résumés? | kurzfassung(?:en)?
        propositions? de communications? | propuestas? | propostas? | riassunt\w+ | samenvatting\w*
        sammanfattning\w* | sammendrag | abstra[kc]t\w* | streszcze\w+ | anotac\w+ | тез\w+ | аннотаци\w+
        анотаці\w+ | (?:bildiri )?özet\w* | περ[ιί]λ[ηή]ψ\w+ | 초록 | tóm tắt | (?:ال)?ملخص\w* | چکیده
        תקציר\w* | 要旨 | 摘要 | アブストラクト""",
    "notification": r"""
        notifications?(?: of acceptance)? | acceptance | notify | notified | decisions? | author response
        rebuttal | reviews? | benachrichtigung\w* | notificaci[óo]n\w* | notificaç\w+ | aceptación
        réponses? aux auteurs | résultats | resultados? | notific\w+ | besked | meddel\w+ | svar
        powiadom\w+ | akceptac\w+ | oznámen\w+ | vyrozum\w+ | уведомл\w+ | извещ\w+ | повідомл\w+
        bildirim\w* | sonuç\w* | kabul | ειδοπο\w+ | ενημέρωσ\w+ | 통보 | pengumuman | pemberitahuan
        thông báo | إشعار | إخطار | اعلام | הודע\w+ | תשובות | 採否通知 | 通知 | 录用""",
    "camera_ready": r"""
        camera[- ]ready | final (?:versions?|papers?|manuscripts?) | versión final | versão final
        versions? finales? | druckfertig\w* | 最終原稿 | カメラレディ | 终稿""",
    "event": r"""
        conferences? | workshops? | symposium | event | held | takes? place | tagung | [kc]onferen[czs]\w*
        konferanse\w* | colloque | journées? | congres\w* | congreso | congresso | convegno | evento
        jornadas | seminar\w* | seminář\w* | sympozjum | конференц\w+ | семинар\w* | семінар\w* | kongre\w*
        konferans\w* | sempozyum\w* | συν[έε]δρι\w+ | ημερίδ\w+ | 학술대회 | 개최 | hội thảo | (?:ال)?مؤتمر
        (?:ال)?ندوة | همایش | کنفرانس | ה?כנס\w* | 開催 | 会議 | 会议""",
    "register": r"""
        registrations? | early[- ]bird | anmeldung | inscriptions? | inscripción | inscrição | iscrizion\w+
        aanmeld\w+ | anmälan | tilmelding | påmelding | re[jg]istrac\w+ | регистрац\w+ | реєстрац\w+
        kayıt\w* | εγγραφ\w+ | 등록 | pendaftaran | đăng ký | التسجيل | ثبت.?نام | הרשמה | 参加登録 | 申込
        注册""",
    "publish": r"""
        publi(?:shed|cation|cación|cação)s? | posted | updated | veröffentlicht | parution | 刊行 | 出版
        opens?""",
    "submission": r"""
        paper submissions? | full papers? | papers? | manuscripts? | submissions? | submit(?:ted)?
        articles? | contributions? | einreich\w+ | beiträge? | soumissions? | soumettre | envoi | envíos?
        trabajos? | artículos? | trabalhos? | artigos? | submiss\w+ | contribut\w+ | articol\w+ | artikel\w*
        inzend\w+ | bijdrage\w* | bidrag\w* | manus\w* | inlämn\w+ | innsending\w* | indsend\w+ | artykuł\w*
        zgłosze\w+ | nadsył\w+ | příspěv\w+ | článk\w+ | zaslán\w+ | стат\w+ | доклад\w* | доповід\w*
        заяв\w+ | матер[іи]ал\w* | makale\w* | bildiri\w* | gönder\w+ | başvuru\w* | υποβολ\w+ | άρθρ\w+
        εργασι\w+ | 논문 | 투고 | 원고 | 제출 | naskah | makalah | pengiriman | bài | gửi | nộp
        (?:ال)?[بأ]بحاث | البحوث | تسليم | تقديم | استلام | مقاله | مقالات | ارسال | ה?הגש\w+ | ה?מאמר\w*
        投稿 | 原稿 | 論文 | 征稿""",
    "due": r"""
        deadlines? | due | closes? | until | frist\w* | bis zum | date limite | fecha límite | plazo | prazo
        scadenza | entro | uiterlijk | senast | senest | termin\w* | termín\w* | uzávěrk\w+ | срок\w*
        дедлайн\w* | термін\w* | son tarih\w* | son gün | προθεσμ\w+ | έως | μέχρι | 마감\w* | batas\w*
        tenggat | hạn | آخر موعد | الموعد النهائي | مهلت | מועד אחרון | 締切 | 締め切り | 截止""",
}


def _either(words: str) -> str:
    return "|".join(word.strip() for line in words.strip().splitlines() for word in line.split(" | "))


_STAGES = re.compile("|".join(rf"(?P<{kind}>\b(?:{_either(words)}))" for kind, words in _WORDS.items()), re.I)


@dataclass(frozen=True)
class Found:
    """A day with its place in the text."""

    day: str
    start: int
    end: int


def kinds(text: str, days: list[Found]) -> frozenset[tuple[str, str]]:
    """Kinds with days. A day without any word within reach is not shown; one beside "deadline" alone is for papers.

    Words on the day's own line come first, then those above or below it.
    """
    words = [(str(found.lastgroup), found.start(), found.end()) for found in _STAGES.finditer(text)]
    return frozenset((kind, one.day) for one in days if (kind := _nearest(text, one, words)))


def _nearest(text: str, one: Found, words: list[tuple[str, int, int]]) -> str:
    first, last = text.rfind("\n", 0, one.start) + 1, text.find("\n", one.end)
    near = [(_gap(one, start, end), kind, start) for kind, start, end in words if _gap(one, start, end) <= REACH]
    own = [(gap, kind) for gap, kind, start in near if first <= start and (start < last or last < 0)]
    return _told(own) or _told([(gap, kind) for gap, kind, _ in near])


def _told(near: list[tuple[int, str]]) -> str:
    telling = [(gap, kind) for gap, kind in near if kind != "due"]
    return min(telling)[1] if telling else "submission" if near else ""


def _gap(one: Found, start: int, end: int) -> int:
    return one.start - end if end <= one.start else max(0, start - one.end)
