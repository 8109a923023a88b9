-- model: trend_months
-- title: 近十二个月趋势
-- grain: month
-- depends: int_obligations, ref_months
-- One row is what fell due in one month, district-wide, as known on as_of. A month that had no figures
-- when it was as old as the window is now has no row.

select
    months.month,
    count(*) filter (where obligations.status in ('on_time', 'late', 'missing')) as due,
    count(*) filter (where obligations.status = 'on_time') as on_time,
    count(*) filter (where obligations.status = 'late') as late,
    count(*) filter (where obligations.status = 'missing') as missing,
    count(*) filter (where obligations.complete) as complete
from int_obligations as obligations
inner join ref_months as months
    on obligations.due_on between months.month_start and months.month_end
where obligations.scope = 'current' and months.has_figures
group by months.month
