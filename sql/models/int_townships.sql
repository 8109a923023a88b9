-- model: int_townships
-- title: 考核期内的镇街
-- grain: scope × township_code
-- depends: ref_registry, ref_snapshots
-- One row is a township that had a village on at least one day of the window, named as last.

with

spells as (
    select
        snapshots.scope,
        villages.township_code,
        villages.township_name,
        villages.township_kind,
        row_number() over (
            partition by snapshots.scope, villages.township_code
            order by villages.valid_to desc nulls last, villages.valid_from desc nulls last, villages.village_code asc nulls last
        ) as recency
    from ref_registry as villages
    inner join ref_snapshots as snapshots
        on
            villages.valid_from <= snapshots.window_end
            and snapshots.window_start < villages.valid_to
)

select
    scope,
    township_code,
    township_name,
    township_kind
from spells
where recency = 1
