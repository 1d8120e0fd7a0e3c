"""Single sign-on of the municipality by OpenID Connect: four variables, all or none."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

VARIABLES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
PROVIDER = "kommune"


@dataclass(frozen=True)
class SingleSignOn:
    """`name` stands on the button; `allows_sign_up`: unknown people become professionals."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    allows_sign_up: bool = False

    @property
    def origin(self):
        """Scheme and host of the service, for the Content-Security-Policy."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def providers(self):
        """SOCIALACCOUNT_PROVIDERS; an address counts where the service says that it is verified."""
        app = {
            "provider_id": PROVIDER,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {"server_url": self.issuer, "email_authentication": True},
        }
        return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def single_sign_on(env, *, needs_tls):
    """Reads the variables; None where none is set. Raises ImproperlyConfigured naming what is missing or wrong."""
    values = {name: env.str(name, default="").strip() for name in VARIABLES}
    if not any(values.values()):
        return None
    for name, value in values.items():
        if not value:
            raise ImproperlyConfigured(f"Single sign-on needs the environment variable {name} too")
    issuer = urlsplit(values["OIDC_ISSUER"])
    if not issuer.netloc or issuer.scheme not in ({"https"} if needs_tls else {"https", "http"}):
        raise ImproperlyConfigured("The environment variable OIDC_ISSUER is no https:// address")
    return SingleSignOn(
        issuer=values["OIDC_ISSUER"].rstrip("/"),
        client_id=values["OIDC_CLIENT_ID"],
        client_secret=values["OIDC_CLIENT_SECRET"],
        name=values["OIDC_NAME"],
        allows_sign_up=env.bool("OIDC_SIGN_UP", default=False),
    )
