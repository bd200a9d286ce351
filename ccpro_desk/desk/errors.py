"""What can go wrong at a workstation; every message is a French sentence for the agent.

DeskError
├── StoreProblem          the local store cannot be used as it is
│   ├── StoreDamaged      damaged, foreign, or another key: set aside, a new one is opened next time
│   ├── StoreBusy         another workstation has it open
│   ├── StoreTooNew       written by a later version of ccpro-desk
│   └── StoreFull         the disk takes nothing more
├── KeyProblem            the store's key cannot be had
│   └── WrongPassphrase
├── DeskRefused           known here to be impossible (`code`)
├── SignInRefused         the central does not let this person in
└── CentralUnreachable    no answer from the central
"""

from __future__ import annotations


class DeskError(Exception):
    """`str()` is the sentence; `hint` says what to do, `kept` what is not lost."""

    hint: str = ""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint or self.hint


class StoreProblem(DeskError):
    """The local store cannot be used as it is."""


class StoreDamaged(StoreProblem):
    """The file was set aside under another name; nothing of it was deleted."""


class StoreBusy(StoreProblem):
    """Another workstation has this store open."""


class StoreTooNew(StoreProblem):
    """The store was written by a later version of ccpro-desk."""


class StoreFull(StoreProblem):
    """The disk takes nothing more: what was typed stays in memory."""


class KeyProblem(DeskError):
    """The store's key cannot be had."""


class WrongPassphrase(KeyProblem):
    """The passphrase does not open the key."""


class DeskRefused(DeskError):
    """Known here to be impossible; `code`: of the contract, `offline`, `signed_out` or `not_available`."""

    def __init__(self, code: str, sentence: str, hint: str = "") -> None:
        super().__init__(sentence, hint)
        self.code = code


class SignInRefused(DeskError):
    """The central does not let this person in."""


class CentralUnreachable(DeskError):
    """No answer from the central, or one that makes no sense."""
