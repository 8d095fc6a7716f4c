"""Exchange with data.gouv.fr: the DCAT feeds that it harvests, and download addresses that never change."""
