-- model: int_findings
-- title: 计入的收件中的错误和提醒
-- grain: delivery × finding
-- depends: raw_quarantine, int_received
-- One row is one finding in a sheet received since the window began: an error that keeps its row out, or a
-- warning.

select
    received.township_code,
    findings.delivery,
    findings.sheet_no,
    findings.row_no,
    findings.table_code,
    findings.column_code,
    findings.header,
    findings.reason,
    findings.severity,
    findings.message
from raw_quarantine as findings
inner join int_received as received
    on
        findings.delivery = received.delivery
        and findings.sheet_no = received.sheet_no
        and received.in_window
