-- model: problems
-- title: 问题清单
-- grain: level × village_code × kind × item_code × period, × event or visit or consultation
-- depends: int_problems, ref_snapshots, ref_build
-- One row is one problem of the window, with the fact. windows_running is 2 where the unit (the village,
-- of 镇街未审查 the township) had a problem of the same kind and item in the previous window too, else 1;
-- what falls into both of two overlapping windows is one problem and does not count twice. publishable is
-- false for findings of inspections that were not released: they may not appear in a circular.

with

earlier as (
    select distinct
        before.level,
        before.unit_code,
        before.kind,
        coalesce(before.item_code, '') as item_code
    from int_problems as before
    inner join ref_snapshots as snapshots
        on snapshots.scope = 'current' and before.counted_on < snapshots.window_start
    where before.scope = 'previous'
)

select
    build."window",
    problems.as_of,
    problems.level,
    problems.village_code,
    problems.township_code,
    problems.kind,
    problems.item_code,
    problems.period,
    problems.fact,
    problems.days,
    problems.since,
    cast(case when earlier.unit_code is null then 1 else 2 end as bigint) as windows_running,
    problems.village_name,
    problems.township_name,
    problems.occurred_on,
    problems.event_no,
    problems.publishable,
    problems.file_sha256,
    problems.sheet,
    problems.row_no as "row"
from int_problems as problems
cross join ref_build as build
left join earlier
    on
        problems.level = earlier.level
        and problems.unit_code = earlier.unit_code
        and problems.kind = earlier.kind
        and coalesce(problems.item_code, '') = earlier.item_code
where problems.scope = 'current'
