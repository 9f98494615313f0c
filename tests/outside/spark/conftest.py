"""A Spark session on this machine. Needs a Java runtime (17 or newer); without one, every test here fails."""

import os
import shutil
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Any]":
    """Return a local Spark session of one process."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.fail("No Java runtime: PySpark needs one (java in PATH, or JAVA_HOME)", pytrace=False)
    # Types are checked without PySpark, which is half a gigabyte.
    builder: Any = import_module("pyspark.sql").SparkSession.builder
    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    session = (
        builder.master("local[2]")
        .appName("ocopkit")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.local.dir", str(folder))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
