"""From the letters of a language to the letters a to z. Used by `make.py` only.

Each function takes a surname in lower case as its language writes it. Whatever a scheme marks with an accent or an apostrophe is left out,
since `make.py` keeps nothing but the letters a to z. The schemes, simplified in this way only:

- Latin letters: taken apart by Unicode's NFKD and their marks dropped (ü to u, ñ to n, ğ to g); what NFKD leaves whole is in `WHOLE`.
- Russian: BGN/PCGN 1947 (е is "ye" at the start, after a vowel, й, ъ and ь, else "e").
- Greek: ELOT 743, which is ISO 843's transcription (as in Greek passports): pairs of letters first, then single ones.
- Georgian: the national system of 2002.
"""

from __future__ import annotations

import re
import unicodedata

WHOLE = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def _table(pairs: str) -> dict[str, str]:
    """Return a dict from letter to letters, written as "letter:letters letter:letters …"."""
    return dict(pair.split(":") for pair in pairs.split())


RUSSIAN = _table(
    "а:a б:b в:v г:g д:d е:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r "
    "с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ:- ы:y ь:- э:e ю:yu я:ya"
)
GREEK = _table("α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o")
GREEK_PAIRS = _table("ου:ou γγ:ng γξ:nx γχ:nch")
GEORGIAN = _table(
    "ა:a ბ:b გ:g დ:d ე:e ვ:v ზ:z თ:t ი:i კ:k ლ:l მ:m ნ:n ო:o პ:p ჟ:zh რ:r ს:s "
    "ტ:t უ:u ფ:p ქ:k ღ:gh ყ:q შ:sh ჩ:ch ც:ts ძ:dz წ:ts ჭ:ch ხ:kh ჯ:j ჰ:h"
)


def latin(name: str) -> str:
    """Return `name` without the marks on its letters."""
    apart = unicodedata.normalize("NFKD", name.translate(WHOLE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def russian(name: str) -> str:
    """Return a Russian name after BGN/PCGN 1947. The source writes ё as е, so Solovyov comes out as solovyev."""
    letters = re.sub(r"(^|(?<=[аеёиоуыэюяйъь]))[её]", "ye", name).replace("ё", "e")
    return "".join(RUSSIAN.get(letter, letter) for letter in letters)


def greek(name: str) -> str:
    """Return a Greek name after ELOT 743."""
    # A diaeresis keeps two letters from being read as one: set a mark between them, which `make.py` drops again.
    apart = unicodedata.normalize("NFD", name)
    apart = re.sub("([ιυ])(\u0301?\u0308\u0301?)", r"-\1", apart)
    # An accent on the first letter of a pair does the same (Μάυρος is not Μαύρος); no other accent matters.
    apart = re.sub("([αεη])\u0301(υ)", r"\1-\2", apart)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    for pair, latin_pair in GREEK_PAIRS.items():
        letters = letters.replace(pair, latin_pair)
    letters = re.sub(r"^μπ|μπ$", "b", letters)
    # αυ, ευ and ηυ are af, ef, if before a voiceless consonant and at the end; av, ev, iv else.
    letters = re.sub(r"([αεη])υ(?=[θκξπσςτφχψ]|$)", r"\1f", letters)
    letters = re.sub(r"([αεη])υ", r"\1v", letters)
    return "".join(GREEK.get(letter, letter) for letter in letters)


def georgian(name: str) -> str:
    """Return a Georgian name after the national system of 2002, without its apostrophes."""
    return "".join(GEORGIAN.get(letter, letter) for letter in name)
