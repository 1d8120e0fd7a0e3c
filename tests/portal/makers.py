"""A small good profile, and loading it or an example."""

from pathlib import Path

from django.core.management import call_command

from reporting_paths.paths.standard import load_standard_paths

NETWORKS = Path(__file__).parents[2] / "netzwerk" / "networks"

GOOD = """
include = ["gruppen.toml"]
shared_postal_codes = ["50009"]
organisations = [{ name = "Kita Sonnenhof", category = "2", office = "amt", town = "oben" }]

[network]
key = "muster"
name = "Netzwerk Kinderschutz Muster"
short_name = "Muster"
operator = "Jugendamt Muster"

[[offices]]
key = "amt"
name = "Jugendamt Muster"
short_name = "Muster"

[[towns]]
slug = "oben"
name = "Oben"
office = "amt"
postal_codes = ["50001", "50009"]

[[towns]]
slug = "unten"
name = "Unten"
office = "amt"
postal_codes = ["50002", "50009"]

[[contacts]]
key = "nacht"
kind = "on_call"
name = "Bereitschaft"
phone = "0221 4710-110"
is_always_open = true

[[contacts]]
key = "tag"
kind = "asd"
name = "Sozialer Dienst"
office = "amt"
phone = "0221 4710-100"
fallback = "nacht"
hours = [{ days = "Mo-Do", opens = "8:30", closes = "17:00" }, { days = "Fr", opens = "8:30", closes = "12:00" }]

[[closures]]
from = "12-24"
until = "01-01"
reason = "Betriebsferien"
"""
GROUPS = """
[[actor_categories]]
code = "2"
legal_ref = "§ 9 Abs. 4 Satz 1 Nr. 2"
title = "Träger"
short_title = "Träger"
"""


def load(path, **options):
    call_command("load_network", str(path), **options)


def load_example(name):
    """One of the networks that come with the portal; its deadlines need the paths."""
    load_standard_paths()
    load(NETWORKS / f"{name}.toml")
