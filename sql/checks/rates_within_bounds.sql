-- check: rates_within_bounds
-- severity: stop
-- owner: 业务科
-- message: 出现小于0或大于1的比率、分子大于分母，或不在自己区间内的比率
-- row: {name}（{code}）得分{score}
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
    not coalesce(score between 0 and 100, true)
    or timeliness_n > timeliness_d
    or not coalesce(timeliness between 0 and 1, true)
    or disclosed_n > disclosed_d
    or not coalesce(disclosed between 0 and 1, true)
    or completeness_n > completeness_d
    or not coalesce(completeness between 0 and 1, true)
    or elements_n > elements_d
    or not coalesce(elements between 0 and 1, true)
    or posting_n > posting_d
    or not coalesce(posting between 0 and 1, true)
    or procedure_n > procedure_d
    or not coalesce(procedure between 0 and 1, true)
    or filing_n > filing_d
    or not coalesce(filing between 0 and 1, true)
    or review_n > review_d
    or not coalesce(review between 0 and 1, true)
    or rectification_n > rectification_d
    or not coalesce(rectification between 0 and 1, true)
    or on_deadline_n > on_deadline_d
    or not coalesce(on_deadline between 0 and 1, true)
    or coverage_n > coverage_d
    or not coalesce(coverage between 0 and 1, true)
    or members_n > members_d
    or not coalesce(members between 0 and 1, true)
    or adoption_n > adoption_d
    or not coalesce(adoption between 0 and 1, true)
    or full_adoption_n > full_adoption_d
    or not coalesce(full_adoption between 0 and 1, true)
    or handled_n > handled_d
    or not coalesce(handled between 0 and 1, true)
    or explained_n > explained_d
    or not coalesce(explained between 0 and 1, true)
    or implementation_n > implementation_d
    or not coalesce(implementation between 0 and 1, true)
    or outcome_published_n > outcome_published_d
    or not coalesce(outcome_published between 0 and 1, true)
    or consultation_procedure_n > consultation_procedure_d
    or not coalesce(consultation_procedure between 0 and 1, true)
    or inspection_coverage_n > inspection_coverage_d
    or not coalesce(inspection_coverage between 0 and 1, true)
    or objections_answered_n > objections_answered_d
    or not coalesce(objections_answered between 0 and 1, true)
    or frequency_index_n > frequency_index_d
    or not coalesce(frequency_index between 0 and 1, true)
    or not coalesce(timeliness_lo between 0 and timeliness, true)
    or not coalesce(timeliness_hi between timeliness and 1, true)
    or not coalesce(completeness_lo between 0 and completeness, true)
    or not coalesce(completeness_hi between completeness and 1, true)
    or not coalesce(handled_lo between 0 and handled, true)
    or not coalesce(handled_hi between handled and 1, true)
    or not coalesce(adoption_lo between 0 and adoption, true)
    or not coalesce(adoption_hi between adoption and 1, true)
    or rank_lo < 1
    or rank_lo > rank_hi
