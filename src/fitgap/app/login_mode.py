"""Whether people log in, how, and whether the screens may be served beyond this computer.

Everything is said by environment variables, so that it holds whichever way the screens were started.
"""

import hmac
import ipaddress
import os
import time
from collections.abc import Mapping
from enum import StrEnum

from fitgap.model.access import Login
from fitgap.model.message import AccessError, UsageError, message

LOGIN_VARIABLE = "FITGAP_LOGIN"
OPEN_VARIABLE = "FITGAP_OPEN_WITHOUT_LOGIN"
GROUPS_CLAIM_VARIABLE = "FITGAP_GROUPS_CLAIM"
EMAIL_HEADER_VARIABLE = "FITGAP_PROXY_EMAIL_HEADER"
NAME_HEADER_VARIABLE = "FITGAP_PROXY_NAME_HEADER"
GROUPS_HEADER_VARIABLE = "FITGAP_PROXY_GROUPS_HEADER"
SECRET_VARIABLE = "FITGAP_PROXY_SECRET"  # noqa: S105 - the name of a variable, no secret
SECRET_HEADER = "X-Fitgap-Proxy-Secret"  # noqa: S105 - the name of a header, no secret
FORWARDED_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
YES = "yes"


class LoginMode(StrEnum):
    """`NONE`: a single PC, everything is allowed. `OIDC`: a provider that Streamlit asks. `PROXY`: a header of a
    reverse proxy that has asked already."""

    NONE = "none"
    OIDC = "oidc"
    PROXY = "proxy"


def login_mode(has_provider: bool) -> LoginMode:
    """How people log in: as FITGAP_LOGIN says, else by the provider that Streamlit's secrets name, else not at all.

    Raises UsageError for an unknown word and where the named way is not set up.
    """
    said = os.environ.get(LOGIN_VARIABLE, "").strip().lower()
    if not said:
        return LoginMode.OIDC if has_provider else LoginMode.NONE
    if said not in set(LoginMode):
        raise UsageError(message("login.unknown_mode", variable=LOGIN_VARIABLE, said=said))
    mode = LoginMode(said)
    if mode is LoginMode.OIDC and not has_provider:
        raise UsageError(message("login.no_provider", variable=LOGIN_VARIABLE))
    if mode is LoginMode.PROXY and not _setting(EMAIL_HEADER_VARIABLE):
        raise UsageError(message("login.no_header", variable=EMAIL_HEADER_VARIABLE))
    return mode


def check_listening(mode: LoginMode, address: str | None) -> None:
    """Raise AccessError where people from outside could come in without a login, unless that was asked for."""
    if is_loopback(address):
        return
    if mode is LoginMode.PROXY and not _setting(SECRET_VARIABLE):
        raise AccessError(message("login.proxy_without_secret", address=address or "*", variable=SECRET_VARIABLE))
    if mode is LoginMode.NONE and not is_open_on_purpose():
        raise AccessError(message("login.open", address=address or "*", variable=OPEN_VARIABLE))


def check_forwarded(mode: LoginMode, headers: Mapping[str, str]) -> None:
    """Raise AccessError where a proxy hands people on who never logged in: listening on loopback hides that."""
    if mode is LoginMode.NONE and not is_open_on_purpose() and any(name in headers for name in FORWARDED_HEADERS):
        raise AccessError(message("login.forwarded", variable=OPEN_VARIABLE))


def is_loopback(address: str | None) -> bool:
    """True for an address that only this computer reaches; no address means every one of them."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def is_open_on_purpose() -> bool:
    """True when somebody said that everybody who reaches the screens may do everything."""
    return os.environ.get(OPEN_VARIABLE, "").strip().lower() == YES


def login_of_claims(claims: Mapping[str, object]) -> Login | None:
    """Who an OIDC login is, None for nobody. Raises AccessError for one that has ended, has no end, or whose e-mail
    address the provider does not vouch for."""
    if claims.get("is_logged_in") is not True:
        return None
    expires_at = claims.get("exp")
    if isinstance(expires_at, bool) or not isinstance(expires_at, int | float) or time.time() >= expires_at:
        raise AccessError(message("access.over"))
    email = str(claims.get("email") or "").strip()
    if not email or claims.get("email_verified") is False:
        raise AccessError(message("login.no_email"))
    groups = claims.get(_setting(GROUPS_CLAIM_VARIABLE) or "groups")
    return Login(
        email=email.casefold(),
        name=str(claims.get("name") or "").strip(),
        groups=frozenset(map(str, groups)) if isinstance(groups, list) else frozenset(),
        expires_at=float(expires_at),
    )


def login_of_headers(headers: Mapping[str, str]) -> Login | None:
    """Who a trusted proxy says it is, None for nobody; without the agreed secret nobody is believed."""
    secret = _setting(SECRET_VARIABLE)
    if secret and not hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(), secret.encode()):
        return None
    email = _header(headers, EMAIL_HEADER_VARIABLE)
    if not email:
        return None
    groups = _header(headers, GROUPS_HEADER_VARIABLE).split(",")
    return Login(
        email=email.casefold(),
        name=_header(headers, NAME_HEADER_VARIABLE),
        groups=frozenset(group.strip() for group in groups if group.strip()),
    )


def _header(headers: Mapping[str, str], variable: str) -> str:
    name = _setting(variable)
    return headers.get(name, "").strip() if name else ""


def _setting(variable: str) -> str:
    return os.environ.get(variable, "").strip()
