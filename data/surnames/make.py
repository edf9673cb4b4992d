"""Make the data set `surnames`: real surnames of eighteen languages in the letters a to z.

    python data/surnames/make.py [FOLDER]       # writes train.tsv and test.tsv, by default beside this file

The names are those that the package Faker holds for its locales (needed by this script only; `FAKER` says which version). A name goes
this way: taken from the lists in `SOURCES`, dropped if `LEFT_OUT` names it, written with the letters a to z (`romanise.py`, `pinyin.py`),
everything else between the letters (spaces, hyphens, apostrophes) removed. What is then the same is one name.

Whatever is chosen, for the cap of names a language and for the split, goes by the order of SHA-256 digests: it looks random, and every run
and every version of Python gives the same bytes.
"""

from __future__ import annotations

import hashlib
import importlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pinyin import readings
from romanise import georgian, greek, latin, russian

FAKER = "40.54.0"
CAP = 300
TEST_SHARE = 0.2


@dataclass(frozen=True)
class Source:
    """A list of surnames: an attribute of Faker's person provider of a locale, and how its names are written in the letters a to z."""

    locale: str
    attribute: str = "last_names"
    romanise: Callable[[str], str] = latin
    most: int | None = None  # as many as are taken of a long list; None for all


SOURCES: dict[str, tuple[Source, ...]] = {
    "arabic": (Source("fr_DZ"),),
    "chinese": (Source("zh_CN", romanise=readings().__getitem__),),
    "czech": (Source("cs_CZ", "last_names_male"),),
    "dutch": (Source("nl_BE"),),
    "english": (Source("en_GB"),),
    "finnish": (Source("fi_FI"),),
    "french": (Source("fr_FR"),),
    "georgian": (Source("ka_GE", romanise=georgian),),
    "german": (Source("de_AT"),),
    "greek": (Source("el_GR", "last_names_male", romanise=greek),),
    "hungarian": (Source("hu_HU"),),
    "italian": (Source("it_IT"),),
    "japanese": (Source("ja_JP", "last_romanized_names"),),
    "polish": (Source("pl_PL", "male_last_names"), Source("pl_PL", "unisex_last_names", most=120)),
    "portuguese": (Source("pt_PT"), Source("pt_BR")),
    "russian": (Source("ru_RU", "last_names_male", romanise=russian),),
    "spanish": (Source("es_ES"),),
    "swedish": (Source("sv_SE"),),
}

