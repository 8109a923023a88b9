-- check: units_unique
-- severity: stop
-- owner: 业务科
-- message: 同一个村（社区）、镇街或全区计了不止一次
-- row: {name}（{code}）：{times}次
select
    level,
    code,
    min(name) as name,
    count(*) as times
from unit_scores
group by level, code
having count(*) > 1
