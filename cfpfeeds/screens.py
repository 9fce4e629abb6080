"""What the commands show in a terminal: progress, tables, JSON lines. No decision is taken here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from cfpfeeds.config import Config, Source
from cfpfeeds.deadlines import Explained
from cfpfeeds.learn import Comparison
from cfpfeeds.model import Outcome, OutcomeKind, RawCall, SourceState
from cfpfeeds.operations import Service
from cfpfeeds.tending.add import Learnt, Nothing, table_text
from cfpfeeds.tending.fixtures import Difference
from cfpfeeds.tending.repair import Diagnosis

_COLOURS = {
    OutcomeKind.UPDATED: "green",
    OutcomeKind.UNCHANGED: "green",
    OutcomeKind.SUSPICIOUS: "yellow",
    OutcomeKind.BLOCKED: "yellow",
    OutcomeKind.FAILED: "red",
    OutcomeKind.CRASHED: "bold red",
}

_ROLES = {"date": "bold cyan", "struck": "strike cyan", "time": "cyan", "zone": "cyan"}
_WORD = "yellow"


def polled(console: Console, service: Service, sources: Sequence[Source]) -> list[Outcome]:
    """Poll `sources` and publish, with a bar for each of the two; the outcomes in order."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        polling = progress.add_task("polling", total=len(sources))
        outcomes = service.poll(sources, lambda _: progress.advance(polling))
        writing = progress.add_task("writing feeds", total=None)
        service.publish(lambda done, total: progress.update(writing, completed=done, total=total))
    return outcomes


def summary(console: Console, config: Config, outcomes: Sequence[Outcome]) -> None:
    """One row a source; the reason stands below where a source is not well, and so do the first problems."""
    table = Table(title=None, header_style="bold")
    for heading in ("source", "outcome", "calls", "new", "changed", "problems", "seconds"):
        table.add_column(heading, justify="left" if heading in ("source", "outcome") else "right", overflow="fold")
    for o in outcomes:
        table.add_row(
            escape(o.source_id),
            f"[{_COLOURS[o.kind]}]{o.kind.value}[/]",
            *(str(n) for n in (o.calls, o.new, o.changed, len(o.problems))),
            f"{o.seconds:.1f}",
        )
    console.print(table)
    for o in outcomes:
        if not o.kind.healthy:
            console.print(f"{o.source_id}: {o.kind.value}: {o.reason}", markup=False, highlight=False, soft_wrap=True)
    for o in outcomes:
        for problem in o.problems[:3]:
            line = f"{o.source_id}: {problem.where}: {problem.message}"
            console.print(line[:240], markup=False, highlight=False, soft_wrap=True)
        if len(o.problems) > 3:
            console.print(f"{o.source_id}: and {len(o.problems) - 3} more problems", markup=False, highlight=False)


def outcome_json(outcome: Outcome) -> str:
    """One outcome as a JSON line."""
    return json.dumps(
        {
            "source": outcome.source_id,
            "outcome": outcome.kind.value,
            "reason": outcome.reason,
            "cause": outcome.cause.value if outcome.cause else None,
            "at": outcome.at.isoformat(),
            "calls": outcome.calls,
            "new": outcome.new,
            "changed": outcome.changed,
            "problems": [{"where": p.where, "message": p.message} for p in outcome.problems],
            "seconds": round(outcome.seconds, 3),
        },
        ensure_ascii=False,
    )


def health(
    console: Console, config: Config, states: Mapping[str, SourceState], outcomes: Mapping[str, Outcome]
) -> None:
    """Every source with its last outcome, last good poll and next one."""
    table = Table(header_style="bold")
    for heading in ("source", "last outcome", "last good poll", "next poll", "calls"):
        table.add_column(heading, justify="right" if heading == "calls" else "left", overflow="fold")
    for source in config.sources:
        state, outcome = states.get(source.id), outcomes.get(source.id)
        shown = "switched off" if not source.enabled else "never polled"
        if outcome:
            shown = f"[{_COLOURS[outcome.kind]}]{outcome.kind.value}[/]"
        good, due = (state.last_success, state.next_due) if state else (None, None)
        table.add_row(escape(source.id), shown, _moment(good), _moment(due), str(state.usual_count) if state else "-")
    console.print(table)


def differences(console: Console, found: Sequence[Difference]) -> None:
    """What the fixtures say: one line that all is as kept, and one for each that is not."""
    if found:
        good = sum(not one.words for one in found)
        console.print(f"{good} of {len(found)} fixtures yield what they did.", highlight=False)
    for one in found:
        if one.words:
            console.print(f"{one.source_id}: its fixture: {one.words}", markup=False, highlight=False, soft_wrap=True)


def health_json(
    source: Source, state: SourceState | None, outcome: Outcome | None, more: Mapping[str, Any] | None = None
) -> str:
    """One source's health as a JSON line."""
    return json.dumps(
        {
            "source": source.id,
            "enabled": source.enabled,
            "outcome": outcome.kind.value if outcome else None,
            "reason": outcome.reason if outcome else None,
            "last_success": state.last_success.isoformat() if state and state.last_success else None,
            "next_due": state.next_due.isoformat() if state and state.next_due else None,
            "failures": state.failures if state else 0,
            "calls": state.usual_count if state else None,
            **(more or {}),
        },
        ensure_ascii=False,
    )


