"""Packaging of ckanext-socle: one distribution, one folder a plugin; data folders at the top, installed below it."""

from pathlib import Path

from setuptools import find_namespace_packages, setup

# Data folders live at the top of the repository, where contributors look for them, and install below ckanext.socle.
TOP_LEVEL = {
    "ckanext.socle.schemas": "schemas",
    "ckanext.socle.harvesters": "harvesters",
    "ckanext.socle.i18n": "i18n",
}


def packages() -> list[str]:
    """List every folder to install, data folders included, under its installed name."""
    names = find_namespace_packages(include=["ckanext.*"])
    for installed, folder in TOP_LEVEL.items():
        names += [installed, *(f"{installed}.{name}" for name in find_namespace_packages(folder))]
    return [name for name in names if "__pycache__" not in name]


setup(
    name="ckanext-socle",
    version="0.1.0",
    description="CKAN extensions with which a French territory hosts the open data of its small communes",
    long_description=Path("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="AGPL-3.0-or-later",
    python_requires=">=3.10",
    packages=packages(),
    package_dir=TOP_LEVEL,
    namespace_packages=["ckanext"],
    include_package_data=True,
    install_requires=Path("requirements/bundle.in").read_text(encoding="utf-8").splitlines(),
    extras_require={
        "portal": Path("requirements/portal.in").read_text(encoding="utf-8").splitlines(),
        "embedded": Path("requirements/embedded.in").read_text(encoding="utf-8").splitlines(),
    },
    entry_points={
        "ckan.plugins": [
            "socle = ckanext.socle.plugin:SoclePlugin",
            "territories = ckanext.territories.plugin:TerritoriesPlugin",
            "deposit = ckanext.deposit.plugin:DepositPlugin",
            "scdl_validation = ckanext.scdl_validation.plugin:ScdlValidationPlugin",
            "observatory = ckanext.observatory.plugin:ObservatoryPlugin",
            "window = ckanext.window.plugin:WindowPlugin",
            "datagouv = ckanext.datagouv.plugin:DatagouvPlugin",
            "datagouv_harvester = ckanext.socle.harvesters.datagouv.plugin:DatagouvHarvesterPlugin",
            "projection = ckanext.socle.harvesters.projection.plugin:ProjectionPlugin",
            "pg_search = ckanext.pg_search.plugin:PgSearchPlugin",
        ],
        "ckan.rdf.profiles": [
            "socle_datagouv = ckanext.datagouv.profile:DatagouvProfile",
        ],
        "console_scripts": [
            "socle = ckanext.socle.launcher.cli:main",
            "scdl = ckanext.scdl.cli:main",
        ],
    },
)
