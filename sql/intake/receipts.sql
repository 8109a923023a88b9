-- model: receipts
-- title: 回执
-- grain: delivery × sheet
-- depends: raw_receipts
-- One row is what became of one sheet of a delivery, or of a file refused whole or sent twice.

select
    file_sha256,
    file,
    delivery,
    township_code,
    received_at,
    history,
    table_code as "table",
    sheet,
    status,
    reason,
    row_count as "rows",
    accepted,
    quarantined,
    non_data,
    warnings,
    sheet_no
from raw_receipts
