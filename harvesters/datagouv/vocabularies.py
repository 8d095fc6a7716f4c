"""The words of data.gouv.fr and those of the portal's fields, side by side.

Sources: udata 17 (frequencies, resource types, checksums, badges), EU Publications Office (frequency), implementing
regulation (EU) 2023/138 (categories of high-value datasets).
"""

from __future__ import annotations

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
FREQUENCIES = {
    "continuous": "UPDATE_CONT",
    "oneMinute": "1MIN",
    "fiveMinutes": "5MIN",
    "tenMinutes": "10MIN",
    "fifteenMinutes": "15MIN",
    "thirtyMinutes": "30MIN",
    "hourly": "HOURLY",
    "bihourly": "BIHOURLY",
    "trihourly": "TRIHOURLY",
    "twelveHours": "12HRS",
    "severalTimesADay": "CONT",
    "threeTimesADay": "DAILY_3",
    "semidaily": "DAILY_2",
    "daily": "DAILY",
    "fiveTimesAWeek": "WEEKLY_5",
    "threeTimesAWeek": "WEEKLY_3",
    "semiweekly": "WEEKLY_2",
    "weekly": "WEEKLY",
    "biweekly": "BIWEEKLY",
    "threeTimesAMonth": "MONTHLY_3",
    "semimonthly": "MONTHLY_2",
    "monthly": "MONTHLY",
    "bimonthly": "BIMONTHLY",
    "quarterly": "QUARTERLY",
    "threeTimesAYear": "ANNUAL_3",
    "semiannual": "ANNUAL_2",
    "annual": "ANNUAL",
    "biennial": "BIENNIAL",
    "triennial": "TRIENNIAL",
    "quadrennial": "QUADRENNIAL",
    "quinquennial": "QUINQUENNIAL",
    "decennial": "DECENNIAL",
    "bidecennial": "BIDECENNIAL",
    "tridecennial": "TRIDECENNIAL",
    "punctual": "AS_NEEDED",
    "irregular": "IRREG",
    "never": "NEVER",
    "notPlanned": "NOT_PLANNED",
    "other": "OTHER",
    "unknown": "UNKNOWN",
    # Former words, still met in what was saved long ago.
    "realtime": "UPDATE_CONT",
    "fourTimesADay": "CONT",
    "fourTimesAWeek": "OTHER",
    "fortnighly": "BIWEEKLY",
    "fortnightly": "BIWEEKLY",
    "biannual": "ANNUAL_2",
}

# The portal's three kinds; the exact type is kept beside.
RESOURCE_TYPES = {
    "main": "file",
    "update": "file",
    "code": "file",
    "other": "file",
    "documentation": "documentation",
    "api": "api",
}

CHECKSUMS = {"sha1": "sha1", "sha256": "sha256", "md5": "md5", "sha2": "sha256"}

HVD_BADGE = "hvd"
HVD_CATEGORY = "http://data.europa.eu/bna/"
# By the tag that says the category, which goes with the badge «hvd».
HVD_TAGS = {
    "meteorologiques": "c_164e0bf5",
    "entreprises-et-propriete-dentreprises": "c_a9135398",
    "entreprises-et-propriete-d-entreprises": "c_a9135398",
    "geospatiales": "c_ac64a52d",
    "mobilite": "c_b79e35eb",
    "observation-de-la-terre-et-environnement": "c_dd313021",
    "statistiques": "c_e1da4e07",
}

NO_LICENCE = "notspecified"
