-- check: obligations_unique
-- severity: stop
-- owner: 业务科
-- message: 同一事项同一期次判定了不止一次
-- row: {village_code} {item_code} {period}{occurred_on}：{times}次
select
    village_code,
    item_code,
    period,
    occurred_on,
    event_no,
    count(*) as times
from obligations
group by village_code, item_code, period, occurred_on, event_no
having count(*) > 1
