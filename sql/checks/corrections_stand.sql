-- check: corrections_stand
-- severity: warn
-- owner: 业务科
-- message: 区级更正（勘误）之后镇街又报了同一事项，按区级更正的内容计
-- row: {table_title} {village_code}（{row_key}）：镇街第{delivery}号收件第{row_no}行
with

filings as (
    select '公开备案表' as table_title, village_code, row_key, by_district, history, received_on, received_ns, delivery, row_no
    from stg_disclosures
    union all
    select '协商备案表' as table_title, village_code, row_key, by_district, history, received_on, received_ns, delivery, row_no
    from stg_consultations
    union all
    select '检查记录' as table_title, village_code, row_key, by_district, history, received_on, received_ns, delivery, row_no
    from stg_inspections
    union all
    select '异议投诉' as table_title, village_code, row_key, by_district, history, received_on, received_ns, delivery, row_no
    from stg_objections
    union all
    select '不适用及延期' as table_title, village_code, row_key, by_district, history, received_on, received_ns, delivery, row_no
    from stg_exemptions
),

known as (
    select filings.*
    from filings
    inner join ref_snapshots as snapshots
        on filings.history or filings.received_on <= snapshots.as_of
    where snapshots.scope = 'current'
),

corrections as (
    select
        table_title,
        row_key,
        min(received_ns) as corrected_ns
    from known
    where by_district
    group by table_title, row_key
)

select
    known.table_title,
    known.village_code,
    known.row_key,
    known.delivery,
    known.row_no
from known
inner join corrections
    on
        known.table_title = corrections.table_title
        and known.row_key = corrections.row_key
where not known.by_district and known.received_ns > corrections.corrected_ns
