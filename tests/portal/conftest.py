"""A profile to break."""

import pytest

from tests.portal.makers import GOOD, GROUPS


@pytest.fixture
def profile(tmp_path):
    """Writes the good profile with replacements (old → new) and returns its path."""

    def write(*replacements, groups=GROUPS):
        text = GOOD
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "gruppen.toml").write_text(groups, encoding="utf-8")
        path = tmp_path / "muster.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
