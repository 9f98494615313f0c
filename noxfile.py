"""Every check of the project, each in an environment of its own: ``nox -l`` lists them."""

from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.sessions = ["lint", "types", "layers", "tests", "docs", "examples"]
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.11", "3.12", "3.13"]


def install(session: nox.Session, extras: str = "dev") -> None:
    """Install this project, editable, with some of its extras."""
    session.install("-e", f".[{extras}]")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests with branch coverage; arguments after ``--`` go to pytest."""
    install(session)
    session.run("pytest", "--cov", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    install(session)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types twice: mypy and pyright see different things."""
    install(session)
    session.run("mypy")
    session.run("pyright")


@nox.session
def layers(session: nox.Session) -> None:
    """Check that imports only point down and that the core needs no extra."""
    install(session)
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; ``nox -s docs -- serve`` shows it while you write."""
    install(session)
    session.run("mkdocs", *(session.posargs or ["build", "--strict"]))


@nox.session
def examples(session: nox.Session) -> None:
    """Run every example script."""
    install(session)
    for script in sorted(Path("examples").rglob("*.py")):
        if not {"packs", "web", "notebooks"} & set(script.parts):  # these have commands of their own
            session.run("python", str(script))


@nox.session
def notebooks(session: nox.Session) -> None:
    """Run the notebooks and compare what they put out with what is kept; one needs a Java runtime."""
    install(session, "dev,spark")
    session.run("python", "examples/notebooks/make.py", "--check")


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure the ratios that must hold; arguments after ``--`` are names of benchmarks."""
    install(session)
    for name in session.posargs or ["run", "simulation", "facts", "scale"]:
        session.run("python", f"tests/benchmarks/{name}.py")


@nox.session
def mutation(session: nox.Session) -> None:
    """Change the engine in small ways and see that a test notices each; arguments are modules."""
    install(session)
    session.run("python", "tests/mutation/run.py", *session.posargs)
