"""Populations in files: Parquet, CSV and Arrow, read in batches and written whole or not at all."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
from attrs import evolve

from ocopkit.errors import DocumentError, OcopError, Problem, Where, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.simulation.compile import Rows
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.results import results
from ocopkit.text import Text


def _csv(path: Path) -> pl.LazyFrame:
    """Scan a CSV file; spreadsheets write semicolons where the decimal sign is a comma."""
    header = ""
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace") as stream:
            header = stream.readline()
    separator = ";" if ";" in header and "," not in header else ","
    # All of a file is looked at: a text far down must not be taken for a missing value.
    return pl.scan_csv(path, separator=separator, infer_schema_length=None)


_SCAN: Mapping[str, Callable[[Path], pl.LazyFrame]] = {
    ".parquet": pl.scan_parquet,
    ".csv": _csv,
    ".arrow": pl.scan_ipc,
    ".feather": pl.scan_ipc,
}


Progress = Callable[[int], object]
"""Is told of each batch that is read: how many rows it has. May be called from other threads."""


def read_population(
    path: Path | str,
    book: RuleBook,
    *,
    set: int | str | None = None,  # noqa: A002
    on: date | None = None,
    readings: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Population:
    """Return the population of a Parquet, CSV or Arrow file, checked row by row.

    The rows stay in the file: they are read in batches whenever a result is asked for.

    Args:
        path: The file; its ending says what it is.
        book: The rule book that the dossiers were scored by.
        set: The criteria set, by number or slug, where there is no column ``set``.
        on: The day of the council, where certificates are given by their first and last days.
        readings: Options of the book's readings to use instead of its own choices.
        progress: What is told of every batch, each time the file is read: once to check it, and once for
            each result asked for.

    Raises:
        DocumentError: If the file cannot be read, or with all that doesn't fit in it.
        NotFoundError: If the book has no such set, reading or option.
    """
    file = Path(path)
    try:
        rows = _scanned(file)
        if progress is not None:
            rows = rows.map_batches(_telling(progress), projection_pushdown=True, streamable=True)
        return population(rows, book, set=set, on=on, readings=readings)
    except DocumentError as error:
        located = [evolve(one, where=evolve(one.where, file=str(file))) for one in error.problems]
        raise DocumentError(located) from None
    except (OSError, pl.exceptions.PolarsError, nw.exceptions.NarwhalsError) as error:
        raise DocumentError([_unreadable(file, error)]) from None


def count_rows(path: Path | str) -> int:
    """Return how many rows a Parquet, CSV or Arrow file has.

    Args:
        path: The file; its ending says what it is.

    Raises:
        DocumentError: If the file cannot be read.
    """
    file = Path(path)
    try:
        return int(_scanned(file).select(pl.len()).collect(engine="streaming").item())
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DocumentError([_unreadable(file, error)]) from None


def _scanned(file: Path) -> pl.LazyFrame:
    scan = _SCAN.get(file.suffix.lower())
    if scan is None:
        raise DocumentError([_unknown_ending(file)])
    return scan(file)


def _telling(progress: Progress) -> Callable[[pl.DataFrame], pl.DataFrame]:
    def told(batch: pl.DataFrame) -> pl.DataFrame:
        progress(batch.height)
        return batch

    return told


def score_file(
    path: Path | str,
    output: Path | str,
    book: RuleBook,
    *,
    set: int | str | None = None,  # noqa: A002
    on: date | None = None,
    readings: Mapping[str, str] | None = None,
    detail: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Write the points and stars of every dossier in a file to another file; return how many have which.

    Both files are read and written in batches, so that they may be larger than memory. The output gets its
    name when it is whole; nothing is left behind if something fails.

    Args:
        path: The population: Parquet, CSV or Arrow, as the ending says.
        output: Where the results go: the columns kept beside answers, ``points`` and ``stars``.
        book: The rule book to score by.
        set: The criteria set, by number or slug, where there is no column ``set``.
        on: The day of the council, where certificates are given by their first and last days.
        readings: Options of the book's readings to use instead of its own choices.
        detail: Whether to write also parts, sections, minimums missed and gates.
        force: Whether an output that exists is overwritten.
        progress: What is told of every batch read: the file is read once to check it and once to score it.

    Returns:
        A row for each number of stars (0 where the product isn't rated): ``stars``, ``rows``.

    Raises:
        DocumentError: If the file cannot be read, or with all that doesn't fit in it.
        NotFoundError: If the book has no such set, reading or option.
        OcopError: If the output exists, cannot be written or has an unknown ending.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> import ocopkit
        >>> from ocopkit.simulation.synthesise import synthesise
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> made = synthesise(book, 11, 100, seed=1, stars={3: "0.75", 4: "0.25"})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file, scored = Path(folder) / "teas.parquet", Path(folder) / "scored.parquet"
        ...     write_rows(made.people.frame, file)
        ...     score_file(file, scored, book, set=11).rows()
        [(3, 75), (4, 25)]
    """
    check_output(output, force=force, source=path)
    people = read_population(path, book, set=set, on=on, readings=readings, progress=progress)
    write_rows(results(people, detail=detail), output, force=force)
    counted = _scanned(Path(output)).group_by("stars").agg(pl.len().cast(pl.Int64).alias("rows"))
    return counted.with_columns(pl.col("stars").cast(pl.Int64)).sort("stars").collect(engine="streaming")


