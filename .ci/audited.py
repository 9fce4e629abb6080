"""Says what pip-audit found. It ends well even where it could ask about no package: that is not called a pass here."""

import json
import re
import sys
from pathlib import Path

_UNREACHABLE = re.compile(r"connection|max retries|timed? ?out|name resolution|unreachable", re.IGNORECASE)


def verdict(found: str, said: str) -> tuple[int, str]:
    """The exit status and the words for it, from the JSON that pip-audit wrote ("" if none) and what it said."""
    if not found:
        if _UNREACHABLE.search(said):
            return 0, "audit skipped: the advisory service cannot be reached"
        return 1, said.strip() or "audit failed: pip-audit wrote nothing"
    packages = json.loads(found)["dependencies"]
    asked = [package for package in packages if "skip_reason" not in package]
    unknown = sorted(package["name"] for package in packages if "skip_reason" in package)
    flaws = [f"{p['name']} {p['version']}: {flaw['id']}" for p in asked for flaw in p["vulns"]]
    if flaws:
        return 1, "\n".join(["audit failed: known vulnerabilities", *flaws])
    if not asked:
        return 0, f"audit skipped: the advisory service answered about none of the {len(packages)} packages"
    rest = f"; it does not know {', '.join(unknown)}" if unknown else ""
    return 0, f"audit passed: nothing is known against {len(asked)} packages{rest}"


if __name__ == "__main__":
    output, told = Path(sys.argv[1]), Path(sys.argv[2])
    status, words = verdict(output.read_text() if output.is_file() else "", told.read_text())
    sys.stdout.write(f"{words}\n")
    sys.exit(status)
