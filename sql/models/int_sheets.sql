-- model: int_sheets
-- title: 收到的工作表
-- grain: delivery × sheet_no
-- kind: view
-- depends: raw_receipts
-- One row is one sheet of one delivery, with the names by which a filing's row is found again. Models with
-- many rows carry the two numbers, and look the names up at the end.

select
    delivery,
    sheet_no,
    file_sha256,
    sheet
from raw_receipts
