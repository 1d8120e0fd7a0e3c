"""What the containers' health checks run: `python -m netzwerk.healthcheck web` or `beat`; exit code 0 means healthy.

Standard library only, so that a check costs next to nothing.
"""

import http.client
import os
import sys
import time
from pathlib import Path

# Celery's beat writes its schedule down every three minutes.
BEAT_SILENCE_SECONDS = 420


def web_answers():
    """True when `/gesund/` of this container answers; asked under the portal's own name, the only one it accepts."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("WEB_PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/gesund/", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def beat_writes(now):
    """True when beat has written its schedule lately; the database module adds a suffix of its own to the name."""
    schedule = Path(os.environ["BEAT_SCHEDULE"])
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and now - max(written) < BEAT_SILENCE_SECONDS


def main(arguments):
    if arguments == ["web"]:
        return web_answers()
    if arguments == ["beat"]:
        return beat_writes(time.time())
    raise SystemExit("web oder beat")


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
