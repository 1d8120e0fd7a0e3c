"""A real OpenID Connect service on this machine, and the portal set to it."""

import contextlib
import logging

import requests
from oidc_provider_mock import User, run_server_in_thread

from netzwerk.single_sign_on import SingleSignOn

NAME = "Stadt Musterhausen"


@contextlib.contextmanager
def running(*people):
    """Runs the service with `people` (claims with `sub`); yields its address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    users = [User(sub=claims["sub"], claims={k: v for k, v in claims.items() if k != "sub"}) for claims in people]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


def use_service(settings, issuer, *, allows_sign_up=False):
    """Sets the portal to the service at `issuer`, as the environment would."""
    settings.SINGLE_SIGN_ON = SingleSignOn(
        issuer=issuer, client_id="portal", client_secret="geheim", name=NAME, allows_sign_up=allows_sign_up
    )
    settings.SOCIALACCOUNT_PROVIDERS = settings.SINGLE_SIGN_ON.providers


def authorize(address, sub):
    """Signs in at the service as a browser would; returns the address it leads back to."""
    response = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    return response.headers["Location"]
