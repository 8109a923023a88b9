-- check: townships_not_reporting
-- severity: warn
-- owner: 业务科
-- message: 镇街在最近一个应公开日之后没有送来公开备案表（未报送）
-- row: {township_name}（{township_code}）：未公开{missing}项，其中未报送{not_received}项
select
    township_code,
    township_name,
    missing,
    not_received
from township_scores
where not_received > 0
