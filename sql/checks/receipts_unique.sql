-- check: receipts_unique
-- severity: stop
-- owner: 业务科
-- message: 同一收件的同一工作表有不止一份回执
-- row: 第{delivery}号收件 {file} 第{sheet_no}张表：{times}份
select
    delivery,
    sheet_no,
    min(file) as file,
    count(*) as times
from raw_receipts
group by delivery, sheet_no
having count(*) > 1
