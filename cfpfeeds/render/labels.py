"""The few words that open a calendar entry, in the languages that a subscriber may choose. The rest stays as it is.

English is the language of the service itself, and its words stand in `render.words`.
"""

from __future__ import annotations

from dataclasses import dataclass

from cfpfeeds.model import Deadline, Kind
from cfpfeeds.render import words

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Labels:
    """What a summary is made of: what is due by kind, and the remarks around it."""

    due: dict[Kind, str]
    cancelled: str
    closed: str
    extended: str
    year_inferred: str


def _labels(due: tuple[str, ...], cancelled: str, closed: str, extended: str, year_inferred: str) -> Labels:
    return Labels(dict(zip(Kind, due, strict=True)), cancelled, closed, extended, year_inferred)


_BY_LANGUAGE = {
    ENGLISH: Labels({kind: words.due_label(kind) for kind in Kind}, "Cancelled", "Closed", "extended", "year inferred"),
    "de": _labels(
        (
            "Abstract fällig",
            "Einreichung fällig",
            "Benachrichtigung",
            "Endfassung fällig",
            "Veranstaltung beginnt",
            "Veranstaltung endet",
            "Weiteres Datum",
        ),
        "Abgesagt",
        "Geschlossen",
        "verlängert",
        "Jahr erschlossen",
    ),
    "fr": _labels(
        (
            "Date limite du résumé",
            "Date limite de soumission",
            "Notification",
            "Date limite de la version finale",
            "Début de l’événement",
            "Fin de l’événement",
            "Autre date",
        ),
        "Annulé",
        "Clos",
        "prolongé",
        "année déduite",
    ),
    "es": _labels(
        (
            "Fecha límite del resumen",
            "Fecha límite de envío",
            "Notificación",
            "Fecha límite de la versión final",
            "Comienza el evento",
            "Termina el evento",
            "Otra fecha",
        ),
        "Cancelado",
        "Cerrado",
        "prorrogado",
        "año deducido",
    ),
    "zh": _labels(
        ("摘要截止", "投稿截止", "录用通知", "终稿截止", "会议开始", "会议结束", "其他日期"),
        "已取消",
        "已关闭",
        "已延期",
        "年份为推断",
    ),
}

LANGUAGES = tuple(_BY_LANGUAGE)
"""The languages there are, by their codes."""


def labels_of(language: str) -> Labels:
    """The labels of a language; the English ones where there are none."""
    return _BY_LANGUAGE.get(language, _BY_LANGUAGE[ENGLISH])


def due_words(deadline: Deadline, language: str) -> str:
    """What is due, with round and track as printed: "Einreichung fällig (Round 2)"."""
    told = words.due_words(deadline)
    return labels_of(language).due[deadline.kind] + told.removeprefix(words.due_label(deadline.kind))
