-- model: int_obligation_counts
-- title: 应公开事项计数
-- grain: scope × level × code
-- depends: int_obligations
-- One row is the counts of a village's, a township's or the district's obligations in the window.
-- code is empty for the district. median_days_late is the nearest rank, the lower middle of an even count.

with

obligations as (
    select
        scope,
        village_code,
        township_code,
        due_on,
        status,
        not_received,
        published_on,
        days_late,
        posting,
        elements_ok,
        procedure_ok,
        filing,
        review,
        rectification,
        complete
    from int_obligations
    where in_window
),

-- A village that moves has a row for each of its townships.
by_village as (
    select
        scope,
        village_code,
        township_code,
        count(*) filter (where status in ('on_time', 'late', 'missing')) as due,
        count(*) filter (where status = 'on_time') as on_time,
        count(*) filter (where status = 'late') as late,
        count(*) filter (where status = 'missing') as missing,
        count(*) filter (where not_received) as not_received,
        count(*) filter (where status = 'pending') as pending,
        count(*) filter (where status = 'exempt') as exempt,
        count(*) filter (where posting = 'running') as running,
        count(*) filter (where complete) as complete,
        count(*) filter (where elements_ok) as elements_ok,
        count(*) filter (where posting in ('ok', 'running', 'short_cured')) as posting_fit,
        count(*) filter (where procedure_ok) as procedure_ok,
        count(*) filter (where filing = 'on_time') as filing_on_time,
        count(*) filter (where filing in ('on_time', 'late', 'missing')) as filing_judged,
        count(*) filter (where review = 'on_time') as review_on_time,
        count(*) filter (where review in ('on_time', 'late', 'missing')) as review_judged,
        count(*) filter (where rectification in ('done', 'late')) as rectified,
        count(*) filter (where rectification in ('done', 'late', 'overdue')) as rectification_judged,
        count(*) filter (where status in ('on_time', 'late') and published_on = due_on) as on_deadline
    from obligations
    group by scope, village_code, township_code
),

counted as (
    select
        scope,
        village_code,
        township_code,
        cast(sum(due) as bigint) as due,
        cast(sum(on_time) as bigint) as on_time,
        cast(sum(late) as bigint) as late,
        cast(sum(missing) as bigint) as missing,
        cast(sum(not_received) as bigint) as not_received,
        cast(sum(pending) as bigint) as pending,
        cast(sum(exempt) as bigint) as exempt,
        cast(sum(running) as bigint) as running,
        cast(sum(complete) as bigint) as complete,
        cast(sum(elements_ok) as bigint) as elements_ok,
        cast(sum(posting_fit) as bigint) as posting_fit,
        cast(sum(procedure_ok) as bigint) as procedure_ok,
        cast(sum(filing_on_time) as bigint) as filing_on_time,
        cast(sum(filing_judged) as bigint) as filing_judged,
        cast(sum(review_on_time) as bigint) as review_on_time,
        cast(sum(review_judged) as bigint) as review_judged,
        cast(sum(rectified) as bigint) as rectified,
        cast(sum(rectification_judged) as bigint) as rectification_judged,
        cast(sum(on_deadline) as bigint) as on_deadline
    from by_village
    group by grouping sets ((scope, village_code), (scope, township_code), (scope))
),

late_at_each_level as (
    select scope, 'village' as level, village_code as code, days_late from obligations where days_late is not null
    union all
    select scope, 'township' as level, township_code as code, days_late from obligations where days_late is not null
    union all
    select scope, 'district' as level, '' as code, days_late from obligations where days_late is not null
),

ranked as (
    select
        scope,
        level,
        code,
        days_late,
        row_number() over (partition by scope, level, code order by days_late asc nulls last) as place,
        count(*) over (partition by scope, level, code) as places
    from late_at_each_level
),

medians as (
    select
        scope,
        level,
        code,
        max(days_late) as median_days_late
    from ranked
    where place * 2 = places or place * 2 = places + 1
    group by scope, level, code
),

levelled as (
    select
        counted.*,
        case
            when village_code is not null then 'village'
            when township_code is not null then 'township'
            else 'district'
        end as level,
        coalesce(village_code, township_code, '') as code
    from counted
),

final as (
    select
        levelled.scope,
        levelled.level,
        levelled.code,
        levelled.due,
        levelled.on_time,
        levelled.late,
        levelled.missing,
        levelled.not_received,
        levelled.pending,
        levelled.exempt,
        levelled.running,
        medians.median_days_late,
        levelled.complete,
        levelled.elements_ok,
        levelled.posting_fit,
        levelled.procedure_ok,
        levelled.filing_on_time,
        levelled.filing_judged,
        levelled.review_on_time,
        levelled.review_judged,
        levelled.rectified,
        levelled.rectification_judged,
        levelled.on_deadline
    from levelled
    left join medians
        on
            levelled.scope = medians.scope
            and levelled.level = medians.level
            and levelled.code = medians.code
)

select * from final
