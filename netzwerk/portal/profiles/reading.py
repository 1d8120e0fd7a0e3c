"""Reads a profile and what it includes; every mistake is found before anything is changed."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from netzwerk.portal.profiles.checks import check_profile
from netzwerk.portal.profiles.mistakes import Mistake, ProfileRefused, key_of, reason_of
from netzwerk.portal.profiles.shape import ProfilePart, SharedPart

SHARED_SECTIONS = tuple(SharedPart.model_fields)


def read_profile(path):
    """The checked ProfilePart of the file at `path`; raises ProfileRefused with all mistakes."""
    path = Path(path)
    content = _parse(path)
    files = dict.fromkeys(SHARED_SECTIONS, path.name)
    mistakes = []
    for name in content.get("include", []) if isinstance(content.get("include"), list) else []:
        mistakes += _include(path, name, content, files)
    profile = _shaped(ProfilePart, content, path.name, mistakes, files)
    if mistakes:
        raise ProfileRefused(mistakes)
    found = [Mistake(files.get(key[0], path.name), key_of(key), reason) for key, reason in check_profile(profile)]
    if found:
        raise ProfileRefused(found)
    return profile


def _include(path, name, content, files):
    """Adds the sections of an included file to `content`; returns its mistakes."""
    mistakes = []
    if not isinstance(name, str) or Path(name).name != name:
        return [Mistake(path.name, "include", "nennt nur Dateien aus demselben Ordner.")]
    try:
        included = _parse(path.with_name(name))
    except ProfileRefused as refused:
        return refused.mistakes
    for section, rows in included.items():
        if section not in SHARED_SECTIONS:
            mistakes.append(Mistake(name, section, "Diesen Abschnitt gibt es in gemeinsamen Dateien nicht."))
        elif section in content:
            mistakes.append(Mistake(name, section, f"Dieser Abschnitt steht schon in {files[section]}."))
        else:
            content[section], files[section] = rows, name
    return mistakes


def _parse(path):
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        reason = "Diese Datei lässt sich nicht lesen."
    except UnicodeDecodeError as error:
        reason = f"Die Datei ist nicht in UTF-8 geschrieben (Byte {error.start + 1})."
    except tomllib.TOMLDecodeError as error:
        reason = f"Das ist kein gültiges TOML: {error}."
    raise ProfileRefused([Mistake(path.name, "", reason)])


def _shaped(shape, content, file, mistakes, files):
    try:
        return shape.model_validate(content)
    except ValidationError as refused:
        for error in refused.errors():
            mistakes.append(Mistake(files.get(error["loc"][0], file), _key(error["loc"]), reason_of(error)))
        return None


def _key(location):
    """Location without pydantic's own names for the branches of a union."""
    return key_of(part for part in location if isinstance(part, int) or part.isidentifier())