def extracted(console: Console, found: Mapping[str, Any]) -> None:
    """The calls of one page with their deadlines, for a person."""
    if found.get("reason"):
        console.print(f"Not recognised: {found['reason']}", markup=False)
    for call in found["calls"]:
        console.print(f"[bold]{escape(call['title'])}[/]  {escape(call['venue'] or '')}")
        console.print(f"  {call['status']}  {call['url'] or ''}", markup=False, highlight=False, soft_wrap=True)
        for d in call["deadlines"]:
            when = " ".join(part for part in (d["date"], d["time"], d["zone"]) if part) or "no date"
            state = "" if d["state"] == "active" else f" ({d['state']})"
            console.print(f'  {d["kind"]}: {when}{state}   "{d["text"]}"', markup=False, highlight=False)
    for problem in found["problems"]:
        console.print(f"problem: {problem}", markup=False, highlight=False)
    console.print(f"{len(found['calls'])} call{'' if len(found['calls']) == 1 else 's'}", highlight=False)


def new_source(console: Console, found: Learnt | Nothing) -> None:
    """What a new source would read: a row a call with its days, and how sure that is; or why there is nothing."""
    if isinstance(found, Nothing):
        console.print(f"No calls: {found.reason}", markup=False, highlight=False, soft_wrap=True)
        for line in found.tried:
            console.print(f"  tried {line}", markup=False, highlight=False, soft_wrap=True)
        return
    proposal = found.proposal
    head = f"{found.source.name}: {proposal.how}; confidence {proposal.confidence:.0%}"
    console.print(head, markup=False, highlight=False, soft_wrap=True)
    preview(console, found.calls)
    for problem in found.problems[:5]:
        console.print(f"left out: {problem}", markup=False, highlight=False, soft_wrap=True)
    console.print(Syntax(table_text(found.source), "toml", background_color="default", word_wrap=True))


def diagnosis(console: Console, found: Diagnosis) -> None:
    """How a source fares now and under mended rules, and what would change in its rules."""
    if found.well:
        console.print(f"{found.source.id}: its rules find all its known calls; nothing to mend.", highlight=False)
        return
    doubt = f" ({found.reason})" if found.reason else ""
    console.print(f"{found.source.id}, by its rules{doubt}:", markup=False, highlight=False, soft_wrap=True)
    _fares(console, found.now)
    if found.mended is None:
        console.print("No rules were found that do better: look at the page, or add it anew.", markup=False)
        return
    console.print("By mended rules:", highlight=False)
    _fares(console, found.mended.comparison)
    console.print(Syntax(found.difference, "diff", background_color="default", word_wrap=True))


def _fares(console: Console, one: Comparison) -> None:
    known = len(one.same) + len(one.moved) + len(one.gone)
    console.print(f"  {len(one.same)} of {known} known calls as they were, {len(one.new)} new", highlight=False)
    for title, was, now in one.moved[:10]:
        console.print(f"  changed: {title}: {was}, now {now}", markup=False, highlight=False, soft_wrap=True)
    for title in one.gone[:10]:
        console.print(f"  not found: {title}", markup=False, highlight=False, soft_wrap=True)


def preview(console: Console, calls: Sequence[Mapping[str, Any]]) -> None:
    """A row a call: title, journal, days, subjects and link."""
    table = Table(header_style="bold")
    for heading in ("title", "journal", "deadlines", "subject", "link"):
        table.add_column(heading, overflow="fold")
    for call in calls:
        days = "\n".join(_day(deadline) for deadline in call["deadlines"]) or call["status"]
        subjects = ", ".join(call["disciplines"])
        table.add_row(escape(call["title"]), escape(call["venue"]), escape(days), escape(subjects), escape(call["url"]))
    console.print(table)


def _day(deadline: Mapping[str, Any]) -> str:
    if not deadline["date"]:
        return str(deadline["text"])
    when = " ".join(part for part in (deadline["date"], deadline["time"], deadline["zone"]) if part)
    return f"{when} {deadline['kind']}" + ("" if deadline["state"] == "active" else f" ({deadline['state']})")


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at else "-"


def explained(console: Console, calls: Iterable[tuple[RawCall, Sequence[Explained]]]) -> None:
    """Each printed date of each call between its words, coloured by what they were taken to mean."""
    shown = False
    for raw, dates in calls:
        shown = True
        console.print(Text(" ".join(raw.title.split()) or "(no title)", style="bold underline"))
        for one in dates:
            console.print(_explanation(one), soft_wrap=True)
        if not dates:
            console.print("  no date is printed in its text")
    if not shown:
        console.print("no call was found on the page")


def _explanation(one: Explained) -> Text:
    line = Text("  ")
    if one.label:
        line.append(f"[{one.label}] ", style="dim")
    for words, role in one.pieces:
        line.append(words, style=_ROLES.get(role, _WORD if role else ""))
        if role and role not in _ROLES:
            line.append(f"⟨{role}⟩", style="dim")
    line.append("\n    → ")
    line.append(one.kind or "no deadline", style="bold green" if one.kind else "bold red")
    return line.append(f"  ({one.why})", style="dim")
