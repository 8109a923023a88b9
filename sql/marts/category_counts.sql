-- model: category_counts
-- title: 镇街分类别计数
-- grain: township_code × category; township_code is empty for the district
-- depends: int_obligations, int_townships
-- One row is what was due of one class of the catalogue in the window.

with

counted as (
    select
        township_code,
        category,
        count(*) filter (where status in ('on_time', 'late', 'missing')) as due,
        count(*) filter (where status = 'on_time') as on_time,
        count(*) filter (where status = 'late') as late,
        count(*) filter (where status = 'missing') as missing,
        count(*) filter (where complete) as complete
    from int_obligations
    where scope = 'current' and in_window
    group by grouping sets ((township_code, category), (category))
)

select
    coalesce(counted.township_code, '') as township_code,
    coalesce(townships.township_name, '') as township_name,
    counted.category,
    counted.due,
    counted.on_time,
    counted.late,
    counted.missing,
    counted.complete
from counted
left join int_townships as townships
    on counted.township_code = townships.township_code and townships.scope = 'current'
