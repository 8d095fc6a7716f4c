"""How large a file may be. The limits keep memory and time bounded; a commune's largest table is far under them."""

FILE_BYTES = 200 * 1024 * 1024
# A workbook is a zip: a table compresses about 10 times, a bomb over 100.
UNPACKED_BYTES = 1024 * 1024 * 1024
UNPACKED_RATIO = 200
# Under this size no ratio is suspicious: blank sheets compress very well.
SMALL_UNPACKED_BYTES = 50 * 1024 * 1024
COLUMNS = 2_000
ROWS = 5_000_000
CELL_CHARACTERS = 1_000_000
CELLS = 40_000_000
LINE_CHARACTERS = 10_000_000
# A spreadsheet's blank rows between two tables; more are the sheet's end, repeated to the last possible row.
BLANK_ROWS = 1_000
