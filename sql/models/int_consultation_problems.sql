-- model: int_consultation_problems
-- title: 协商的问题
-- grain: scope × kind × consultation, or × village for 未协商
-- depends: int_consultations, int_village_consultations, ref_snapshots
-- One row is one fault of one eligible outcome, as int_consultations judged it, or a village that held
-- nothing at all in a window that is over. 未协商 is what its name says: a village below its target that
-- did consult shows in 协商覆盖率 and is no problem. As with 协商指数, villages gone before the window's
-- end or on the registry for less than half of it are left out, and where no consultation is wanted.
-- Basis: specification 3, "Rates", consultations.

with

outcomes as (
    select
        scope,
        as_of,
        village_code,
        township_code,
        held_on,
        r,
        decided_on,
        decision,
        implement_by,
        row_key,
        file_sha256,
        sheet,
        row_no,
        case
            when decision is null then '成果未研究'
            when not explained then '未采纳未说明'
            when not implemented then '未落实'
        end as kind
    from int_consultations
    where eligible
),

faulty as (
    select
        scope,
        as_of,
        village_code,
        township_code,
        kind,
        r as counted_on,
        held_on as happened_on,
        case
            when kind = '成果未研究' then r
            when kind = '未采纳未说明' then decided_on
            else implement_by
        end as since,
        decision as detail,
        row_key,
        file_sha256,
        sheet,
        row_no
    from outcomes
    where kind is not null
),

silent as (
    select
        villages.scope,
        snapshots.as_of,
        villages.village_code,
        villages.township_code,
        '未协商' as kind,
        snapshots.window_start as counted_on,
        snapshots.window_start as happened_on,
        snapshots.window_end as since,
        cast(null as varchar) as detail,
        cast(null as varchar) as row_key,
        cast(null as varchar) as file_sha256,
        cast(null as varchar) as sheet,
        cast(null as bigint) as row_no
    from int_village_consultations as villages
    inner join ref_snapshots as snapshots on villages.scope = snapshots.scope
    where
        villages.at_end
        and villages.half_of_window
        and villages.held = 0
        and snapshots.target_milli > 0
        and snapshots.as_of >= snapshots.window_end
),

problems as (
    select * from faulty
    union all
    select * from silent
),

final as (
    select
        scope,
        as_of,
        'village' as level,
        village_code,
        township_code,
        kind,
        cast(null as varchar) as item_code,
        cast(null as varchar) as period,
        cast(null as date) as occurred_on,
        cast(null as varchar) as event_no,
        counted_on,
        happened_on,
        since,
        -- no rule says by when a refusal must be explained
        case when kind <> '未采纳未说明' then date_diff('day', since, as_of) end as days,
        detail,
        row_key,
        file_sha256,
        sheet,
        row_no
    from problems
)

select * from final
