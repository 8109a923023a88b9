-- check: receipts_reconcile
-- severity: stop
-- owner: 业务科
-- message: 回执行数与收下、待更正、非数据行之和不符
-- row: 第{delivery}号收件 {file} {sheet}：共{row_count}行，收下{accepted}，待更正{quarantined}，非数据{non_data}
select
    delivery,
    file,
    sheet,
    row_count,
    accepted,
    quarantined,
    non_data
from raw_receipts
where row_count <> accepted + quarantined + non_data
