"""The command line of the corpus: try attacks in modes, or without containment. `python -m autograder.tests.hostile --help`."""

from __future__ import annotations

import sys
import time

import click

from autograder.tests.hostile import arena, corpus, judging, modes, naive, table
from autograder.tests.hostile.corpus import Attack, BadAttack
from autograder.tests.hostile.judging import Judged, RunFailed

EXAMPLES = """
Examples:

\b
  python -m autograder.tests.hostile --only fork_bomb
  python -m autograder.tests.hostile --group secrets --mode root-namespaces --mode user-landlock1
  python -m autograder.tests.hostile --group forge --control
  python -m autograder.tests.hostile --mode root-landlock --write
  python -m autograder.tests.hostile --all --control --write
"""


@click.command(epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--mode", "names", multiple=True, type=click.Choice([mode.name for mode in modes.MODES]), help="May be given several times.")
@click.option("--all", "in_all", is_flag=True, help="Every mode that can be tried here.")
@click.option("--only", multiple=True, help="This attack only, by its file's name; may be given several times.")
@click.option("--group", "groups", multiple=True, type=click.Choice(corpus.GROUPS), help="This group only; may be given several times.")
@click.option("--control", is_flag=True, help="Show without containment that the attacks bite. Without --mode or --all, nothing else.")
@click.option("--write", is_flag=True, help="Write the table into autograder/docs/security.md and security.zh-CN.md.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True)
@click.option("--verbose", is_flag=True, help="Say of every attack how it ended.")
def main(
    names: tuple[str, ...],
    in_all: bool,
    only: tuple[str, ...],
    groups: tuple[str, ...],
    control: bool,
    write: bool,
    jobs: int,
    verbose: bool,
) -> None:
    """Grade hostile submissions and say what they achieved. Exit status 1 if any achieved something."""
    if write and (only or groups):
        click.echo("The table is about the whole corpus: leave out --only and --group to write it.", err=True)
        sys.exit(2)
    try:
        attacks = corpus.attacks(only=only, groups=groups or corpus.GROUPS)
    except BadAttack as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    wanted = modes.MODES if in_all else tuple(map(modes.by_name, names))
    if not wanted and not control:
        wanted = (modes.HERE,)
    fine = True
    results = []
    for mode in wanted:
        reason = modes.impossible(mode)
        if reason:
            click.echo(f"{mode.name}: not tried, {reason}.")
            continue
        try:
            began = time.monotonic()
            judged = judging.run(mode, attacks, jobs=jobs)
        except RunFailed as failure:
            click.echo(f"{mode.name}: the run itself failed. {failure}", err=True)
            sys.exit(2)
        results.append(judged)
        fine = _tell(judged, attacks, time.monotonic() - began, verbose) and fine
    if control:
        fine = _tell_control(attacks, jobs) and fine
    if write:
        table.write(results, attacks)
    sys.exit(0 if fine else 1)


def _tell(judged: Judged, attacks: list[Attack], seconds: float, verbose: bool) -> bool:
    click.echo(f"{judged.mode.name}: {judged.contained} of {len(attacks)} contained ({seconds:.0f} s)")
    for attack in attacks:
        found = judged.findings[attack.name]
        if found or verbose:
            click.echo(f"  {attack.group}/{attack.name}  [{judged.seconds[attack.name]:.1f} s]")
            click.echo(f"    {judged.outcomes[attack.name]}: {judged.messages[attack.name]}")
        for finding in found:
            click.echo(f"    !! {finding}")
    for finding in judged.general:
        click.echo(f"  !! {finding}")
    if not judged.in_arena:
        click.echo("  (no arena here: files and processes that were left could not be seen)")
    return judged.contained == len(attacks) and not judged.general


def _tell_control(attacks: list[Attack], jobs: int) -> bool:
    if not arena.available():
        click.echo("control: not tried, only root can build the throw-away place that it needs.")
        return True
    tried = [attack for attack in attacks if not attack.no_control]
    began = time.monotonic()
    found = naive.bites(tried, jobs=jobs)
    dull = [attack for attack in tried if attack.bites not in found[attack.name]]
    took = f"{time.monotonic() - began:.0f} s"
    click.echo(f"control: {len(tried) - len(dull)} of {len(tried)} bite, {len(attacks) - len(tried)} are left out ({took})")
    for attack in dull:
        click.echo(
            f"  !! {attack.group}/{attack.name} should bite by {attack.bites}, and did by {', '.join(found[attack.name]) or 'nothing'}"
        )
    return not dull


if __name__ == "__main__":
    main()
