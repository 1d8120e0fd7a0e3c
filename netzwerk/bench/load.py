"""Requests per second: by `wrk` where it is on the PATH, otherwise by a small generator on plain sockets."""

import re
import shutil
import socket
import subprocess
import time
from collections import deque

CONNECTIONS = 8
ACCEPT = "gzip, deflate, br"


class WrongAnswer(Exception):
    """The server did not answer as the measurement needs it."""


def requests_per_second(port, path, *, seconds, status, headers=None):
    """Rate at CONNECTIONS at once; every answer must have `status`, else WrongAnswer."""
    headers = {"Accept-Encoding": ACCEPT, **(headers or {})}
    if fetch(port, path, headers).status != status:
        raise WrongAnswer(f"{path}: {fetch(port, path, headers).status} instead of {status}")
    return _by_wrk(port, path, seconds, headers) if shutil.which("wrk") else _by_sockets(port, path, seconds, headers)


def _by_wrk(port, path, seconds, headers):
    named = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *named, f"http://127.0.0.1:{port}{path}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))


def _by_sockets(port, path, seconds, headers):
    """Keeps CONNECTIONS requests on their way and reads the oldest; a sync worker closes after each answer."""
    request = _request(path, headers)
    waiting = deque(_send(port, request) for _ in range(CONNECTIONS))
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        connection = waiting.popleft()
        while connection.recv(65_536):
            pass
        connection.close()
        done += 1
        waiting.append(_send(port, request))
    elapsed = time.perf_counter() - started
    for connection in waiting:
        connection.close()
    return done / elapsed


def posts_per_second(port, path, forms, *, seconds, status):
    """Rate of sent forms, CONNECTIONS at once; `forms` gives (headers, body) without end. Raises WrongAnswer."""
    waiting = deque(_send(port, _form_request(path, *next(forms))) for _ in range(CONNECTIONS))
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        _expect(_receive(waiting.popleft()), status)
        done += 1
        waiting.append(_send(port, _form_request(path, *next(forms))))
    elapsed = time.perf_counter() - started
    for connection in waiting:
        _receive(connection)
    return done / elapsed


def post(port, path, headers, body):
    """Sends one form; returns the Answer."""
    return _receive(_send(port, _form_request(path, headers, body)))


def _expect(answer, status):
    if answer.status != status:
        raise WrongAnswer(f"{answer.status} instead of {status}")


def _request(path, headers, method="GET"):
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


def _form_request(path, headers, body):
    about = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _request(path, headers | about, "POST") + body


def _receive(connection):
    with connection:
        return Answer(b"".join(iter(lambda: connection.recv(65_536), b"")))


def _send(port, request):
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(request)
    return connection


class Answer:
    """One whole answer as it came over the wire; `size` counts its headers too."""

    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.size = len(raw)


def fetch(port, path, headers=None):
    return _receive(_send(port, _request(path, headers or {"Accept-Encoding": ACCEPT})))
