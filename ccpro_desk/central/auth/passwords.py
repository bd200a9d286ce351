"""Password hashes (argon2id), computed in threads of their own: one costs tens of milliseconds and 64 MB."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$gArA4j9/nyo1Q8tlzq+wAQ$7SJlViAVvZomGqpPTsmebLO7YM/ic2M/kFM4CtJtN0Q"
"""The hash that an unknown login is checked against, so that it takes as long as a known one."""
_THREADS = 2


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its own salt."""
    return _hasher().hash(password.encode("utf-8", "surrogatepass"))


def verify(password_hash: str, password: str) -> bool:
    """Whether the password is right; a damaged hash is right for none."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(password_hash, password.encode("utf-8", "surrogatepass"))
    except (Argon2Error, InvalidHashError):
        return False


async def verify_slowly(password_hash: str | None, password: str) -> bool:
    """`verify` in a thread; no account (`None`) costs the same and is never right."""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_threads(), verify, password_hash or NOBODY, password)
    return right and password_hash is not None
