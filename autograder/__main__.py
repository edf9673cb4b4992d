"""`python -m autograder`."""

import signal


def run() -> None:
    """Import the command line and give it the word. The import takes a moment, in which Ctrl-C is to end without a traceback."""
    usual = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from autograder.command_line import main

    signal.signal(signal.SIGINT, usual)
    main(prog_name="python -m autograder")


if __name__ == "__main__":
    run()
