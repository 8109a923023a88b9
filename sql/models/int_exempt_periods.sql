-- model: int_exempt_periods
-- title: 及时批准的不适用与延期
-- grain: scope × village_code × item_code × period
-- depends: int_exemptions
-- One row is an obligation's period that exemptions in time bear on: any 不适用 exempts it, of several
-- 延期 the latest holds.

select
    scope,
    village_code,
    item_code,
    period,
    max(case when kind = '不适用' then 1 else 0 end) = 1 as exempt,
    max(case when kind = '延期' then extended_to end) as extended_to
from int_exemptions
where standing = 'in_time'
group by scope, village_code, item_code, period