def check_output(path: Path | str, *, force: bool = False, source: Path | str | None = None) -> None:
    """Refuse a file that rows could not be written to, before anything is worked out.

    Args:
        path: The file; its ending says what it becomes.
        force: Whether a file that exists may be overwritten.
        source: The file that is read, which is never overwritten: results hold no answers.

    Raises:
        OcopError: If the file exists or has an unknown ending, or its folder doesn't exist.
    """
    file = Path(path)
    if file.suffix.lower() not in _SCAN:
        raise OcopError([_unknown_ending(file)])
    if file.exists() and source is not None and Path(source).exists() and file.samefile(source):
        raise OcopError([_is_source(file)])
    if file.exists() and not force:
        raise OcopError([_exists(file)])
    if not file.parent.is_dir():
        raise OcopError([_unwritable(file, FileNotFoundError(f"there is no folder {file.parent}"))])


def write_rows(frame: Rows, path: Path | str, *, force: bool = False) -> None:
    """Write rows to a Parquet, CSV or Arrow file; nothing is left behind if that fails.

    Args:
        frame: The rows, of a population's ``frame`` or of results.
        path: The file; its ending says what it becomes.
        force: Whether a file that exists is overwritten.

    Raises:
        OcopError: If the file exists, cannot be written or has an unknown ending.
    """
    file = Path(path)
    check_output(file, force=force)
    # What a population keeps beside its rows to be quicker isn't for readers.
    frame = frame.select(*(name for name in frame.collect_schema().names() if not name.startswith("_")))
    native = frame.to_native()
    rows = native if isinstance(native, pl.LazyFrame) else frame.collect(backend="polars").to_native().lazy()
    half = file.with_name(f".{file.name}.part")
    try:
        if file.suffix.lower() == ".parquet":
            rows.sink_parquet(half)
        elif file.suffix.lower() == ".csv":
            rows.sink_csv(half)
        else:
            rows.sink_ipc(half)
        half.replace(file)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise OcopError([_unwritable(file, error)]) from None
    finally:
        half.unlink(missing_ok=True)


def _unknown_ending(file: Path) -> Problem:
    return Problem(
        "unknown-ending",
        Text(vi=f"Không biết loại tệp {file.suffix!r}", en=f"Files ending in {file.suffix!r} are not known"),
        Text(vi="Đuôi tệp cho biết cách đọc, ghi", en="The ending says how to read and write"),
        nearest(file.suffix, _SCAN),
        Where(file=str(file)),
    )


def _unreadable(file: Path, error: Exception) -> Problem:
    reason = str(error).partition("\n")[0]
    return Problem(
        "unreadable",
        Text(vi=f"Không đọc được tệp: {reason}", en=f"The file cannot be read: {reason}"),
        Text(vi="Tệp không có, hỏng hoặc không đúng loại", en="It is missing, damaged or of another kind"),
        Text(vi="Kiểm tra đường dẫn và loại tệp", en="Check the path and the kind of file"),
        Where(file=str(file)),
    )


def _exists(file: Path) -> Problem:
    return Problem(
        "file-exists",
        Text(vi="Tệp đã có", en="The file exists already"),
        Text(vi="Nội dung cũ sẽ mất", en="What it holds would be lost"),
        Text(vi="Chọn tên khác, hoặc cho phép ghi đè", en="Choose another name, or allow to overwrite it"),
        Where(file=str(file)),
    )


def _is_source(file: Path) -> Problem:
    return Problem(
        "same-file",
        Text(
            vi="Kết quả sẽ ghi đè lên chính tệp hồ sơ",
            en="The results would overwrite the dossiers themselves",
        ),
        Text(vi="Tệp kết quả không giữ câu trả lời nào", en="A file of results holds no answers"),
        Text(vi="Chọn tên khác cho kết quả", en="Choose another name for the results"),
        Where(file=str(file)),
    )


def _unwritable(file: Path, error: Exception) -> Problem:
    reason = str(error).partition("\n")[0]
    return Problem(
        "unwritable",
        Text(vi=f"Không ghi được tệp: {reason}", en=f"The file cannot be written: {reason}"),
        Text(vi="Hệ thống từ chối đường dẫn này", en="The system refuses this path"),
        Text(vi="Kiểm tra thư mục và quyền ghi", en="Check the folder and the permissions"),
        Where(file=str(file)),
    )
