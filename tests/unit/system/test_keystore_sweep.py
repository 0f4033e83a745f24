"""What an uninstaller has forgotten when it takes the reader's data along."""

import pytest
from keyring.backends.Windows import WinVaultKeyring

from desktop_app.cli import FAILED, main
from desktop_app.system.credentials import SERVICE
from desktop_app.system.keystore_sweep import is_ours, sweep


def test_each_name_of_ours_is_known() -> None:
    key = "wordpress|https://example.org|dana@example.org"
    assert is_ours(SERVICE)
    assert is_ours(WinVaultKeyring._compound_name(key, SERVICE))


@pytest.mark.parametrize(
    "target", ["", "git:https://example.org", "daily8-other", "daily8@other", "mydaily8", "Daily8x"]
)
def test_what_belongs_to_others_is_not(target: str) -> None:
    assert not is_ours(target)


def test_one_that_cannot_be_deleted_does_not_save_the_others() -> None:
    gone = []

    def delete(target: str) -> None:
        if target == "a@daily8":
            raise OSError("access denied")
        gone.append(target)

    targets = ["a@daily8", "git:https://example.org", "daily8", "b@daily8"]
    assert not sweep(targets, delete)
    assert gone == ["daily8", "b@daily8"]
    assert sweep(["b@daily8"], gone.append)


def test_elsewhere_no_uninstaller_can_ask_for_it() -> None:
    import sys

    if sys.platform == "win32":
        pytest.skip("it would forget the passwords of whoever runs this")
    assert main(["--forget-passwords"]) == FAILED
