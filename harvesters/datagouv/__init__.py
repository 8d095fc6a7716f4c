"""Takes up datasets of data.gouv.fr into the portal, as a source type of ckanext-harvest."""
