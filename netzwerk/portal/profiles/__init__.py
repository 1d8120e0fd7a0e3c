"""Network profiles: one TOML file describes a network; reading, checking and loading it."""

from netzwerk.portal.profiles.applying import apply_profile
from netzwerk.portal.profiles.mistakes import ProfileRefused
from netzwerk.portal.profiles.reading import read_profile

__all__ = ["ProfileRefused", "apply_profile", "read_profile"]
