-- model: window_batches
-- title: 考核期所含事项
-- grain: month of due_on × frequency × period
-- depends: int_obligations, ref_months
-- One row is one batch of obligations that the window holds, by the month it fell due.

select
    months.month,
    obligations.frequency,
    obligations.period,
    count(*) filter (where obligations.status in ('on_time', 'late', 'missing')) as due,
    count(*) filter (where obligations.status = 'pending') as pending
from int_obligations as obligations
inner join ref_months as months
    on obligations.due_on between months.month_start and months.month_end
where obligations.scope = 'current' and obligations.in_window
group by months.month, obligations.frequency, obligations.period
