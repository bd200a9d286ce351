"""IBAN and BIC."""

from __future__ import annotations

import re

from ccpro_desk.domain.checks.wrong import Wrong, close

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{1,30}", re.ASCII)
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)


def iban(text: str) -> str | Wrong:
    """An account's number (ISO 13616); of a French one its own key too."""
    from schwifty import IBAN
    from schwifty.exceptions import InvalidCountryCode, InvalidLength, SchwiftyException

    number = close(text).upper()
    if not _IBAN.fullmatch(number):
        return Wrong(
            "IBAN incorrect : deux lettres, deux chiffres, puis le compte ; 27 caractères en France."
        )
    try:
        IBAN(number, validate_bban=number.startswith("FR"))
    except InvalidCountryCode:
        return Wrong(f"IBAN incorrect : « {number[:2]} » n'est pas un pays qui délivre des IBAN.")
    except InvalidLength:
        return Wrong(f"IBAN incorrect : {len(number)} caractères, ce n'est pas la longueur de ce pays.")
    except SchwiftyException:
        return Wrong("IBAN incorrect : la clé ne correspond pas, un caractère est sans doute faux.")
    return number


def bic(text: str) -> str | Wrong:
    """A bank's code, 8 or 11 characters."""
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    code = close(text).upper()
    if not _BIC.fullmatch(code):
        return Wrong("BIC incorrect : 8 ou 11 caractères sont attendus, par exemple AGRIFRPP.")
    try:
        BIC(code)
    except SchwiftyException:
        return Wrong(f"BIC incorrect : « {code[4:6]} » n'est pas un pays.")
    return code