# Names that are borne in a country but come from another language, misprints, and what is no surname, found by reading the lists.
LEFT_OUT: dict[str, str] = {
    "arabic": "Bacha Bey Kara",
    "czech": "Horváth Müller",
    "dutch": """
        Ahmed Ali Carlier Delaere Deleu Deprez Diallo Dubois Dupont François Kaur Kaya Lambert Leroy Mahieu Malfait Mortier
        Parmentier Pollet Singh Stas Yildirim Yilmaz
    """,
    "english": "Ahmed Akhtar Ali Begum Bibi Chan Hussain Iqbal Kaur Khan Mahmood Miah Mistry Patel Rahman Shah Singh Wong",
    "finnish": """
        Andersson Backman Berg Blomqvist Eklund Eriksson Forsman Grönroos Gustafsson Helenius Henriksson Holm Holmberg Holmström
        Jansson Johansson Karlsson Lilja Lindberg Lindfors Lindgren Lindholm Lindqvist Lindroos Lindström Mattsson Nyberg Nylund
        Nyman Sirén Sjöblom
    """,
    "french": """
        Alves Becker Cohen Costa Da_Costa Da_Silva De_Oliveira De_Sousa Diallo Dias Diaz Dos_Santos Fernandes Fernandez Ferreira
        Fischer Garcia Gimenez Gomes Gomez Goncalves Gonzalez Hernandez Klein Lopes Lopez Lévy Marques Martinez Martins Mendès
        Meyer Moreno Muller Munoz Navarro Nguyen Pereira Perez Pinto Pires Ramos Ribeiro Rodrigues Rodriguez Rossi Ruiz Sanchez
        Schmitt Schneider Teixeira Torres Traore Wagner Weber Weiss
    """,
    "georgian": """
        აბდულაევი ალიევა ალიევი გაჯიევა გაჯიევი ვალიევა ვალიევი ისაევი მუსაევა მუსაევი მუსტაფაევა მუსტაფაევი ნაბიევი გრიგორიანი
        კაზარიანი კარაპეტიანი პეტროსიანი სარქისიანი ხაჩატურიანი
    """,
    "german": "Farkas Horak Jovanovic Kiss Kolar Kral Kucera Nemeth Nowak Pinter Pokorny Prohaska Simic Toth Varga Yilmaz",
    "greek": "Κουτσογιάννόπουλος",
    "hungarian": "Novák",
    "italian": """
        Altera Babbo Beffa Boezio Corcos Curiel Delle Fibonacci Forza Fuseli Goldstein Jilani Leblanc Lerner Majewski Metella
        Mimun Mozart Niggli Ovadia Raurica Renault Roth Smirnoff Sokolov Stein Virgilio
    """,
    "polish": "Baum Fiedler Linke Neugebauer Parkitna Sass Senator Solis Wódka",
    "portuguese": """
        Aparecida Casa_Grande Costela da_Conceição da_Costa da_Cruz da_Cunha da_Luz da_Mata da_Mota da_Paz da_Rocha da_Rosa
        das_Neves
    """,
    "swedish": """
        Abbas Abdi Abdullah Ahmad Ahmadi Ahmed Ali Andersen Chen Christensen Farah Gashi Hanna Hansen Hasan Hassan Hosseini
        Hussein Ibrahim Ismail Issa Jafari Jensen Johansen Johnson Jörgensen Khalil Khan Larsen Levin Li Liu Mohamed Mohammad
        Mohammadi Mohammed Mohamud Mustafa Nguyen Nielsen Olsen Omar Osman Pedersen Petersen Rasmussen Roth Said Saleh Schmidt
        Singh Smith Sörensen Tran Wang Werner Zhang
    """,
}


def digest(*words: str) -> str:
    """Return what orders names as if by chance: the same for the same words, everywhere."""
    return hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest()


def read(source: Source, left_out: set[str]) -> set[str]:
    """Return the names of one list in the letters a to z."""
    provider = importlib.import_module(f"faker.providers.person.{source.locale}").Provider
    names = [name for name in getattr(provider, source.attribute) if name.replace(" ", "_") not in left_out]
    found = {re.sub("[^a-z]", "", source.romanise(name.lower())) for name in names}
    return set(sorted(found, key=lambda name: digest("list", source.locale, name))[: source.most])


def names_by_language() -> dict[str, list[str]]:
    """Return at most `CAP` names of each language, sorted."""
    chosen = {}
    for language, sources in SOURCES.items():
        left_out = set(LEFT_OUT.get(language, "").split())
        found = set().union(*(read(source, left_out) for source in sources))
        chosen[language] = sorted(sorted(found, key=lambda name: digest("cap", language, name))[:CAP])
    return chosen


def test_names(names: dict[str, list[str]]) -> set[str]:
    """Return the names of the test set: a fifth of each language. A name that two languages share is on one side for both."""
    decided: dict[str, bool] = {}
    for language, members in names.items():
        wanted = round(TEST_SHARE * len(members)) - sum(decided.get(name, False) for name in members)
        free = sorted((name for name in members if name not in decided), key=lambda name: digest("split", language, name))
        decided.update({name: place < wanted for place, name in enumerate(free)})
    return {name for name, in_test in decided.items() if in_test}


def main() -> None:
    """Write one table for each side of the split."""
    try:
        found = importlib.import_module("faker").VERSION
    except ImportError:
        found = None
    if found != FAKER:
        sys.exit(needs(found))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    names = names_by_language()
    held_out = test_names(names)
    for side in ("train", "test"):
        rows = [f"{language}\t{name}" for language in names for name in names[language] if (name in held_out) == (side == "test")]
        (folder / f"{side}.tsv").write_bytes(("\n".join(["language\tname", *rows]) + "\n").encode("utf-8"))


def needs(found: str | None) -> int:
    """Say which version of Faker is needed; return the exit status."""
    there = "is not installed" if found is None else f"is installed as {found}"
    print(f"data/surnames/make.py needs Faker {FAKER}, which {there}: pip install faker=={FAKER}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
