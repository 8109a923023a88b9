-- model: open_findings
-- title: 未整改的弄虚作假认定
-- grain: visit and item
-- depends: int_open_findings, int_villages
-- One row is a finding of 弄虚作假 that caps the grade of a village of the window, with the row it rests on.

select
    findings.village_code,
    findings.inspected_on,
    findings.level,
    findings.covert,
    findings.item_code,
    findings.rectify_by,
    findings.delivery,
    findings.file_sha256,
    findings.sheet,
    findings.row_no as "row"
from int_open_findings as findings
inner join int_villages as villages
    on findings.scope = villages.scope and findings.village_code = villages.village_code
where findings.scope = 'current'
