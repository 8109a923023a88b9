-- check: numbers_finite
-- severity: stop
-- owner: 业务科
-- message: 得分、频次或上期数中出现无穷大或不是数的值
-- row: {name}（{code}）
-- Of a finite number, and of no other, the difference to itself is zero.
select
    level,
    code,
    name
from unit_scores
where
    score - score <> 0
    or frequency_n - frequency_n <> 0
    or frequency_d - frequency_d <> 0
    or frequency - frequency <> 0
    or frequency_index_n - frequency_index_n <> 0
    or frequency_per_1000_households - frequency_per_1000_households <> 0
    or previous_score - previous_score <> 0
    or previous_timeliness - previous_timeliness <> 0
    or previous_completeness - previous_completeness <> 0
    or previous_frequency_index - previous_frequency_index <> 0
    or previous_handled - previous_handled <> 0
    or previous_adoption - previous_adoption <> 0
    or timeliness_lo - timeliness_lo <> 0
    or timeliness_hi - timeliness_hi <> 0
    or completeness_lo - completeness_lo <> 0
    or completeness_hi - completeness_hi <> 0
    or handled_lo - handled_lo <> 0
    or handled_hi - handled_hi <> 0
    or adoption_lo - adoption_lo <> 0
    or adoption_hi - adoption_hi <> 0
