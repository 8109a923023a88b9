-- check: rates_within_bounds
-- severity: stop
-- owner: 业务科
-- message: 出现小于0或大于1的比率，或分子大于分母
select
    code,
    name,
    due,
    timeliness,
    completeness,
    handled,
    adoption,
    frequency_index,
    score
from unit_scores
where
    not coalesce(timeliness between 0 and 1, true)
    or not coalesce(completeness between 0 and 1, true)
    or not coalesce(handled between 0 and 1, true)
    or not coalesce(adoption between 0 and 1, true)
    or not coalesce(frequency_index between 0 and 1, true)
    or not coalesce(score between 0 and 100, true)
