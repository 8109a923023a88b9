-- model: quarantine
-- title: 待更正单元格
-- grain: delivery × finding
-- depends: raw_quarantine
-- One row is one finding of a delivery: an error that keeps its row out, or a warned cell. A key written
-- twice in one file is counted on the receipt and told in the answer to the township; no cell is wrong.

select
    file_sha256,
    file,
    delivery,
    table_code as "table",
    sheet,
    row_no as "row",
    cell,
    column_code as "column",
    header,
    "text",
    reason,
    message,
    accepted_form,
    severity,
    sheet_no,
    finding_no
from raw_quarantine
where reason <> 'key_repeated'
