"""The floor of `isolation.py`: the checks of a lab on copies of its solution, in this process, contained by nothing.

    python -m autograder.benchmarks.warm LAB COUNT

Arguments and results are handed over as they are; there is no wire. One copy is graded first to warm everything up. Prints the
CPU seconds of the others.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from autograder.check_session import Checks, serve_checks
from autograder.labs import DEFAULT_COURSE
from autograder.sandbox.responder import Message, Responder
from autograder.student import Student


class DirectTransport:
    """Calls the responder without turning anything into bytes."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    def request(self, message: Message) -> Message:
        """Return the reply as the responder made it."""
        return self._responder.handle(message)


def main() -> None:
    """Measure."""
    lab_name, count = sys.argv[1], int(sys.argv[2])
    lab = DEFAULT_COURSE.lab(lab_name)
    sources = [cell.source["en"] for cell in lab.cells if cell.kind in ("given", "question")]

    def grade(checks: Checks) -> None:
        responder = Responder(private=False)
        for number, source in enumerate(sources):
            responder.handle({"op": "cell", "source": source, "name": f"<cell {number}>"})
        for question in lab.questions:
            student: Any = Student(DirectTransport(responder))
            for check in checks.of(lab_name, question.name):
                assert checks.run(check, student).passed

    def serve(checks: Checks) -> None:
        grade(checks)
        start = time.process_time()
        for _ in range(count):
            grade(checks)
        print(json.dumps(time.process_time() - start))

    serve_checks([DEFAULT_COURSE.hidden_checks(lab_name)], serve)


if __name__ == "__main__":
    main()
