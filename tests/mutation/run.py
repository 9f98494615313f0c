"""Change the engine in small ways, one at a time, and see that a test notices each.

mutmut makes the mutants. They are run here instead of by ``mutmut run``, all mutants of a module in one
process, where the tests that are quick or noticed the last mutant come first: that takes minutes, not hours.

    python tests/mutation/run.py                 # every module below
    python tests/mutation/run.py scoring/plan    # one of them
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCORING = ("tests/scoring", "tests/cases/test_cases.py")
TERMS = ("tests/life/test_terms.py", "tests/life/test_certificates.py", "tests/life/test_deadlines.py")
TESTS = {
    "scoring/score": SCORING,
    "scoring/plan": SCORING,
    "scoring/bounds": SCORING,
    "scoring/readings": SCORING,
    "scoring/council": ("tests/council",),
    "cases/certificate": TERMS,
    "cases/days": TERMS,
}
"""The tests that must notice a change of each module."""


class _TooLong(BaseException):
    """A mutant keeps the tests busy far longer than they take."""


def _too_long(*_: object) -> None:
    raise _TooLong


def one(module: str) -> None:
    """Run the mutants of one module; print how many there are and those that no test notices."""
    os.environ |= {"OCOPKIT_HYPOTHESIS": "mutation", "MUTANT_UNDER_TEST": ""}
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "src", folder, dirs_exist_ok=True)
        sys.path.insert(0, folder)
        _run(module, Path(folder, "ocopkit", f"{module}.py"))


def _run(module: str, file: Path) -> None:
    import pytest
    from _pytest.runner import runtestprotocol
    from mutmut.mutation.file_mutation import mutate_file_contents

    mutated = mutate_file_contents(str(file), file.read_text(encoding="utf-8"))
    file.write_text(mutated.code, encoding="utf-8")
    name = f"ocopkit.{module.replace('/', '.')}"
    unnoticed: list[str] = []

    def passes(test: pytest.Item) -> bool:
        return all(report.passed for report in runtestprotocol(test, log=False))

    class Mutants:
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            cost: dict[pytest.Item, float] = {}
            for test in session.items:
                start = time.process_time()
                if not passes(test):
                    message = f"{test.nodeid} fails without any mutant"
                    raise SystemExit(message)
                cost[test] = time.process_time() - start
            tests = sorted(cost, key=cost.__getitem__)
            signal.signal(signal.SIGPROF, _too_long)
            for mutant in mutated.mutant_names:
                os.environ["MUTANT_UNDER_TEST"] = f"{name}.{mutant}"
                signal.setitimer(signal.ITIMER_PROF, 20 + 5 * sum(cost.values()))
                try:
                    noticed = next((test for test in tests if not passes(test)), None)
                except _TooLong:
                    noticed = tests[0]
                finally:
                    signal.setitimer(signal.ITIMER_PROF, 0)
                    os.environ["MUTANT_UNDER_TEST"] = ""
                if noticed is None:
                    unnoticed.append(mutant)
                else:
                    tests.remove(noticed)
                    tests.insert(0, noticed)
            return True

    quiet = ["-qq", "--tb=no", "-p", "no:cacheprovider", "-p", "no:cov"]
    pytest.main([*quiet, *TESTS[module]], plugins=[Mutants()])
    count = len(mutated.mutant_names)
    print(f"{module}: {count} mutants, {count - len(unnoticed)} noticed")
    for mutant in unnoticed:
        print(f"  {mutant}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--one", module]:
            one(module)
        case modules:
            for module in modules or TESTS:
                subprocess.run([sys.executable, __file__, "--one", module], check=True)
