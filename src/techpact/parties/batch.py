"""Screen many names into a file: formats, resuming, and the record of what was asked."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from techpact import engine
from techpact.errors import InputError
from techpact.parties import store
from techpact.parties.evidence import adjust
from techpact.parties.lists import files_read
from techpact.parties.matcher import Matcher
from techpact.parties.queries import Question, questions
from techpact.parties.screening import Finding, Thresholds, screen

COLUMNS = ("qid", "query", "rank", "id", "list", "name", "score", "decision", "explanation")
CHUNK = 2048
EXCEL_ROWS = 1_048_575

Progress = Callable[[int, int], None]


def run(
    what: str,
    files: Sequence[Path],
    *,
    name_column: str,
    id_column: str | None,
    country_column: str | None,
    identifier_column: str | None,
    top: int,
    form: str,
    out: Path | None,
    thresholds: Thresholds,
    floor: float,
    as_of: str | None,
    partial: bool,
    record: Path | None,
    by: str,
    threads: int,
    progress: Progress,
    titles: Mapping[Path, str] | None = None,
) -> Any:
    """Screen and return bytes to write, rows to print, or None when a file was written."""
    asked = questions(
        what,
        name_column=name_column,
        id_column=id_column,
        country_column=country_column,
        identifier_column=identifier_column,
    )
    if form == "xlsx" and out is None:
        raise InputError("xlsx needs a file", where="--out", mend="add --out FILE.xlsx")
    index = store.open_index(files, partial=partial, as_of=as_of)
    matcher = Matcher(index, threads=threads)
    options = {"top": top, "match": thresholds.match, "review": thresholds.review, "floor": floor}
    editions = {
        (titles or {}).get(f, f.name): engine.sha256_file(f)
        for given in files
        for f in files_read(given)
    }
    log = None
    if record is not None:
        from techpact.parties.record import Record

        log = Record(record)

    def answered(start: int = 0) -> Iterator[tuple[Question, list[Finding]]]:
        for begin in range(start, len(asked), CHUNK):
            part = asked[begin : begin + CHUNK]
            names = [q.name for q in part]
            found = screen(matcher, names, top=top, thresholds=thresholds, floor=floor, chunk=CHUNK)
            pairs = [(q, weigh(q, f, thresholds, floor)) for q, f in zip(part, found, strict=True)]
            if log is not None:
                log.append(pairs, editions=editions, options=options, by=by)
            yield from pairs
            progress(min(begin + CHUNK, len(asked)), len(asked))

    if form == "csv" and out is not None:
        _write_resumable(out, asked, answered, _key(asked, editions, options, as_of))
        return None
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for question, found in answered():
            writer.writerows(rows(question, found))
        return text.getvalue().encode()
    if form == "json":
        return _json(answered(), editions, options, as_of)
    if form == "xlsx":
        return _xlsx(answered())
    shown: list[Sequence[Any]] = [
        ("query", "rank", "list", "id", "name", "score", "decision", "why")
    ]
    for question, found in answered():
        if not found:
            shown.append((question.name[:80], "", "", "", "no hit", "", "no", ""))
        shown += [
            (question.name[:80], f.rank, f.list, f.id, f.name, f"{f.score:.2f}", f.decision,
             str(f.explanation))
            for f in found
        ]  # fmt: skip
    return shown


def weigh(
    question: Question, found: list[Finding], bands: Thresholds, floor: float
) -> list[Finding]:
    """Return the findings with the evidence of countries and identifiers, ranked anew."""
    if not question.countries and not question.identifiers:
        return found
    weighed = []
    for finding in found:
        score, seen = adjust(
            finding.score, question.countries, finding.countries.split(";"),
            question.identifiers, finding.identifiers,
        )  # fmt: skip
        because = finding.explanation
        against = because.against + ((seen,) if "differ" in seen else ())
        shared = because.shared + ((seen,) if "agrees" in seen else ())
        because = replace(because, shared=shared, against=against)
        weighed.append(
            replace(
                finding,
                score=round(score, 4),
                decision=bands.decision(score),
                explain=functools.partial(replace, because),
            )
        )
    weighed.sort(key=lambda f: (-f.score, f.rank))
    kept = [f for f in weighed if f.score >= floor]
    return [replace(f, rank=rank) for rank, f in enumerate(kept, start=1)]


def rows(question: Question, found: Iterable[Finding]) -> list[tuple[Any, ...]]:
    """Return the CSV rows of one answer."""
    return [
        (question.id, question.name, f.rank, f.id, f.list, f.name, f"{f.score:.4f}", f.decision,
         str(f.explanation))
        for f in found
    ]  # fmt: skip


def _key(asked: Sequence[Question], editions: Any, options: Any, as_of: str | None) -> str:
    digest = hashlib.sha256(json.dumps([editions, options, as_of], sort_keys=True).encode())
    digest.update(store.code_version().encode())
    for question in asked:
        further = ";".join((*question.countries, *question.identifiers))
        digest.update(
            f"{question.id}\0{question.name}\0{further}\0".encode("utf-8", "surrogatepass")
        )
    return digest.hexdigest()


def _write_resumable(
    out: Path,
    asked: Sequence[Question],
    answered: Callable[[int], Iterator[tuple[Question, list[Finding]]]],
    key: str,
) -> None:
    """Write chunk by chunk beside the file; a later run with the same question goes on there."""
    unfinished = out.with_name(out.name + ".unfinished")
    state = out.with_name(out.name + ".state")
    done, size = 0, 0
    if state.exists() and unfinished.exists():
        kept = json.loads(state.read_text(encoding="utf-8"))
        if kept.get("key") == key and unfinished.stat().st_size >= kept["size"]:
            done, size = kept["done"], kept["size"]
    out.parent.mkdir(parents=True, exist_ok=True)
    with unfinished.open("r+b" if size else "wb") as file:
        file.truncate(size)
        file.seek(size)
        if not size:
            file.write((",".join(COLUMNS) + "\n").encode())
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        for count, (question, found) in enumerate(answered(done), start=done + 1):
            writer.writerows(rows(question, found))
            if count % CHUNK == 0 or count == len(asked):
                file.write(lines.getvalue().encode("utf-8", "replace"))
                file.flush()
                lines.seek(0)
                lines.truncate()
                state.write_text(
                    json.dumps({"key": key, "done": count, "size": file.tell()}), encoding="utf-8"
                )
    unfinished.replace(out)
    state.unlink(missing_ok=True)


def _json(
    answered: Iterable[tuple[Question, list[Finding]]], editions: Any, options: Any, as_of: Any
) -> bytes:
    results = [
        {
            "qid": question.id,
            "query": question.name,
            "hits": [
                {
                    "rank": f.rank,
                    "id": f.id,
                    "list": f.list,
                    "name": f.name,
                    "countries": f.countries,
                    "score": f.score,
                    "decision": f.decision,
                    "listed_name": why.listed_name,
                    "path": why.path,
                    "shared": why.shared,
                    "only_query": why.only_query,
                    "only_list": why.only_list,
                    "against": why.against,
                }
                for f in found
                for why in (f.explanation,)
            ],
        }
        for question, found in answered
    ]
    whole = {"lists": editions, "options": options, "as_of": as_of, "results": results}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _xlsx(answered: Iterable[tuple[Question, list[Finding]]]) -> bytes:
    import xlsxwriter

    data = io.BytesIO()
    # texts that look like formulas or addresses stay texts
    book = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("screening")
    sheet.write_row(0, 0, COLUMNS)
    line = 0
    for question, found in answered:
        for row in rows(question, found):
            line += 1
            if line > EXCEL_ROWS:
                raise InputError("more rows than a sheet holds", mend="use --format csv")
            values = list(row)
            values[6] = float(values[6])
            sheet.write_row(line, 0, [str(v)[:32000] if isinstance(v, str) else v for v in values])
    book.close()
    return data.getvalue()
