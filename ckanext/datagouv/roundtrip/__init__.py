"""The round trip: the portal's harvest sources on data.gouv.fr, and what of each dataset has arrived there."""
