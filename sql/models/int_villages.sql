-- model: int_villages
-- title: 考核期内的村（社区）
-- grain: scope × village_code
-- depends: ref_registry, ref_snapshots
-- One row is a village on the registry on at least one day of the window, with the names, kind and
-- township of the window's last day, or of its own last day where it is gone by then.

with

spells as (
    select
        snapshots.scope,
        snapshots.window_start,
        snapshots.window_end,
        villages.*,
        case
            when villages.valid_from > snapshots.window_start then villages.valid_from
            else snapshots.window_start
        end as first_day,
        case
            when date_diff('day', snapshots.window_end, villages.valid_to) > 0 then snapshots.window_end
            else cast(villages.valid_to - interval '1' day as date)
        end as last_day,
        row_number() over (
            partition by snapshots.scope, villages.village_code
            order by villages.valid_from desc nulls last
        ) as recency
    from ref_registry as villages
    inner join ref_snapshots as snapshots
        on
            villages.valid_from <= snapshots.window_end
            and snapshots.window_start < villages.valid_to
),

days as (
    select
        scope,
        village_code,
        cast(sum(date_diff('day', first_day, last_day) + 1) as bigint) as days_on
    from spells
    group by scope, village_code
),

final as (
    select
        spells.scope,
        spells.village_code,
        spells.village_name,
        spells.kind,
        spells.township_code,
        spells.township_name,
        spells.township_kind,
        spells.households,
        spells.last_day = spells.window_end as at_end,
        days.days_on * 2 >= date_diff('day', spells.window_start, spells.window_end) + 1 as half_of_window
    from spells
    inner join days on spells.scope = days.scope and spells.village_code = days.village_code
    where spells.recency = 1
)

select * from final
