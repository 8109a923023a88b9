-- model: explained_files
-- title: 收件的文件名
-- grain: delivery
-- kind: view
-- depends: raw_receipts
-- One row is the name under which a delivery came, a zip's member as zip/member.

select
    delivery,
    max(file) as file
from raw_receipts
group by delivery
