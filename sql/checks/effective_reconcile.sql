-- check: effective_reconcile
-- severity: stop
-- owner: 业务科
-- message: 数据湖中的主键与有效行对不上（除作废的以外，每个主键应当恰有一条有效行）
-- row: {table_title}：主键{keys}个，其中作废过{withdrawn}个，有效行{effective}条
with

known as (
    select '公开备案表' as table_title, filings.row_key, filings.void
    from stg_disclosures as filings
    inner join ref_snapshots as snapshots on filings.history or filings.received_on <= snapshots.as_of
    where snapshots.scope = 'current'
    union all
    select '协商备案表' as table_title, filings.row_key, filings.void
    from stg_consultations as filings
    inner join ref_snapshots as snapshots on filings.history or filings.received_on <= snapshots.as_of
    where snapshots.scope = 'current'
    union all
    select '检查记录' as table_title, filings.row_key, filings.void
    from stg_inspections as filings
    inner join ref_snapshots as snapshots on filings.history or filings.received_on <= snapshots.as_of
    where snapshots.scope = 'current'
    union all
    select '异议投诉' as table_title, filings.row_key, filings.void
    from stg_objections as filings
    inner join ref_snapshots as snapshots on filings.history or filings.received_on <= snapshots.as_of
    where snapshots.scope = 'current'
    union all
    select '不适用及延期' as table_title, filings.row_key, filings.void
    from stg_exemptions as filings
    inner join ref_snapshots as snapshots on filings.history or filings.received_on <= snapshots.as_of
    where snapshots.scope = 'current'
),

counted as (
    select
        table_title,
        count(distinct row_key) as keys,
        count(distinct case when void then row_key end) as withdrawn
    from known
    group by table_title
),

effective as (
    select '公开备案表' as table_title, count(*) as effective from int_effective_disclosures
    where scope = 'current'
    union all
    select '协商备案表' as table_title, count(*) as effective from int_effective_consultations
    where scope = 'current'
    union all
    select '检查记录' as table_title, count(*) as effective from int_effective_inspections
    where scope = 'current'
    union all
    select '异议投诉' as table_title, count(*) as effective from int_effective_objections
    where scope = 'current'
    union all
    select '不适用及延期' as table_title, count(*) as effective from int_effective_exemptions
    where scope = 'current'
),

compared as (
    select
        effective.table_title,
        coalesce(counted.keys, 0) as keys,
        coalesce(counted.withdrawn, 0) as withdrawn,
        effective.effective
    from effective
    left join counted on effective.table_title = counted.table_title
)

select
    table_title,
    keys,
    withdrawn,
    effective
from compared
where effective > keys or effective + withdrawn < keys
