"""What is wrong in one file of a course, collected so that an author sees all of it at once."""

from autograder.lab import CourseError


class Problems:
    """The problems of one file; `file` is its path below the course's folder, as the author knows it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, line: int, sentence: str) -> None:
        """Note that `sentence` is true of line `line`, counted from 1."""
        self._found.append((line, sentence))

    @property
    def sentences(self) -> tuple[str, ...]:
        """All problems as `file:line: sentence`, from the top of the file down."""
        return tuple(f"{self.file}:{line}: {sentence}" for line, sentence in sorted(self._found, key=lambda found: found[0]))


def refuse(*files: Problems) -> None:
    """Raise one CourseError about all problems of `files`, if there are any."""
    sentences = [sentence for problems in files for sentence in problems.sentences]
    if sentences:
        raise CourseError(*sentences)
