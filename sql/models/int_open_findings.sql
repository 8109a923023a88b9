-- model: int_open_findings
-- title: 未整改的弄虚作假认定
-- grain: scope × visit and item
-- depends: int_effective_inspections, ref_snapshots
-- One row is an inspection of the district or the city, up to as_of, that found 弄虚作假 and is not rectified by
-- as_of: what caps the grade of its village.
-- Basis: specification 3, "Score and rank".

select
    visits.scope,
    visits.village_code,
    visits.inspected_on,
    visits.level,
    visits.covert,
    visits.item_code,
    visits.rectify_by,
    visits.delivery,
    visits.file_sha256,
    visits.sheet,
    visits.row_no
from int_effective_inspections as visits
inner join ref_snapshots as snapshots
    on visits.scope = snapshots.scope and visits.inspected_on <= snapshots.as_of
where
    visits.level in ('区县', '市级')
    and concat('、', visits.fault, '、') like '%、弄虚作假、%'
    and (visits.rectified_on is null or visits.rectified_on > snapshots.as_of)
