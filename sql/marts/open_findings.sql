-- model: open_findings
-- title: 未整改的弄虚作假认定
-- grain: visit and item
-- depends: int_effective_inspections, int_villages, ref_snapshots
-- One row is an inspection of the district or the city, up to as_of, that found 弄虚作假 and is not rectified by
-- as_of: what caps the grade of its village. It stands here with the row it rests on.

select
    visits.village_code,
    visits.inspected_on,
    visits.level,
    visits.covert,
    visits.item_code,
    visits.rectify_by,
    visits.delivery,
    visits.file_sha256,
    visits.sheet,
    visits.row_no as "row"
from int_effective_inspections as visits
inner join ref_snapshots as snapshots
    on
        visits.scope = snapshots.scope
        and snapshots.scope = 'current'
        and visits.inspected_on <= snapshots.as_of
inner join int_villages as villages
    on visits.scope = villages.scope and visits.village_code = villages.village_code
where
    visits.level in ('区县', '市级')
    and concat('、', visits.fault, '、') like '%、弄虚作假、%'
    and (visits.rectified_on is null or visits.rectified_on > snapshots.as_of)
