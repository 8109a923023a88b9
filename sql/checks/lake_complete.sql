-- check: lake_complete
-- severity: stop
-- owner: 业务科
-- message: 回执所记的收下行数与数据湖中的行数不符
-- row: 第{delivery}号收件 {file} {sheet}：回执收下{accepted}行，数据湖中{in_lake}行
with

rows_in_lake as (
    select delivery, sheet_no, 'disclosures' as table_code from stg_disclosures
    union all
    select delivery, sheet_no, 'consultations' as table_code from stg_consultations
    union all
    select delivery, sheet_no, 'inspections' as table_code from stg_inspections
    union all
    select delivery, sheet_no, 'objections' as table_code from stg_objections
    union all
    select delivery, sheet_no, 'exemptions' as table_code from stg_exemptions
),

counted as (
    select
        delivery,
        sheet_no,
        table_code,
        count(*) as in_lake
    from rows_in_lake
    group by delivery, sheet_no, table_code
)

select
    coalesce(receipts.delivery, counted.delivery) as delivery,
    receipts.file,
    coalesce(receipts.sheet_no, counted.sheet_no) as sheet_no,
    receipts.sheet,
    coalesce(receipts.accepted, 0) as accepted,
    coalesce(counted.in_lake, 0) as in_lake
from raw_receipts as receipts
full outer join counted
    on
        receipts.delivery = counted.delivery
        and receipts.sheet_no = counted.sheet_no
        and receipts.table_code = counted.table_code
where coalesce(receipts.accepted, 0) <> coalesce(counted.in_lake, 0)
