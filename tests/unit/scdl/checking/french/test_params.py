import pytest

from ckanext.scdl.checking.french import CHECKS, BadParams


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_without_its_params_is_refused(name):
    with pytest.raises(BadParams):
        CHECKS[name].from_params({})
