"""`BROWSER` of tests: opens an address, fills in the portal's form, and follows it back to the workstation.

`python browser.py USER URL`; USER `-` closes the tab without signing in.
"""

from __future__ import annotations

import html
import re
import sys

import httpx

_INPUT = re.compile(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"')


def main(user: str, url: str) -> int:
    if user == "-":
        return 0
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.get(url)
        asked = {name: html.unescape(value) for name, value in _INPUT.findall(page.text)}
        asks_subject = 'name="user"' not in page.text
        form = {"sub": user} if asks_subject else {**asked, "user": user, "password": user}
        back = browser.post(str(page.url), data=form)
    print(back.status_code, back.url.copy_with(query=None), file=sys.stderr)
    return 0 if back.is_success else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
