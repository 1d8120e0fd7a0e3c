"""Where somebody is signed in, in words."""

from django.utils.translation import gettext as _

# Each browser also names those it descends from: the first that fits counts.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def describe_browser(user_agent):
    """„Firefox, Windows“ of what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("Unbekannter Browser"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser}, {system}" if system else browser
