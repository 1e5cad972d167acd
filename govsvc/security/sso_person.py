"""Whom an identity provider (OpenID Connect) has named: claims of its ID token → a person."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: the claim that holds the groups, where the settings name no other
GROUPS = "groups"
EMAIL_SHAPE = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
#: characters of an e-mail or a group
LONGEST = 200
_MOST_GROUPS = 200
#: characters of a displayed name
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom an identity provider has named.

    `name` is unique: it ends with the verified e-mail, else with a hash of the claim `sub`; no
    account can have such a name. `email`: "" where the provider has not verified it.
    """

    name: str
    email: str
    groups: tuple[str, ...]
    provider: str = ""


def person_of(
    claims: Mapping[str, object], groups_claim: str = GROUPS, provider: str = ""
) -> Person | None:
    """The person that the claims name; None where they name nobody."""
    subject, issuer = claims.get("sub"), claims.get("iss")
    if not isinstance(subject, str) or not subject or not isinstance(issuer, str):
        return None
    email = _verified_email(claims)
    mark = email or "#" + _digest(f"{issuer}\n{subject}")[:12]
    return Person(
        f"{_displayed_name(claims) or '统一身份'} {mark}",
        email,
        _groups(claims.get(groups_claim)),
        provider,
    )


def _verified_email(claims: Mapping[str, object]) -> str:
    """The e-mail in lower case; "" where the provider has not verified it.

    Letters other than ASCII may fold into those of somebody else's address: none is accepted.
    """
    email, verified = claims.get("email"), claims.get("email_verified")
    if not isinstance(email, str) or not (verified is True or verified == "true"):
        return ""
    email = email.strip()
    is_plain = email.isascii() and email.isprintable() and len(email) <= LONGEST
    return email.lower() if is_plain and EMAIL_SHAPE.fullmatch(email) else ""


def _displayed_name(claims: Mapping[str, object]) -> str:
    """What the provider calls him, without control and invisible characters; may be ""."""
    name = claims.get("name") or claims.get("preferred_username")
    if not isinstance(name, str):
        return ""
    visible = (letter for letter in name if unicodedata.category(letter) != "Cf")
    printable = "".join(letter if letter.isprintable() else " " for letter in visible)
    return " ".join(printable.split())[:_LONGEST_NAME]


def _groups(claim: object) -> tuple[str, ...]:
    """The groups of a claim, one text or several in a list; anything else in it is left out."""
    names = [claim] if isinstance(claim, str) else claim if isinstance(claim, Sequence) else []
    return tuple(name[:LONGEST] for name in names if isinstance(name, str))[:_MOST_GROUPS]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
