"""The six steps of the OCOP cycle, from information to trade promotion."""

from functools import cache
from pathlib import Path

from attrs import frozen

from ocopkit.cases.transitions import Stage
from ocopkit.documents import read
from ocopkit.text import Text


@frozen
class Step:
    """A step of the cycle.

    Args:
        number: Its number.
        name: Its name.
        stages: The stages of an application at which a product is in it.
    """

    number: int
    name: Text
    stages: tuple[Stage, ...]


@frozen
class CycleFile:
    """The content of ``cycle.yaml``.

    Args:
        steps: The steps in their order.
    """

    steps: tuple[Step, ...]


@cache
def steps() -> tuple[Step, ...]:
    """Return the six steps.

    Example:
        >>> [step.name.en for step in steps()][:2]
        ['Information and guidance', 'Registration of product ideas']
    """
    return read(Path(__file__).parent / "cycle.yaml", name="cycle.yaml").structure(CycleFile).steps


def step_of(stage: Stage) -> Step | None:
    """Return the step in which a product at a stage is; ``None`` where nothing is under way.

    Args:
        stage: The stage.

    Example:
        >>> step_of("evaluated").number
        5
    """
    return next((step for step in steps() if stage in step.stages), None)
