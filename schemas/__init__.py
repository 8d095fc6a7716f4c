"""What is declared: dataset and organisation forms, licences, and the SCDL schemas, as data."""
