"""What isolation costs: grading a class, against the same checks on the same code in one warm process that contains nothing.

    python -m autograder.benchmarks.isolation [--lab lab02_rnn_cell] [--submissions 40] [--rounds 5]

CPU time of all processes of a whole `grade` run, from the operating system's accounting of ended children. What is paid once a
worker (Python, pytest, the checks, Paddle, the zygote) is found by grading `--base` submissions as well and taken off: what is
compared is the CPU time of the submissions that the larger class has more. The warm process does what is left when everything that
contains is taken away: it runs the cells of each submission in a fresh namespace and calls the same checks on it.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import nbformat

from autograder.environment import ONE_THREAD, QUIET
from autograder.labs import DEFAULT_COURSE, Lab


@click.command()
@click.option("--lab", "lab_name", default="lab02_rnn_cell", show_default=True)
@click.option("--submissions", default=40, show_default=True, help="Submissions that are compared.")
@click.option("--base", default=4, show_default=True, help="Submissions of the run that is taken off.")
@click.option("--rounds", default=5, show_default=True)
@click.option("--jobs", default=2, show_default=True)
def main(lab_name: str, submissions: int, base: int, rounds: int, jobs: int) -> None:
    """Measure and print medians."""
    lab = DEFAULT_COURSE.lab(lab_name)
    isolated, walls, warm = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            place = Path(folder) / str(number)
            small_cpu, small_wall = _grade(_write_class(lab, place / "small", base), place / "out_small", jobs)
            large_cpu, large_wall = _grade(_write_class(lab, place / "large", base + submissions), place / "out_large", jobs)
            isolated.append((large_cpu - small_cpu) / submissions)
            walls.append((large_wall - small_wall) / submissions)
            warm.append(_warm(lab_name, submissions))
            click.echo(f"round {number + 1}: isolated {isolated[-1] * 1000:.0f} ms, warm {warm[-1] * 1000:.0f} ms a submission", err=True)
    with_isolation, without, wall = (statistics.median(values) for values in (isolated, warm, walls))
    click.echo(f"{lab_name}, {submissions} submissions, {jobs} workers, medians of {rounds} rounds")
    click.echo(f"CPU a submission, isolated     {with_isolation * 1000:7.1f} ms")
    click.echo(f"CPU a submission, warm process {without * 1000:7.1f} ms")
    click.echo(f"ratio                          {with_isolation / without:7.2f}")
    click.echo(f"extra                          {(with_isolation - without) * 1000:7.1f} ms")
    click.echo(f"over 1.15 x warm               {(with_isolation - 1.15 * without) * 1000:7.1f} ms (target: at most 60)")
    click.echo(f"cores kept busy                {with_isolation / wall:7.2f} of {jobs}")


def _write_class(lab: Lab, folder: Path, count: int) -> Path:
    """Write `count` different submissions, each a copy of the solution."""
    for number in range(count):
        cells = []
        for cell in lab.question_cells:
            source = f"{cell.source['en']}\n# student {number}"
            cells.append(nbformat.v4.new_code_cell(source, id=cell.id, metadata={"autograder": {"question": cell.question}}))
        book = nbformat.v4.new_notebook(cells=cells, metadata={"autograder": {"lab": lab.name, "language": "en"}})
        place = folder / f"student{number:04d}"
        place.mkdir(parents=True)
        nbformat.write(book, place / f"{lab.name}.ipynb")
    return folder


def _grade(submissions: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Return CPU and wall seconds of one whole run."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "autograder", "grade", str(submissions), "--out", str(out), "--jobs", str(jobs)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - start


def _warm(lab_name: str, count: int) -> float:
    """Return CPU seconds a submission in one warm process."""
    environment = os.environ | ONE_THREAD | QUIET
    command = [sys.executable, "-m", "autograder.benchmarks.warm", lab_name, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(json.loads(done.stdout.splitlines()[-1])) / count


if __name__ == "__main__":
    main()
