-- model: int_inspection_problems
-- title: 检查发现的问题
-- grain: scope × kind × visit and item
-- depends: int_effective_inspections, int_villages, ref_snapshots
-- One row is what one visit of the window found at a village, rectified since or not. A visit that found
-- nothing but personal information is 疑似泄露个人信息 alone; one that also found something else is both.
-- days is how far the rectification is past its deadline, where one was set. publishable: only such rows
-- may appear in a circular.

with

kinds as (
    select '检查发现' as kind
    union all
    select '疑似泄露个人信息' as kind
),

final as (
    select
        visits.scope,
        snapshots.as_of,
        'village' as level,
        visits.village_code,
        villages.township_code,
        kinds.kind,
        visits.item_code,
        cast(null as varchar) as period,
        cast(null as date) as occurred_on,
        cast(null as varchar) as event_no,
        visits.inspected_on as counted_on,
        case when visits.rectified_on <= snapshots.as_of then visits.rectified_on end as happened_on,
        visits.inspected_on as since,
        case
            when visits.rectified_on <= snapshots.as_of and visits.rectified_on > visits.rectify_by
                then date_diff('day', visits.rectify_by, visits.rectified_on)
            when visits.rectified_on <= snapshots.as_of then null
            when snapshots.as_of > visits.rectify_by then date_diff('day', visits.rectify_by, snapshots.as_of)
        end as days,
        concat(
            visits.level,
            case when visits.covert then '暗访' when not visits.covert then '明查' else '检查' end,
            '发现',
            case when kinds.kind = '检查发现' then visits.fault else kinds.kind end
        ) as detail,
        visits.row_key,
        visits.file_sha256,
        visits.sheet,
        visits.row_no,
        coalesce(visits.publishable, false) as publishable
    from int_effective_inspections as visits
    inner join ref_snapshots as snapshots
        on
            visits.scope = snapshots.scope
            and visits.inspected_on between snapshots.window_start and snapshots.window_end
            and visits.inspected_on <= snapshots.as_of
    inner join int_villages as villages
        on visits.scope = villages.scope and visits.village_code = villages.village_code
    inner join kinds
        on
            (kinds.kind = '检查发现' and visits.fault <> '泄露个人信息')
            or (kinds.kind = '疑似泄露个人信息' and concat('、', visits.fault, '、') like '%、泄露个人信息、%')
)

select * from final
