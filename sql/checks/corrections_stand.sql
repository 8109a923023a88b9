-- check: corrections_stand
-- severity: warn
-- owner: 业务科
-- message: 区级更正（勘误）之后镇街又报了同一事项，按区级更正的内容计
-- row: {table_title} {village_code}（{row_key}）：镇街第{delivery}号收件第{row_no}行
with

by_district as (
    select '公开备案表' as table_title, row_key, history, received_on, received_ns
    from stg_disclosures
    where by_district
    union all
    select '协商备案表' as table_title, row_key, history, received_on, received_ns
    from stg_consultations
    where by_district
    union all
    select '检查记录' as table_title, row_key, history, received_on, received_ns
    from stg_inspections
    where by_district
    union all
    select '异议投诉' as table_title, row_key, history, received_on, received_ns
    from stg_objections
    where by_district
    union all
    select '不适用及延期' as table_title, row_key, history, received_on, received_ns
    from stg_exemptions
    where by_district
),

by_township as (
    select '公开备案表' as table_title, village_code, row_key, history, received_on, received_ns, delivery, row_no
    from stg_disclosures
    where not by_district
    union all
    select '协商备案表' as table_title, village_code, row_key, history, received_on, received_ns, delivery, row_no
    from stg_consultations
    where not by_district
    union all
    select '检查记录' as table_title, village_code, row_key, history, received_on, received_ns, delivery, row_no
    from stg_inspections
    where not by_district
    union all
    select '异议投诉' as table_title, village_code, row_key, history, received_on, received_ns, delivery, row_no
    from stg_objections
    where not by_district
    union all
    select '不适用及延期' as table_title, village_code, row_key, history, received_on, received_ns, delivery, row_no
    from stg_exemptions
    where not by_district
),

snapshot as (
    select as_of from ref_snapshots
    where scope = 'current'
),

corrections as (
    select
        by_district.table_title,
        by_district.row_key,
        min(by_district.received_ns) as corrected_ns
    from by_district
    inner join snapshot on by_district.history or by_district.received_on <= snapshot.as_of
    group by by_district.table_title, by_district.row_key
)

select
    by_township.table_title,
    by_township.village_code,
    by_township.row_key,
    by_township.delivery,
    by_township.row_no
from by_township
inner join corrections
    on
        by_township.table_title = corrections.table_title
        and by_township.row_key = corrections.row_key
inner join snapshot on by_township.history or by_township.received_on <= snapshot.as_of
where by_township.received_ns > corrections.corrected_ns
