"""Uploaded bytes, each content once."""

import hashlib

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from fitgap.deciding.schema import contents


def put(connection: Connection, content: bytes) -> str:
    """Store bytes where they are not there yet; returns their SHA-256 in hex."""
    digest = hashlib.sha256(content).hexdigest()
    known = connection.execute(select(contents.c.hash).where(contents.c.hash == digest)).scalar_one_or_none()
    if known is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(contents).values(hash=digest, bytes=content))
        except IntegrityError:
            return digest  # somebody else stored the very same bytes in between
    return digest


def get(connection: Connection, digest: str) -> bytes:
    """The bytes of a digest that a row refers to."""
    return bytes(connection.execute(select(contents.c.bytes).where(contents.c.hash == digest)).scalar_one())
