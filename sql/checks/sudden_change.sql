-- check: sudden_change
-- severity: warn
-- owner: 业务科
-- message: 镇街或全区与上期相差过大（及时率、完整率超过20个百分点、得分超过15分，或应公开数增减超过一半），请核实是否漏报、错报
-- row: {name}（{code}）{measure}：上期{before}，本期{now}
-- The limits stand in the first part. Units with fewer than thirty matters due in either window are left
-- out: a few filings move their rates.
with

limits as (
    select
        0.2 as rate,
        15.0 as score,
        0.5 as due,
        30 as least_due
),

due_before as (
    select
        level,
        code,
        due
    from int_unit_counts
    where scope = 'previous' and level in ('township', 'district')
),

units as (
    select
        now.*,
        due_before.due as previous_due
    from unit_scores as now
    inner join due_before on now.level = due_before.level and now.code = due_before.code
),

measured as (
    select level, code, name, due, previous_due, '公开及时率' as measure, previous_timeliness as before, timeliness as now
    from units
    union all
    select level, code, name, due, previous_due, '完整率' as measure, previous_completeness as before, completeness as now
    from units
    union all
    select level, code, name, due, previous_due, '得分' as measure, previous_score as before, score as now
    from units
    union all
    select
        level, code, name, due, previous_due, '应公开数' as measure, cast(previous_due as double) as before, cast(due as double) as now
    from units
)

select
    measured.level,
    measured.code,
    measured.name,
    measured.measure,
    round(case when measured.measure in ('公开及时率', '完整率') then measured.before * 100 else measured.before end, 2)
        as before,
    round(case when measured.measure in ('公开及时率', '完整率') then measured.now * 100 else measured.now end, 2) as now
from measured
cross join limits
where
    case measured.measure
        when '应公开数' then measured.previous_due >= limits.least_due or measured.due >= limits.least_due
        else measured.previous_due >= limits.least_due and measured.due >= limits.least_due
    end
    and case measured.measure
        when '应公开数' then abs(measured.now - measured.before) > limits.due * measured.before
        when '得分' then round(abs(measured.now - measured.before), 2) > limits.score
        else round(abs(measured.now - measured.before), 6) > limits.rate
    end
