"""A plan's progress as a dataframe."""

from collections.abc import Iterable
from typing import Any, Literal

import narwhals as nw

from ocopkit.local.progress import TargetProgress, progress_columns

Backend = Literal["polars", "pandas", "pyarrow", "modin", "cudf"]
"""A library of dataframes that hold their rows in memory, by its name."""


def progress_frame(found: Iterable[TargetProgress], *, backend: Backend = "polars") -> Any:
    """Return where targets stand as a dataframe, a row each.

    Args:
        found: Where they stand: ``plan.progress(…).targets``.
        backend: The library of the dataframe.

    Returns:
        The dataframe, with the columns of :func:`ocopkit.local.progress.progress_columns`.

    Example:
        >>> progress_frame([]).columns[:3]
        ['key', 'target_vi', 'target_en']
    """
    return nw.from_dict(progress_columns(found), backend=backend).to_native()
