"""gunicorn in production. No access log: it would write down which path somebody read."""

import os

bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Loaded once before the workers part: they share its memory, and no reader waits for imports.
preload_app = True
timeout = 30
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
accesslog = None
# An overlong query gets the portal's kind sentence, not gunicorn's bare 400; the proxy bounds what comes in.
limit_request_line = 0
control_socket_disable = True
# Heartbeat files belong into memory: the root file system is read-only.
worker_tmp_dir = "/dev/shm"  # noqa: S108
# Only the TLS proxy of docker-compose.yml reaches this port.
forwarded_allow_ips = "*"
